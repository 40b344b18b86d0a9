import type { AwsApi } from '../../../src/model/aws.ts';
import type { AwsDomainName } from '../../../src/model/aws-account.ts';
import type { MigrationPlan } from '../../../src/model/plan.ts';
import { runRequest } from '../../../src/model/run.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import { apiWith, inventoryOf, route } from '../fixture.ts';

/**
 * The traps of mapping.md, E, by their number: each test fails with the naive answer. Those of discovery, certificates and host
 * names (1, 38 to 40) are with their adapters and steps.
 */

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

export function planOf(apis: readonly AwsApi[], around: Parameters<typeof inventoryOf>[1] = {}): MigrationPlan {
  const request = runRequest.parse({
    mode: 'migrate',
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroup: 'rg', service: 'apim' },
    keyVault: 'vault',
    dns: [],
    waves: [{ name: 'one', apis: apis.map(({ id, stage }) => `${id}/${stage.name}`), hostnames: [] }],
    decisions: { '*': 'recommended' },
  });
  return buildPlan({
    inventory: inventoryOf(apis, around),
    request,
    recordSets: {},
    gatewayHost: 'apim.azure-api.net',
    targetDigest: 'sha256:none',
  });
}
export const stepAt = (plan: MigrationPlan, pattern: RegExp) =>
  plan.steps.find(({ payload }) => pattern.test(String(payload['path'])))?.payload['properties'] as
    Readonly<Record<string, unknown>> | undefined;
