import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyAzureState, type AzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults, type FaultKind } from '../../../src/local/sandbox/faults.ts';
import type { Listening } from '../../../src/local/sandbox/http-server.ts';
import type { Egress, EgressRequest } from '../../../src/local/sandbox/target-gateway/egress.ts';
import { FaultInjection } from '../../../src/local/sandbox/target-gateway/fault-injection.ts';
import { startTargetGateway } from '../../../src/local/sandbox/target-gateway/target-gateway.ts';
import type { ApimConfiguration } from '../../../src/model/apim.ts';
import * as build from '../../../src/policy/build.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { writePolicy } from '../../../src/policy/write.ts';

const ISSUER = 'https://issuer.example.com';
const OPENID = `${ISSUER}/.well-known/openid-configuration`;

function configuration(inbound: readonly PolicyNode[] = []): ApimConfiguration {
  const operation = { id: 'get', displayName: 'get', method: 'GET', urlTemplate: '/{id}' };
  const document = build.document({ inbound: [build.base(), ...inbound] });
  return {
    serviceName: 'apim',
    hostnames: ['api.example.com'],
    apis: [
      {
        id: 'orders',
        displayName: 'Orders',
        path: 'orders',
        protocols: ['https'],
        serviceUrl: 'https://backend.example.com',
        subscriptionRequired: false,
        operations: [{ ...operation, templateParameters: [{ name: 'id', type: 'string' }] }],
      },
    ],
    versionSets: [],
    policies: [{ scope: { kind: 'api', apiId: 'orders' }, xml: writePolicy(document) }],
    namedValues: [],
    backends: [],
    products: [],
    subscriptions: [],
  };
}

let gateway: Listening | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const hello: Egress = () =>
  Promise.resolve({
    status: 201,
    headers: [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Transfer-Encoding', 'chunked'],
    ],
    body: Buffer.from('hello'),
  });

async function start(options: {
  egress?: Egress;
  faults?: Faults;
  state?: AzureState;
  read?: () => ApimConfiguration;
}) {
  const state = options.state ?? emptyAzureState();
  gateway = await startTargetGateway({
    configuration: options.read ?? (() => configuration()),
    state,
    faults: options.faults ?? new Faults(),
    egress: options.egress ?? hello,
  });
  return state;
}

/** A request to the gateway as a caller of `host` sends it. */
function ask(path: string, headers: Record<string, string> = {}, host = 'api.example.com') {
  return new Promise<{ status: number; body: string; cookies: readonly string[] }>((resolve, reject) => {
    const outgoing = httpRequest(`${gateway?.url}${path}`, { headers: { host, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, body, cookies: incoming.headers['set-cookie'] ?? [] });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('target gateway', () => {
  test('runs the configuration and records a sample', async () => {
    const sent: EgressRequest[] = [];
    const state = await start({
      egress: (request) => {
        sent.push(request);
        return hello(request);
      },
    });
    expect(gateway?.url).toMatch(/^http:\/\/127\.0\.0\.3:\d+$/);
    expect(await ask('/orders/7?a=1')).toEqual({ status: 201, body: 'hello', cookies: ['a=1', 'b=2'] });
    expect(sent).toMatchObject([{ method: 'GET', url: 'https://backend.example.com/7?a=1', timeoutMs: 300_000 }]);
    expect(state.samples.all()).toMatchObject([
      { apiId: 'orders', hostname: 'api.example.com', status: 201, backendStatus: 201 },
    ]);
  });

  test('answers its own hostnames only', async () => {
    const state = await start({});
    expect(await ask('/orders/7', {}, 'other.example.com')).toMatchObject({ status: 404, body: '' });
    expect(state.samples.all()).toEqual([]);
  });

  test('reads the configuration again when the revision has changed', async () => {
    const state = emptyAzureState();
    let inbound: readonly PolicyNode[] = [];
    await start({ state, read: () => configuration(inbound) });
    expect(await ask('/orders/7')).toMatchObject({ status: 201 });
    inbound = [build.returnResponse(build.setStatus(202, 'Accepted'))];
    expect(await ask('/orders/7')).toMatchObject({ status: 201 });
    state.revision++;
    expect(await ask('/orders/7')).toMatchObject({ status: 202 });
  });

  test('a backend that cannot be reached is 500', async () => {
    const state = await start({ egress: () => Promise.reject(new Error('refused')) });
    expect(await ask('/orders/7')).toMatchObject({ status: 500 });
    expect(state.samples.all()).toMatchObject([{ status: 500 }]);
  });

  test('verifies tokens with the keys of the issuer, fetched once', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const documents: Record<string, unknown> = {
      [OPENID]: { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` },
      [`${ISSUER}/keys`]: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] },
    };
    const fetched: string[] = [];
    const policy = build.validateJwt({ token: { headerName: 'Authorization' }, openidConfigs: [OPENID] });
    await start({
      read: () => configuration([policy]),
      egress: (request) => {
        const document = documents[request.url];
        if (document === undefined) return hello(request);
        fetched.push(request.url);
        return Promise.resolve({ status: 200, headers: [], body: Buffer.from(JSON.stringify(document)) });
      },
    });
    const sign = (key: CryptoKey, expires: string) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setIssuer(ISSUER)
        .setExpirationTime(expires)
        .sign(key);
    const status = async (token: string) => (await ask('/orders/7', { authorization: `Bearer ${token}` })).status;
    const other = await generateKeyPair('RS256');
    expect(await status(await sign(privateKey, '1h'))).toBe(201);
    expect(await status(await sign(privateKey, '-1h'))).toBe(401);
    expect(await status(await sign(other.privateKey, '1h'))).toBe(401);
    expect(await status('no.token.here')).toBe(401);
    expect((await ask('/orders/7')).status).toBe(401);
    expect(fetched).toEqual([OPENID, `${ISSUER}/keys`]);
  });

  test.each<[FaultKind, number, number, number]>([
    ['target-5xx', 10, 500, 5],
    ['target-1pct', 100, 500, 1],
    ['target-auth', 4, 401, 4],
  ])('%s: of %i requests, status %i on %i', async (kind, requests, status, expected) => {
    const faults = new Faults();
    faults.arm(kind);
    const state = await start({ faults });
    expect(await ask('/orders/7')).toMatchObject({ status: 201 });
    await gateway?.close();
    faults.trafficMoved();
    await start({ faults, state });
    for (let i = 0; i < requests; i++) await ask('/orders/7');
    expect(state.samples.all().filter((sample) => sample.status === status)).toHaveLength(expected);
  });

  test('target-slow waits before it answers', async () => {
    const faults = new Faults();
    faults.arm('target-slow');
    expect(new FaultInjection(faults).delayMs()).toBe(0);
    faults.trafficMoved();
    expect(new FaultInjection(faults).delayMs()).toBeGreaterThan(0);
    await start({ faults });
    expect(await ask('/orders/7')).toMatchObject({ status: 201 });
  });
});
