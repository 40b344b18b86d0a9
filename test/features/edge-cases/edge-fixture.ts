import type { AwsApi } from '../../../src/model/aws.ts';
import type { AwsDomainName } from '../../../src/model/aws-account.ts';
import { gatewayEffects } from '../../../src/local/sandbox/target-gateway/gateway-effects.ts';
import type { MigrationPlan } from '../../../src/model/plan.ts';
import { runRequest } from '../../../src/model/run.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import type { RecordSets } from '../../../src/planning/hostname-steps.ts';
import { plannedConfiguration } from '../../../src/simulator/planned-configuration.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { apiWith, inventoryOf, route } from '../fixture.ts';

/** The traps of mapping.md, E, by their number: each test fails with the naive answer. */

export const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
export const proxy = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://orders.example.com/' } as const;
export const at = (name: string) => ({ arn: `arn:aws:apigateway:us-east-1::/${name}`, pointer: '' });
export const domain = (name: string, path: string, changes: Partial<AwsDomainName> = {}): AwsDomainName => ({
  at: at(`domainnames/${name}`),
  name,
  endpointType: 'REGIONAL',
  routingRules: [],
  accessAssociations: [],
  mappings: [{ at: at(`domainnames/${name}/0`), path, apiId: 'a1b2c3d4e5', stage: 'prod' }],
  ...changes,
});
export const api = apiWith([route('GET /orders', backend)]);

export function planOf(
  apis: readonly AwsApi[],
  around: Parameters<typeof inventoryOf>[1] = {},
  changes: Record<string, unknown> = {},
  recordSets: RecordSets = {},
): MigrationPlan {
  const request = runRequest.parse({
    mode: 'migrate',
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroup: 'rg', service: 'apim' },
    keyVault: 'vault',
    dns: [],
    waves: [{ name: 'one', apis: apis.map(({ id, stage }) => `${id}/${stage.name}`), hostnames: [] }],
    decisions: { '*': 'recommended' },
    ...changes,
  });
  return buildPlan({
    inventory: inventoryOf(apis, around),
    request,
    recordSets,
    gatewayHost: 'apim.azure-api.net',
    targetDigest: 'sha256:none',
  });
}
export const stepAt = (plan: MigrationPlan, pattern: RegExp) =>
  plan.steps.find(({ payload }) => pattern.test(String(payload['path'])))?.payload['properties'] as
    Readonly<Record<string, unknown>> | undefined;

const SERVICE_HOST = 'api.contoso.example';

/** The service as a plan leaves it, on a clock that stands still: answers of it, and where its backends were asked. */
export function serviceOf(plan: MigrationPlan, keyValue: (id: string) => string | undefined = () => undefined) {
  const configuration = plannedConfiguration(plan.steps, { serviceName: 'apim', hostname: SERVICE_HOST, keyValue });
  const effects = {
    ...gatewayEffects({
      send: () =>
        Promise.resolve({ ok: true, response: { status: 200, reason: 'OK', headers: [], body: new Uint8Array() } }),
      fetchJson: (url) => Promise.reject(new Error(`nobody serves ${url}`)),
    }),
    now: () => Date.parse('2026-11-29T00:00:00Z'),
  };
  return async (
    path: string,
    headers: Readonly<Record<string, string>> = {},
    host = SERVICE_HOST,
  ): Promise<{ readonly status: number; readonly urls: readonly string[] }> => {
    const { response, backendRequests, defect } = await simulate(
      configuration,
      {
        method: 'GET',
        url: `https://${host}${path}`,
        headers: Object.entries({ Host: host, ...headers }),
        ip: '203.0.113.10',
      },
      effects,
    );
    if (defect !== undefined) throw new Error(defect);
    return { status: response.status, urls: backendRequests.map(({ url }) => url) };
  };
}
