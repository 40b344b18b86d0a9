import { describe, expect, it } from 'vitest';
import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { runRequest } from '../../../src/model/run.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { inventoryOf } from '../../features/fixture.ts';
import { connect, GUARDED, wardMonitor } from '../../features/websocket/ward-monitor.ts';

const at = { arn: 'arn:aws:apigateway:us-east-1::/usageplans/p1', pointer: '' };
const inventory: AwsInventory = inventoryOf([wardMonitor(connect({ apiKeyRequired: true }))], {
  usagePlans: [{ at, id: 'p1', name: 'Gold', apiStages: [{ apiId: 'wardmon1a2', stage: 'live' }], keyIds: [] }],
});

function plan(changes: Record<string, unknown> = {}, source = inventory) {
  const request = runRequest.parse({
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: '00000000-0000-4000-8000-000000000001', resourceGroup: 'rg', service: 'contoso' },
    keyVault: 'contoso-vault',
    dns: [],
    waves: [{ name: 'pilot', apis: ['ward-monitor'], hostnames: [] }],
    decisions: { '*': 'recommended' },
    ...changes,
  });
  return buildPlan({
    inventory: source,
    request,
    recordSets: {},
    gatewayHost: 'contoso.azure-api.net',
    targetDigest: 'sha256:t',
  });
}

const REFUSAL = 'return-response';
const [API] = plan().waves[0]?.apis ?? [];
const POLICY = `apis/${API?.apimId}/operations/onHandshake/policies/policy`;

describe('the plan of a WebSocket API', () => {
  const { steps } = plan();
  const kinds = steps.map(({ id, place }) => `${place.phase} ${id.replace(String(API?.apimId), 'API')}`);

  it('closes the API to everybody before a backend is behind it, and opens it last', () => {
    expect(kinds).toEqual([
      'importing put:apis/API',
      'importing guard:apis/API',
      'registering-backends close:apis/API',
      'registering-backends admit:apis/API',
      'opening open:apis/API',
    ]);
    const wanted = steps.map(({ payload }) => payload['properties'] as Record<string, unknown>);
    expect(wanted[0]).toMatchObject({
      type: 'websocket',
      protocols: ['wss'],
      serviceUrl: 'wss://wardmon1a2.execute-api.us-east-1.amazonaws.com/live',
      path: 'ward-monitor/live',
      subscriptionRequired: true,
    });
    expect(wanted[3]).toEqual({ ...wanted[0], subscriptionRequired: false });
    // Keys are API Gateway's to check, so that no name of theirs is taken for a key of the service.
    expect(JSON.stringify(wanted[0])).not.toContain('x-api-key');
  });

  it('has policies on the handshake only, each of which may stand there', () => {
    const policies = steps.filter(({ payload }) => String(payload['path']).endsWith('/policies/policy'));
    expect(policies.map(({ payload }) => payload['path'])).toEqual([POLICY, POLICY, POLICY]);
    const documents = policies.map(({ payload }) => (payload['properties'] as { value: string }).value);
    expect(documents.map((xml) => xml.includes(REFUSAL))).toEqual([true, true, false]);
    for (const xml of documents) expect(validatePolicy(readPolicy(xml), 'operation', { api: 'websocket' })).toEqual([]);
  });

  it('has steps that the executor knows, and no product with it in', () => {
    for (const step of steps) bindStep(step);
    expect(steps.filter(({ payload }) => String(payload['path']).startsWith('products/'))).toEqual([]);
  });

  it('is empty where the API is not carried, or left by a decision', () => {
    const guarded = inventoryOf([wardMonitor(GUARDED, { endpointType: 'PRIVATE' })]);
    expect(plan({}, guarded).steps).toEqual([]);
    expect(plan({ decisions: { WEBSOCKET: 'replatform' } }).steps).toEqual([]);
  });

  it('blocks for a server that no WebSocket API of the source would use', () => {
    const { findings } = plan({ webSocketBackends: { 'ward-monitor': 'wss://a.example', 'chat': 'wss://b.example' } });
    expect(
      findings.filter(({ code }) => code === 'WEBSOCKET-BACKEND-NOT-FOUND').map((each) => each.at.pointer),
    ).toEqual(['/chat']);
  });

  it.each(['ws://a.example', 'wss://user:secret@a.example', 'wss://a.example/?key=1', 'https://a.example'])(
    'takes no server %s',
    (url) => {
      expect(() => plan({ webSocketBackends: { 'ward-monitor': url } })).toThrow('wss://chat.example.com/live');
    },
  );
});
