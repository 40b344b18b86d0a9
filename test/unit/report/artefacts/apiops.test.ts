import { expect, it } from 'vitest';
import { runRequest } from '../../../../src/model/run.ts';
import { assess } from '../../../../src/planning/build-plan.ts';
import { proposeWaves } from '../../../../src/planning/propose-waves.ts';
import type { Step } from '../../../../src/model/plan.ts';
import { apiopsFiles } from '../../../../src/report/artefacts/apiops.ts';
import { plannedResources } from '../../../../src/report/artefacts/planned-resources.ts';
import { apiWith, inventoryOf, route } from '../../../features/fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;

function files(): Map<string, string> {
  const api = apiWith([route('GET /orders/{id}', backend), route('GET /files/{proxy+}', backend)]);
  const inventory = inventoryOf([api]);
  const request = runRequest.parse({
    source: [{ account: api.account, region: api.region }],
    target: { subscriptionId: '00000000-0000-0000-0000-000000000001', resourceGroup: 'rg', service: 'apim' },
    keyVault: 'vault',
    dns: [],
    mode: 'assess',
    waves: proposeWaves(inventory),
  });
  const { plan } = assess({
    inventory,
    request,
    recordSets: {},
    gatewayHost: 'apim.azure-api.net',
    targetDigest: 'sha256:0',
  });
  return new Map([...apiopsFiles(plannedResources(plan.steps))].map(({ path, content }) => [path, content]));
}

it('writes the policy of an open API, never its guard', () => {
  const policies = [...files()].filter(([path]) => path.endsWith('/policy.xml'));
  expect(policies).toHaveLength(3);
  for (const [, content] of policies) expect(content).not.toContain('Service Unavailable');
});

it('writes information files, the specification and the format of policies', () => {
  const all = files();
  const paths = [...all.keys()].map((path) => path.replaceAll(/-[0-9a-f]{6,12}(?=\/)/g, '-HASH'));
  expect(paths).toEqual([
    'apiops/apis/orders-prod-HASH/apiInformation.json',
    'apiops/apis/orders-prod-HASH/specification.json',
    'apiops/apis/orders-prod-HASH/operations/get-HASH/operationInformation.json',
    'apiops/apis/orders-prod-HASH/operations/get-HASH/policy.xml',
    'apiops/apis/orders-prod-HASH/operations/get-HASH/policy.xml',
    'apiops/apis/orders-prod-HASH/policy.xml',
    'apiops/backends/orders-example-com-HASH/backendInformation.json',
    'apiops/configuration.crossgate.yaml',
    'apiops/README.md',
  ]);
  expect(all.get('apiops/configuration.crossgate.yaml')).toBe('POLICY_SPECIFICATION_FORMAT: xml\n');
});

it('names what the format has no place for', () => {
  expect(files().get('apiops/README.md')).toMatch(/ {2}- `apis\/orders-prod-[0-9a-f]+\/operations\/get-[0-9a-f]+`/);
});

it.each(['apis/../x', 'apis/con', 'apis/a b', 'backends/x.', `apis/${'a'.repeat(200)}`])('refuses %s', (path) => {
  const step = {
    id: 's',
    kind: 'put-apim-resource',
    summary: '',
    dependsOn: [],
    from: [],
    payload: { path, properties: {} },
  };
  const place = { wave: 'w', phase: 'importing', unit: 'u' } as const;
  expect(() => [...apiopsFiles(plannedResources([{ ...step, place }]))]).toThrow(/not a path/);
});

it('writes a WebSocket API with its type and the policy of its handshake, and no specification', () => {
  const step = (path: string, properties: Readonly<Record<string, unknown>>): Step => ({
    id: path,
    kind: 'put-apim-resource',
    summary: '',
    dependsOn: [],
    from: [],
    place: { wave: 'w', phase: 'importing', unit: 'u' },
    payload: { path, properties },
  });
  const api = { type: 'websocket', path: 'chat', protocols: ['wss'], serviceUrl: 'wss://chat.example.com' };
  const policy = { format: 'xml', value: '<policies />' };
  const steps = [step('apis/chat', api), step('apis/chat/operations/onHandshake/policies/policy', policy)];
  const all = new Map([...apiopsFiles(plannedResources(steps))].map(({ path, content }) => [path, content]));
  expect([...all.keys()]).toEqual([
    'apiops/apis/chat/apiInformation.json',
    'apiops/apis/chat/operations/onHandshake/policy.xml',
    'apiops/configuration.crossgate.yaml',
    'apiops/README.md',
  ]);
  expect(JSON.parse(all.get('apiops/apis/chat/apiInformation.json') ?? '')).toEqual({ properties: api });
  expect(all.get('apiops/README.md')).toContain('## WebSocket APIs');
  expect(files().get('apiops/README.md')).not.toContain('## WebSocket APIs');
});
