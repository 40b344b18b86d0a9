import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { AwsDomainName } from '../model/aws-account.ts';
import { authorizerFunction } from './authorizer-function.ts';
import { bodyChecks } from './body-checks.ts';
import type { ApimTier } from '../model/tier.ts';
import {
  blocked,
  origin,
  type Blocked,
  type Handling,
  type Refused,
  type RoutePlan,
  type TakenChoice,
} from './handling.ts';
import { mockHandling } from './mock-handling.ts';
import { lambdaHandling } from './lambda-target.ts';
import { serviceHandling } from './choices/service-target.ts';
import { operationsOf, type RouteOperations } from './operations.ts';
import type { TemplateScope } from './template-target.ts';
import type { MappingScope } from './mapped-value.ts';
import { basePathOf } from './base-path.ts';
import { hasOtherIssuer } from './token-issuer.ts';
import { checkedBy, isListable, missingPathParameter } from './validator-checks.ts';
import { httpHandling } from './http-handling.ts';
import { isFinal, taken, type ChoiceContext, type Chosen } from './route-choice.ts';
import { ROUTE_CHOICES } from './route-choices.ts';
import { overriddenBy, type Overrides } from './route-override.ts';

/** What is decided of API Gateway as the origin of routes. */
export interface OriginTerms {
  /** Why it has to stay the origin of all of them, if it has. */
  readonly stays?: string | undefined;
  /** Whether it can be called once its custom names lead elsewhere. */
  readonly isReachable: boolean;
  /** Policies of people's own, by the place of the route. */
  readonly overrides?: Overrides;
  /** Why a name's callers cannot be told by their certificates; without it, none can. */
  readonly whyNotTrusted?: (domain: AwsDomainName) => string | undefined;
  /** Why the callers of a route cannot be told; without it, those whom IAM knows cannot. */
  readonly callers?: (route: AwsRoute, isOrigin: boolean) => Refused | undefined;
  /** The tier that they are checked for. */
  readonly tier?: ApimTier;
}

/** Every route of an API with its handling; a blocked one has no operations, so that its callers are refused. */
export function planRoutes(
  api: AwsApi,
  context: ChoiceContext,
  terms: OriginTerms = { isReachable: !api.disableExecuteApiEndpoint },
): readonly RoutePlan[] {
  const { domainNames } = context.inventory;
  const apiBlock = blockOf(api, domainNames, terms);
  const operations = operationsOf(api);
  const differing = differingRoutes(operations);
  const asksCallers = domainNames.some((domain) => domain.mutualTlsTruststoreUri !== undefined && leadsTo(domain, api));
  return api.routes.map((route) => {
    const own = operations.get(route) ?? NO_OPERATIONS;
    const fixed = apiBlock ?? pathBlock(own, differing.get(route)) ?? overrideOf(route, terms, asksCallers);
    const { handling, choices } =
      fixed === undefined ? handlingOf({ route, api, context }, own.names, terms) : { handling: fixed, choices: [] };
    const [answeredBy] = own.alike;
    return {
      route,
      handling,
      choices,
      operations: handling.kind === 'blocked' ? [] : own.operations,
      names: own.names,
      ...(answeredBy !== undefined && { answeredBy }),
    };
  });
}

const NO_OPERATIONS: RouteOperations = { operations: [], names: {}, isUnwritable: true, alike: [] };

/** Routes that API Management would take for one another though they do not do the same, each with one of the others. */
function differingRoutes(operations: ReadonlyMap<AwsRoute, RouteOperations>): ReadonlyMap<AwsRoute, AwsRoute> {
  const differing = new Map<AwsRoute, AwsRoute>();
  for (const [route, { alike }] of operations)
    for (const other of alike)
      if (behaviourOf(other) !== behaviourOf(route)) differing.set(route, other).set(other, route);
  return differing;
}

/** Who may call a route and what it does: all of it but where it stands and what it is called. */
function behaviourOf(route: AwsRoute): string {
  const { path: _path, method: _method, operationName: _name, documentation: _documentation, ...behaviour } = route;
  return JSON.stringify(behaviour, (key, value: unknown) => (key === 'at' ? undefined : value));
}

