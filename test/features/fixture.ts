import type { RoutePlan } from '../../src/features/handling.ts';
import { planRoutes } from '../../src/features/route-plan.ts';
import type { AwsApi, AwsIntegration, AwsRoute } from '../../src/model/aws.ts';
import { inventoryOf as joined, type AwsInventory } from '../../src/model/aws-inventory.ts';
import type { RunRequest } from '../../src/model/run.ts';
import { plannedTier, type ApimTier } from '../../src/model/tier.ts';
import { below } from '../../src/model/source-ref.ts';
import { validatePolicy } from '../../src/policy/validate.ts';
import { writePolicy } from '../../src/policy/write.ts';
import { translateApi, type TranslatedApi } from '../../src/planning/translate-api.ts';

const ROOT = { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5', pointer: '' };

/** A route with an integration; what a test does not say is as AWS leaves it. */
export function route(
  line: string,
  integration: Partial<AwsIntegration> & Pick<AwsIntegration, 'type'>,
  changes: Partial<AwsRoute> = {},
): AwsRoute {
  const [method = 'GET', path = '/'] = line.split(' ');
  const at = below(ROOT, 'routes', line);
  return {
    at,
    method,
    path,
    authorizationType: 'NONE',
    authorizationScopes: [],
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    responses: [],
    integration: {
      at: below(at, 'integration'),
      requestParameters: {},
      requestTemplates: {},
      responses: [],
      cacheKeyParameters: [],
      ...integration,
    },
    ...changes,
  };
}

export function apiWith(routes: readonly AwsRoute[], changes: Partial<AwsApi> = {}): AwsApi {
  return {
    at: ROOT,
    id: 'a1b2c3d4e5',
    type: 'REST',
    name: 'Orders',
    account: '111122223333',
    region: 'us-east-1',
    readFrom: 'tree',
    vpcEndpointIds: [],
    endpointType: 'REGIONAL',
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    stage: stageWith(),
    routes,
    authorizers: [],
    requestValidators: [],
    models: [],
    gatewayResponses: [],
    unclaimed: [],
    differences: [],
    ...changes,
  };
}

export function stageWith(changes: Partial<AwsApi['stage']> = {}): AwsApi['stage'] {
  return {
    at: below(ROOT, 'stages', 'prod'),
    name: 'prod',
    variables: {},
    methodSettings: [],
    cacheClusterEnabled: false,
    tracingEnabled: false,
    ...changes,
  };
}

export function inventoryOf(apis: readonly AwsApi[], changes: Partial<AwsInventory> = {}): AwsInventory {
  return { ...joined({ apis }), ...changes };
}

/** The routes of an API as they are planned for a run of the usual tier. */
export function plannedRoutes(api: AwsApi, decisions: Record<string, string> = {}): readonly RoutePlan[] {
  return planRoutes(api, { inventory: inventoryOf([api]), mode: 'migrate', decisions, tier: plannedTier(undefined) });
}

/** Notes that are the same of every API: each has a test of its own. */
const OF_EVERY_API = ['HTTP-GATEWAY-HEADERS', 'ROUTE-UNKNOWN'];

/** What becomes of an API, but for the notes that are the same of every API. */
export function translated(
  api: AwsApi,
  decisions: Record<string, string> = {},
  more: Partial<Pick<RunRequest, 'entra'>> & { readonly tier?: ApimTier } = {},
  around: Partial<AwsInventory> = {},
): TranslatedApi {
  const { tier, ...terms } = more;
  const result = translateApi(api, inventoryOf([api], around), {
    mode: 'migrate',
    decisions,
    target: { tier },
    ...terms,
  });
  return { ...result, findings: result.findings.filter(({ code }) => !OF_EVERY_API.includes(code)) };
}

/** What a golden holds: operations, policies as they are written, resources, findings and columns. Faults fail the test. */
export function golden(...from: Parameters<typeof translated>): string {
  return goldenOf(translated(...from), from[2]?.tier);
}

/** The same of an API that was translated in another way. */
export function goldenOf(result: TranslatedApi, tier?: ApimTier): string {
  const isWebSocket = result.api.type === 'WEBSOCKET';
  const target = { tier, api: isWebSocket ? 'websocket' : 'http' } as const;
  const faults = [
    // A WebSocket API has none: what is composed of nothing is not put.
    ...(isWebSocket ? [] : validatePolicy(result.apiPolicy, 'api', target)),
    ...result.operationPolicies.flatMap(({ document }) => validatePolicy(document, 'operation', target)),
  ];
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return [
    ...(isWebSocket ? [`# passed through to ${result.serviceUrl ?? 'nobody'}`] : []),
    '# operations',
    ...result.operations.map(({ id, method, urlTemplate }) => `${method} ${urlTemplate} ${id}`),
    '# resources',
    ...result.resources.map(({ path, properties }) => `${path} ${JSON.stringify(properties)}`),
    '# findings',
    ...result.findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    '# ledger',
    ...result.entries.map(
      ({ construct, column, openDecision, feature }) =>
        `${construct} ${column}${openDecision ? ' open' : ''} (${feature})`,
    ),
    '# policy of the API',
    writePolicy(result.apiPolicy),
    ...result.operationPolicies.map(
      ({ operationId, document }) => `# policy of ${operationId}\n${writePolicy(document)}`,
    ),
    '',
  ].join('\n');
}
