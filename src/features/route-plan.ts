import type { ApimOperation } from '../model/apim.ts';
import type { AwsApi, AwsIntegration, AwsRoute } from '../model/aws.ts';
import type { AwsDomainName } from '../model/aws-account.ts';
import type { PolicyDocument, PolicyNode } from '../policy/tree.ts';
import { customAnswer, httpAnswer } from './http-answer.ts';
import { requestMapping, type RequestMapping } from './http-request.ts';
import type { MappingScope } from './mapped-value.ts';
import { mockAnswer, type MockAnswer } from './mock-answer.ts';
import { operationsOf, type RouteOperations } from './operations.ts';
import { checkedBy, isListable } from './validator-checks.ts';
import { overriddenBy, type Overrides } from './route-override.ts';
import { inlineVariables } from './variables.ts';

/** How a route is carried: natively, by API Gateway staying its origin, or not at all because behaviour or access would change. */
export type Handling =
  | {
      readonly kind: 'http';
      readonly origin: string;
      readonly isCustom: boolean;
      readonly request: RequestMapping;
      /** Policies of the outbound section that make the caller's answer. */
      readonly answer: readonly PolicyNode[];
    }
  | { readonly kind: 'mock'; readonly answer: MockAnswer }
  | { readonly kind: 'override'; readonly document: PolicyDocument }
  | { readonly kind: 'origin'; readonly why: string }
  | { readonly kind: 'blocked'; readonly code: BlockCode; readonly why: string };

/** Why a route cannot be carried at all: the code of its finding (surface.ts). */
export type BlockCode =
  | 'ROUTE-IAM'
  | 'ROUTE-PRIVATE'
  | 'ROUTE-MUTUAL-TLS'
  | 'ROUTE-WEBSOCKET'
  | 'ROUTE-ENDPOINT-OFF'
  | 'ROUTE-PATH'
  | 'ROUTE-ALIKE-DIFFERS'
  | 'OVERRIDE-STALE'
  | 'OVERRIDE-INVALID';

export interface RoutePlan {
  readonly route: AwsRoute;
  readonly handling: Handling;
  readonly operations: readonly ApimOperation[];
  /** Names of the route's path parameters -> their names in the operations' templates (`MatchedParameters`). */
  readonly names: Readonly<Record<string, string>>;
  /** A route of the same behaviour that answers in place of this one, since their paths differ in case or slashes only. */
  readonly answeredBy?: AwsRoute;
}

/** What is decided of API Gateway as the origin of routes. */
export interface OriginTerms {
  /** Why it has to stay the origin of all of them, if it has. */
  readonly stays?: string | undefined;
  /** Whether it can be called once its custom names lead elsewhere. */
  readonly isReachable: boolean;
  /** Policies of people's own, by the place of the route. */
  readonly overrides?: Overrides;
}

