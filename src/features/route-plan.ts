import type { ApimOperation } from '../model/apim.ts';
import type { AwsApi, AwsIntegration, AwsRoute } from '../model/aws.ts';
import type { AwsDomainName } from '../model/aws-account.ts';
import { mockAnswer, type MockAnswer } from './mock-answer.ts';
import { operationsOf, templateNames, type RouteOperations } from './operations.ts';
import { inlineVariables } from './variables.ts';

/** How a route is carried: natively, by API Gateway staying its origin, or not at all because behaviour or access would change. */
export type Handling =
  | {
      readonly kind: 'http';
      readonly origin: string;
      readonly rewrite: string;
      readonly isCustom: boolean;
      readonly status?: string;
    }
  | { readonly kind: 'mock'; readonly answer: MockAnswer }
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
  | 'ROUTE-ALIKE-DIFFERS';

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
    const handling = apiBlock ?? pathBlock(own, differing.get(route)) ?? handlingOf(route, api, own.names, terms);
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
  if (isValidated(route, api)) return origin('requests are validated');
  if (api.stage.clientCertificateId !== undefined) return origin('the backend knows API Gateway by its certificate');
  if (api.apiKeySource === 'AUTHORIZER' && route.apiKeyRequired) return origin('the authorizer names the API key');
  if (integration.type === 'MOCK') {
    const answer = mockAnswer(integration);
    return answer === undefined
      ? origin('the mock answers by templates that are not constant')
      : { kind: 'mock', answer };
  }
  return httpHandling(integration, api, names);
}

/** A validator without a required parameter and without a model lets everything through (docs: mapping, B1). */
function isValidated(route: AwsRoute, api: AwsApi): boolean {
  if (route.requestValidatorId === undefined) return false;
  const validator = api.requestValidators.find(({ id }) => id === route.requestValidatorId);
  if (validator === undefined) return true;
  // The route itself is found by its path parameters, so those are always there.
  const required = Object.entries(route.requestParameters).filter(
    ([name, isRequired]) => isRequired && !name.startsWith('method.request.path.'),
  );
  return (
    (validator.validateRequestParameters && required.length > 0) ||
    (validator.validateRequestBody && Object.keys(route.requestModels).length > 0)
  );
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

function httpHandling(integration: AwsIntegration, api: AwsApi, names: RouteOperations['names']): Handling {
  const why = whyNotHttp(integration);
  if (why !== undefined) return origin(why);
  const uri = inlineVariables(integration.uri ?? '', api.stage.variables);
  const [, base, path = ''] = /^(https?:\/\/[A-Za-z0-9.-]+(?::\d+)?)(\/.*)?$/.exec(uri ?? '') ?? [];
  if (base === undefined) return origin('the address of the backend is not constant, or is kept secret');
  const rewrite = rewriteTemplate(path === '' ? '/' : path, names, integration, api.type);
  if (rewrite === undefined) return origin('parameters are mapped in a way that has no rewrite');
  const isCustom = integration.type === 'HTTP';
  const status = integration.responses[0]?.statusCode;
  return { kind: 'http', origin: base, rewrite, isCustom, ...(isCustom && status !== undefined && { status }) };
}

function whyNotHttp(integration: AwsIntegration): string | undefined {
  if (integration.type !== 'HTTP' && integration.type !== 'HTTP_PROXY') return `the integration is ${integration.type}`;
  if (integration.subtype !== undefined) return `an AWS service (${integration.subtype}) is called`;
  if (integration.connectionType === 'VPC_LINK') return 'the backend is behind a VPC link';
  if (Object.keys(integration.requestTemplates).length > 0) return 'requests are written by mapping templates';
  if (integration.contentHandling !== undefined) return 'payloads are converted';
  if (integration.tlsServerNameToVerify !== undefined) return 'the backend is verified by another name';
  if (integration.tlsInsecureSkipVerification === true) return 'the certificate of the backend is not verified';
  if (integration.responseTransferMode === 'STREAM') return 'answers are streamed';
  if (integration.type === 'HTTP' && integration.passthroughBehavior === 'NEVER')
    return 'every request with a body is refused, as no template takes it';
  const [response, ...others] = integration.responses;
  const isMapped = integration.responses.some(
    (each) =>
      Object.keys(each.responseTemplates).length > 0 ||
      Object.keys(each.responseParameters).length > 0 ||
      each.contentHandling !== undefined,
  );
  if (isMapped) return 'responses are mapped';
  if (integration.type === 'HTTP' && (response === undefined || others.length > 0 || response.selectionPattern))
    return 'the status is chosen by patterns';
  return undefined;
}

/** The backend's path with the parameters' names in the operations' templates; undefined where more than path parameters are mapped. */
function rewriteTemplate(
  path: string,
  own: RouteOperations['names'],
  { requestParameters }: AwsIntegration,
  type: AwsApi['type'],
): string | undefined {
  const mapped = new Map<string, string>();
  for (const [target, source] of Object.entries(requestParameters)) {
    const to = /^integration\.request\.path\.(.+)$/.exec(target)?.[1];
    const from = /^method\.request\.path\.(.+)$/.exec(source)?.[1];
    if (to === undefined || from === undefined) return undefined;
    mapped.set(to, from);
  }
  const nameOf = (name: string): string | undefined => {
    const source = mapped.get(name) ?? (type === 'HTTP' ? name : undefined);
    return source !== undefined && Object.hasOwn(own, source) ? own[source] : undefined;
  };
  if (templateNames(path).some((name) => nameOf(name) === undefined)) return undefined;
  return path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `{${nameOf(name) ?? ''}}`);
}
