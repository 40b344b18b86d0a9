import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/local/sandbox/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const disturbances = (method: string, body?: object): Promise<Response> =>
  fetch(`${sandbox.endpoints.control}/disturbances`, { method, ...(body && { body: JSON.stringify(body) }) });

describe('the control socket', () => {
  it('makes an operation fail until it is told otherwise', async () => {
    const { aws: endpoint, awsAccessKeyId: accessKeyId, awsSecretAccessKey: secretAccessKey } = sandbox.endpoints;
    const credentials = { accessKeyId, secretAccessKey };
    const gateway = new APIGatewayClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
    const order = { kind: 'denied', service: 'apigateway', operation: 'GetRestApis' };
    expect((await disturbances('POST', order)).status).toBe(200);
    await expect(gateway.send(new GetRestApisCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const told = (await (await disturbances('GET')).json()) as { operations: unknown[]; orders: unknown[] };
    expect(told.orders).toEqual([order]);
    expect(told.operations).toContainEqual({ service: 'wafv2', operation: 'GetWebACL' });
    await disturbances('DELETE');
    expect((await gateway.send(new GetRestApisCommand({}))).items).not.toHaveLength(0);
  });

  it('refuses an order for what no service has', async () => {
    const unknown = await disturbances('POST', { kind: 'denied', service: 'apigateway', operation: 'GetNothing' });
    expect(unknown.status).toBe(400);
    expect((await disturbances('POST', { kind: 'slow' })).status).toBe(400);
    expect((await disturbances('POST', { kind: 'skeleton', service: 'acm' })).status).toBe(400);
  });

  it('makes the next requests to ARM go wrong until it is told otherwise', async () => {
    const orders = async (method: string, body?: object): Promise<Response> =>
      fetch(`${sandbox.endpoints.control}/arm-disturbances`, { method, ...(body && { body: JSON.stringify(body) }) });
    const order = { answer: 409, code: 'ScopeLocked', method: 'PUT', path: '/apis/', skip: 1, times: 3 };
    expect((await orders('POST', order)).status).toBe(200);
    expect((await orders('POST', { answer: 'closed-after' })).status).toBe(200);
    const inForce = [order, { answer: 'closed-after', skip: 0, times: 1 }];
    expect(await (await orders('GET')).json()).toEqual({ orders: inForce });
    expect(sandbox.armDisturbances.all).toEqual(inForce);
    expect((await orders('POST', { answer: 418 })).status).toBe(400);
    expect((await orders('POST', { answer: 500, path: '(' })).status).toBe(400);
    await orders('DELETE');
    expect(sandbox.armDisturbances.all).toEqual([]);
  });
});