function pathBlock({ isUnwritable }: RouteOperations, other: AwsRoute | undefined): Blocked | undefined {
  if (isUnwritable) return blocked('ROUTE-PATH', 'its path cannot be written as a URL template');
  if (other === undefined) return undefined;
  return blocked(
    'ROUTE-ALIKE-DIFFERS',
    `its path differs in case or slashes only from that of ${other.method} ${other.path}`,
  );
}

/** Why nothing of an API may be carried: its access control knows callers that API Management would hide or cannot check. */
export function blockOf(
  api: AwsApi,
  domainNames: readonly AwsDomainName[],
  { whyNotTrusted = () => 'they cannot be checked' }: Pick<OriginTerms, 'whyNotTrusted'> = {},
): Blocked | undefined {
  if (api.endpointType === 'PRIVATE')
    return blocked('ROUTE-PRIVATE', 'a private endpoint must not become reachable from outside');
  for (const domain of domainNames) {
    const { name, mutualTlsTruststoreUri: uri } = domain;
    if (uri === undefined || !leadsTo(domain, api)) continue;
    const why = whyNotTrusted(domain);
    if (why !== undefined) return blocked('ROUTE-MUTUAL-TLS', `${name} asks callers for certificates, but ${why}`);
  }
  return undefined;
}

function overrideOf(
  route: AwsRoute,
  { overrides = {}, tier }: OriginTerms,
  asksCallers: boolean,
): Handling | undefined {
  const own = overriddenBy(route, overrides, { tier });
  if (own === undefined) return undefined;
  if (!('document' in own)) return blocked(own.code, own.why);
  const hasBase = own.document.inbound.some((node) => node.kind === 'element' && node.name === 'base');
  if (asksCallers && !hasBase)
    return blocked('OVERRIDE-INVALID', "inbound: without <base /> the callers' certificates are not checked");
  return { kind: 'override', document: own.document };
}

const leadsTo = ({ mappings }: AwsDomainName, { id, stage }: AwsApi): boolean =>
  mappings.some((mapping) => mapping.apiId === id && mapping.stage === stage.name);

/** A handling with the choices that made it so. */
type Planned = Pick<RoutePlan, 'handling' | 'choices'>;

function handlingOf(
  asked: Chosen,
  names: RouteOperations['names'],
  { stays, isReachable, callers = signedOnly }: OriginTerms,
): Planned {
  const native = nativeHandling(asked, names);
  const isKept = native.handling.kind !== 'origin' && native.handling.kind !== 'blocked' && stays !== undefined;
  const { handling, choices } = isKept ? { handling: origin(stays), choices: [] } : native;
  const refused = callers(asked.route, handling.kind === 'origin');
  if (refused !== undefined) return { handling: blocked(refused.code, refused.why), choices: [] };
  if (handling.kind !== 'origin' || isReachable) return { handling, choices };
  return {
    handling: blocked('ROUTE-ENDPOINT-OFF', `${handling.why}, and the API's own endpoint is switched off`),
    choices,
  };
}

const signedOnly = ({ authorizationType }: AwsRoute): Refused | undefined =>
  authorizationType === 'AWS_IAM' ? { code: 'IAM-CALLERS', why: 'callers sign with AWS IAM' } : undefined;

/** What guards the route, then what was chosen, then what its integration is (route-choice.ts). */
function nativeHandling(asked: Chosen, names: RouteOperations['names']): Planned {
  const why = whyGuarded(asked);
  if (why !== undefined) return { handling: origin(why), choices: [] };
  const all = taken(ROUTE_CHOICES, asked);
  const final = all.filter(({ handling }) => isFinal(handling));
  const chosen = (final[0] ?? all.find(({ handling }) => handling !== undefined))?.handling;
  const handling = chosen ?? ownHandling(asked, names, all);
  return { handling, choices: isFinal(handling) ? final : all };
}