/** Every route of an API with its handling; a blocked one has no operations, so that its callers are refused. */
export function planRoutes(
  api: AwsApi,
  domainNames: readonly AwsDomainName[],
  terms: OriginTerms = { isReachable: !api.disableExecuteApiEndpoint },
): readonly RoutePlan[] {
  const apiBlock = blockOf(api, domainNames);
  const operations = operationsOf(api);
  const differing = differingRoutes(operations);
  return api.routes.map((route) => {
    const own = operations.get(route) ?? NO_OPERATIONS;
    const handling =
      apiBlock ??
      pathBlock(own, differing.get(route)) ??
      overrideOf(route, terms.overrides) ??
      handlingOf(route, api, own.names, terms);
    const [answeredBy] = own.alike;
    return {
      route,
      handling,
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

/** Routes that are served by API Management itself. */
export const isNative = ({ handling }: RoutePlan): boolean => handling.kind === 'http' || handling.kind === 'mock';

type Blocked = Extract<Handling, { kind: 'blocked' }>;
const blocked = (code: BlockCode, why: string): Blocked => ({ kind: 'blocked', code, why });

/** Why nothing of an API may be carried: its access control knows callers that API Management would hide or cannot check. */
function blockOf(api: AwsApi, domainNames: readonly AwsDomainName[]): Blocked | undefined {
  if (api.type === 'WEBSOCKET') return blocked('ROUTE-WEBSOCKET', 'WebSocket routes have no counterpart');
  if (api.endpointType === 'PRIVATE')
    return blocked('ROUTE-PRIVATE', 'a private endpoint must not become reachable from outside');
  const mutual = domainNames.find(
    ({ mutualTlsTruststoreUri, mappings }) =>
      mutualTlsTruststoreUri !== undefined && mappings.some((m) => m.apiId === api.id && m.stage === api.stage.name),
  );
  return mutual && blocked('ROUTE-MUTUAL-TLS', `${mutual.name} asks callers for certificates (mutual TLS)`);
}

function overrideOf(route: AwsRoute, overrides: Overrides = {}): Handling | undefined {
  const own = overriddenBy(route, overrides);
  if (own === undefined) return undefined;
  return 'document' in own ? { kind: 'override', document: own.document } : blocked(own.code, own.why);
}

function handlingOf(
  route: AwsRoute,
  api: AwsApi,
  names: RouteOperations['names'],
  { stays, isReachable }: OriginTerms,
): Handling {
  if (route.authorizationType === 'AWS_IAM')
    return blocked('ROUTE-IAM', 'callers sign with AWS IAM for a host name that changes');
  const native = nativeHandling(route, api, names);
  const handling = native.kind !== 'origin' && stays !== undefined ? origin(stays) : native;
  if (handling.kind !== 'origin' || isReachable) return handling;
  return blocked('ROUTE-ENDPOINT-OFF', `${handling.why}, and the API's own endpoint is switched off`);
}

const origin = (why: string): Handling => ({ kind: 'origin', why });

function nativeHandling(route: AwsRoute, api: AwsApi, names: RouteOperations['names']): Handling {
  const { integration } = route;
  if (integration === undefined) return origin('the route has no integration');
  if (route.authorizationType === 'CUSTOM') return origin('a Lambda function decides who may call');
  const authorizer = api.authorizers.find(({ id }) => id === route.authorizerId);
  if (route.authorizationType !== 'NONE' && !isTokenAuthorizer(authorizer))
    return origin('the authorizer was not read or cannot be told apart');
  const checks = checkedBy(route, api);
  if (checks === 'unread' || checks?.checksBody === true) return origin('requests are validated');
  if (checks !== undefined && !isListable(checks))
    return origin('a required parameter has a name that no list can hold');
  if (api.stage.clientCertificateId !== undefined) return origin('the backend knows API Gateway by its certificate');
  if (api.apiKeySource === 'AUTHORIZER' && route.apiKeyRequired) return origin('the authorizer names the API key');
  if (integration.type === 'MOCK') {
    const answer = mockAnswer(integration);
    return answer === undefined
      ? origin('the mock answers by templates that are not constant')
      : { kind: 'mock', answer };
  }
  return httpHandling(integration, { api, route, names });
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

function httpHandling(integration: AwsIntegration, scope: MappingScope): Handling {
  const why = whyNotHttp(integration, scope.api);
  if (why !== undefined) return origin(why);
  const { stage, type } = scope.api;
  const uri = inlineVariables(integration.uri ?? '', stage.variables);
  const [, base, path = '/'] = /^(https?:\/\/[A-Za-z0-9.-]+(?::\d+)?)(\/.*)?$/.exec(uri ?? '') ?? [];
  if (base === undefined) return origin('the address of the backend is not constant, or is kept secret');
  const request = requestMapping(path, integration, scope);
  if (typeof request === 'string') return origin(request);
  const isCustom = integration.type === 'HTTP';
  // What a proxy integration of a REST API says of responses means nothing (recorded 2024-12-11).
  const answer = isCustom ? customAnswer(integration, scope) : type === 'HTTP' ? httpAnswer(integration, scope) : [];
  return typeof answer === 'string' ? origin(answer) : { kind: 'http', origin: base, isCustom, request, answer };
}

function whyNotHttp(integration: AwsIntegration, { binaryMediaTypes }: AwsApi): string | undefined {
  if (integration.type !== 'HTTP' && integration.type !== 'HTTP_PROXY') return `the integration is ${integration.type}`;
  if (integration.subtype !== undefined) return `an AWS service (${integration.subtype}) is called`;
  if (integration.connectionType === 'VPC_LINK') return 'the backend is behind a VPC link';
  if (integration.tlsServerNameToVerify !== undefined) return 'the backend is verified by another name';
  if (integration.tlsInsecureSkipVerification === true) return 'the certificate of the backend is not verified';
  if (integration.responseTransferMode === 'STREAM') return 'answers are streamed';
  // Text that is to be text stays as it is; a proxy that converts nothing passes bytes on.
  const isConverted = integration.contentHandling !== undefined || integration.type === 'HTTP';
  if (integration.contentHandling === 'CONVERT_TO_BINARY' || (isConverted && binaryMediaTypes.length > 0))
    return 'payloads are converted';
  if (integration.type !== 'HTTP') return undefined;
  if (Object.keys(integration.requestTemplates).length > 0) return 'requests are written by mapping templates';
  return integration.passthroughBehavior === 'NEVER'
    ? 'every request with a body is refused, as no template takes it'
    : undefined;
}
