import type { AwsApi, AwsRoute } from './aws.ts';
import type { AwsUsagePlan } from './aws-account.ts';
import type { AwsInventory } from './aws-inventory.ts';
import { below, type SourceRef } from './source-ref.ts';

/** What counts in the ledger (docs: architecture, Ledger): never a description, a tag or a property of a schema. */
export const CONSTRUCT_KINDS = [
  'route',
  'integration',
  'integration-response',
  'mapping-template',
  'authorizer',
  'authorizer-attachment',
  'validator-attachment',
  'model',
  'gateway-response',
  'stage',
  'stage-variable',
  'throttle',
  'usage-plan',
  'api-key',
  'domain-mapping',
  'resource-policy-statement',
  'cors',
  'logging',
  'cache',
  'unknown-extension',
] as const;
export type ConstructKind = (typeof CONSTRUCT_KINDS)[number];

export interface Construct {
  readonly kind: ConstructKind;
  readonly at: SourceRef;
}

/** Every construct of an API at its stage, found by walking the source: what the ledger has to account for. */
export function constructsOf(api: AwsApi): readonly Construct[] {
  const { stage } = api;
  const each = (kind: ConstructKind, items: readonly { readonly at: SourceRef }[]): Construct[] =>
    items.map(({ at }) => ({ kind, at }));
  return [
    ...api.routes.flatMap(constructsOfRoute),
    ...each('authorizer', api.authorizers),
    ...each('model', api.models),
    ...each('gateway-response', api.gatewayResponses),
    ...each('unknown-extension', api.unclaimed),
    ...(api.cors === undefined ? [] : each('cors', [api.cors])),
    ...policyStatements(api),
    { kind: 'stage', at: stage.at },
    ...Object.keys(stage.variables).map((name): Construct => ({
      kind: 'stage-variable',
      at: below(stage.at, 'variables', name),
    })),
    ...stage.methodSettings.flatMap((settings): Construct[] => [
      ...(settings.throttlingRateLimit === undefined
        ? []
        : [{ kind: 'throttle' as const, at: below(settings.at, 'throttling') }]),
      ...(settings.cachingEnabled ? [{ kind: 'cache' as const, at: below(settings.at, 'caching') }] : []),
      ...(isLogged(settings.loggingLevel) ? [{ kind: 'logging' as const, at: below(settings.at, 'logging') }] : []),
    ]),
    ...(stage.accessLog === undefined ? [] : [{ kind: 'logging' as const, at: below(stage.at, 'accessLogSettings') }]),
  ];
}

const isLogged = (level: string | undefined): boolean => level !== undefined && level !== 'OFF';

/** What one route adds: itself, its attachments, its integration with responses and templates. */
export function constructsOfRoute(route: AwsRoute): Construct[] {
  const { integration } = route;
  const found: Construct[] = [{ kind: 'route', at: route.at }];
  if (route.authorizationType !== 'NONE')
    found.push({ kind: 'authorizer-attachment', at: below(route.at, 'authorizationType') });
  // A key that a route asks for guards it as an authorizer does.
  if (route.apiKeyRequired) found.push({ kind: 'authorizer-attachment', at: below(route.at, 'apiKeyRequired') });
  if (route.requestValidatorId !== undefined)
    found.push({ kind: 'validator-attachment', at: below(route.at, 'requestValidatorId') });
  if (integration === undefined) return found;
  found.push({ kind: 'integration', at: integration.at });
  for (const type of Object.keys(integration.requestTemplates))
    found.push({ kind: 'mapping-template', at: below(integration.at, 'requestTemplates', type) });
  for (const response of integration.responses) {
    found.push({ kind: 'integration-response', at: response.at });
    for (const type of Object.keys(response.responseTemplates))
      found.push({ kind: 'mapping-template', at: below(response.at, 'responseTemplates', type) });
  }
  return found;
}

/** One per statement; a policy that cannot be read counts as one, and is somebody's finding. */
function policyStatements(api: AwsApi): Construct[] {
  if (api.policy === undefined) return [];
  const at = below(api.at, 'policy');
  let statements: unknown;
  try {
    statements = (JSON.parse(api.policy) as { Statement?: unknown }).Statement;
  } catch {
    return [{ kind: 'resource-policy-statement', at }];
  }
  const list = Array.isArray(statements) ? statements : [statements];
  return list.map((_, index) => ({ kind: 'resource-policy-statement', at: below(at, 'Statement', index) }));
}

/** What an account's plans, keys and domain names add, beyond its APIs. */
export function sharedConstructs(
  shared: Pick<AwsInventory, 'usagePlans' | 'apiKeys' | 'domainNames' | 'unclaimed'>,
): readonly Construct[] {
  return [
    ...shared.usagePlans.flatMap(constructsOfPlan),
    ...shared.apiKeys.map(({ at }): Construct => ({ kind: 'api-key', at })),
    ...shared.domainNames.flatMap(({ mappings, routingRules }) =>
      [...mappings, ...routingRules].map(({ at }): Construct => ({ kind: 'domain-mapping', at })),
    ),
    ...shared.unclaimed.map(({ at }): Construct => ({ kind: 'unknown-extension', at })),
  ];
}

/** A plan, its throttle, and the throttles of single methods in it. */
function constructsOfPlan(plan: AwsUsagePlan): readonly Construct[] {
  const methods = plan.apiStages.flatMap(({ apiId, stage, throttles = {} }) =>
    Object.keys(throttles).map((method) => below(plan.at, 'apiStages', `${apiId}:${stage}`, 'throttle', method)),
  );
  const throttles = [...(plan.throttle === undefined ? [] : [below(plan.at, 'throttle')]), ...methods];
  return [{ kind: 'usage-plan', at: plan.at }, ...throttles.map((at): Construct => ({ kind: 'throttle', at }))];
}