/** Why API Gateway has to go on guarding a route, whatever its integration is. */
function whyGuarded(asked: Chosen): string | undefined {
  const { route, api } = asked;
  const { integration } = route;
  if (integration === undefined) return 'the route has no integration';
  const authorizer = whyAuthorizerGuards(asked);
  if (authorizer !== undefined) return authorizer;
  const checks = checkedBy(route, api);
  if (checks === 'unread') return 'requests are validated';
  const missing = missingPathParameter(route, api);
  if (missing !== undefined) return `the path parameter ${missing} is asked for, which the path has not`;
  const bodies = bodyChecks(route, api);
  if (typeof bodies === 'string') return bodies;
  if (checks !== undefined && !isListable(checks)) return 'a required parameter has a name that no list can hold';
  return api.apiKeySource === 'AUTHORIZER' && route.apiKeyRequired ? 'the authorizer names the API key' : undefined;
}

/** Why API Gateway's own authorizer has to stay before a route; who asks a function is a decision (choices/authorizer-target.ts). */
function whyAuthorizerGuards({ route, api, context }: Chosen): string | undefined {
  if (route.authorizationType === 'NONE' || route.authorizationType === 'AWS_IAM') return undefined;
  if (route.authorizationType === 'CUSTOM') {
    const asked = authorizerFunction(route, api);
    if (typeof asked === 'string') return asked;
    return isServedHere(route, api, context) ? undefined : 'a Lambda function decides who may call';
  }
  const authorizer = api.authorizers.find(({ id }) => id === route.authorizerId);
  return isTokenAuthorizer(authorizer) ? undefined : 'the authorizer was not read or cannot be told apart';
}

/** A function behind a route is told what its authorizer hands over only where policies invoke it or API Gateway does. */
function isServedHere(route: AwsRoute, api: AwsApi, context: ChoiceContext): boolean {
  const { integration } = route;
  if (integration?.type !== 'AWS' && integration?.type !== 'AWS_PROXY') return true;
  const own = functionHandling(templateScope({ api, route, names: {} }, context), context);
  return own?.kind === 'function' && own.call.option === 'invoke-function';
}

/** A route by its integration, which nothing else has decided about. */
function ownHandling(
  { route, api, context }: Chosen,
  names: RouteOperations['names'],
  choices: readonly TakenChoice[],
): Handling {
  const { integration } = route;
  if (integration === undefined) return origin('the route has no integration');
  const scope = templateScope({ api, route, names }, context);
  if (integration.type === 'MOCK') return mockHandling(integration, scope);
  return (
    serviceHandling(integration, scope, choices) ??
    functionHandling(scope, context) ??
    httpHandling(integration, scope, choices, context)
  );
}

function templateScope(scope: MappingScope, context: ChoiceContext): TemplateScope {
  const { api, route } = scope;
  return {
    ...scope,
    basePath: basePathOf(api, context.inventory),
    hasOwnTokens: !hasOtherIssuer(route, api, context),
  };
}

function functionHandling(scope: TemplateScope, context: ChoiceContext): Handling | undefined {
  const { decisions, aws, functionApps = {}, inventory } = context;
  const found = lambdaHandling(scope, { decisions, aws, functionApps, functions: inventory.functions });
  if (found === undefined) return undefined;
  if ('origin' in found) return { ...origin(found.origin), ...(found.templates && { templates: found.templates }) };
  if ('blocked' in found) return blocked('ROUTE-FUNCTION', found.blocked);
  const { call } = found;
  return { kind: 'function', call, templates: 'custom' in call ? call.custom.templates : [] };
}

function isTokenAuthorizer(authorizer: AwsApi['authorizers'][number] | undefined): boolean {
  if (authorizer === undefined) return false;
  const isHeader = /^(\$request\.header|method\.request\.header)\.authorization$/i.test(
    authorizer.identitySource ?? '',
  );
  if (!isHeader || authorizer.identityValidationExpression !== undefined) return false;
  if (authorizer.type === 'JWT') return authorizer.issuer !== undefined && authorizer.audience.length > 0;
  return authorizer.type === 'COGNITO_USER_POOLS' && authorizer.providerArns.length === 1;
}
