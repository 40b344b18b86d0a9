import type { Expression } from '../csharp/expression.ts';
import type { PolicyComment, PolicyDocument, PolicyElement, PolicyNode, PolicyValue } from './tree.ts';

/** Constructors of policies. A string is a literal, a number or boolean is written as such; `template()` holds named values. */

export type Value = string | number | boolean | Expression | PolicyValue;

export function toValue(value: Value): PolicyValue {
  if (typeof value !== 'object') return { kind: 'literal', text: String(value) };
  if (value.kind === 'literal' || value.kind === 'template' || value.kind === 'expression' || value.kind === 'source')
    return value;
  return { kind: 'expression', expression: value };
}

/** Text in which `{{name}}` stands for a named value. */
export function template(text: string): PolicyValue {
  return { kind: 'template', text };
}

export function comment(text: string): PolicyComment {
  return { kind: 'comment', text };
}

type Attributes = Readonly<Record<string, Value | undefined>>;

/** Any element; attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes = {}, content: readonly PolicyNode[] = []): PolicyElement {
  return { kind: 'element', name, attributes: toAttributes(attributes), children: content };
}

/** An element that holds text. */
export function textElement(name: string, text: Value, attributes: Attributes = {}): PolicyElement {
  return { kind: 'element', name, attributes: toAttributes(attributes), text: toValue(text), children: [] };
}

function toAttributes(attributes: Attributes): Record<string, PolicyValue> {
  const values: Record<string, PolicyValue> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) values[name] = toValue(value);
  return values;
}

/** A document; sections that are not given hold `<base/>` only, so that nothing of a wider scope is lost. */
export function document(sections: Partial<PolicyDocument> = {}): PolicyDocument {
  return { inbound: [base()], backend: [base()], outbound: [base()], onError: [base()], ...sections };
}

export function base(): PolicyElement {
  return element('base');
}

export function setBackendService(target: { readonly backendId: Value } | { readonly baseUrl: Value }): PolicyElement {
  return element(
    'set-backend-service',
    'backendId' in target ? { 'backend-id': target.backendId } : { 'base-url': target.baseUrl },
  );
}

/** `copyUnmatchedParams`: whether query parameters that the template does not use are sent as well. Always written. */
export function rewriteUri(path: Value, copyUnmatchedParams: boolean): PolicyElement {
  return element('rewrite-uri', { 'template': path, 'copy-unmatched-params': copyUnmatchedParams });
}

export interface ForwardRequest {
  readonly timeoutMs?: number;
  readonly followRedirects?: boolean;
  readonly bufferResponse?: boolean;
}

export function forwardRequest(options: ForwardRequest = {}) {
  const { timeoutMs } = options;
  // Whole seconds are written in `timeout`, which every tier knows.
  const isSeconds = timeoutMs !== undefined && timeoutMs % 1000 === 0;
  return element('forward-request', {
    'timeout': isSeconds ? timeoutMs / 1000 : undefined,
    'timeout-ms': isSeconds ? undefined : timeoutMs,
    'follow-redirects': options.followRedirects,
    'buffer-response': options.bufferResponse,
  });
}

export type ExistsAction = 'override' | 'skip' | 'append' | 'delete';

export function setHeader(name: Value, values: readonly Value[], action: ExistsAction = 'override'): PolicyElement {
  const children = values.map((value) => textElement('value', value));
  return element('set-header', { name, 'exists-action': action }, children);
}

export function deleteHeader(name: Value): PolicyElement {
  return setHeader(name, [], 'delete');
}

export function setQueryParameter(name: Value, values: readonly Value[], action: ExistsAction = 'override') {
  const children = values.map((value) => textElement('value', value));
  return element('set-query-parameter', { name, 'exists-action': action }, children);
}

export function setBody(text: Value): PolicyElement {
  return textElement('set-body', text);
}

export function setMethod(method: Value): PolicyElement {
  return textElement('set-method', method);
}

export function setStatus(code: Value, reason: Value): PolicyElement {
  return element('set-status', { code, reason });
}

export function setVariable(name: string, value: Value): PolicyElement {
  return element('set-variable', { name, value });
}

/** The children are set-status, set-header and set-body, in this order. */
export function returnResponse(...children: readonly PolicyElement[]): PolicyElement {
  return element('return-response', {}, children);
}

export interface Branch {
  readonly condition: Expression;
  readonly policies: readonly PolicyNode[];
}

export function choose(branches: readonly Branch[], otherwise?: readonly PolicyNode[]): PolicyElement {
  const whens = branches.map(({ condition, policies }) => element('when', { condition }, policies));
  return element('choose', {}, otherwise === undefined ? whens : [...whens, element('otherwise', {}, otherwise)]);
}

export interface RequiredClaim {
  readonly name: string;
  readonly match: 'all' | 'any';
  readonly separator?: string;
  readonly values: readonly Value[];
}

export interface ValidateJwt {
  /** Where the token is: a header, or an expression that gives it. */
  readonly token: { readonly headerName: string; readonly requireScheme?: string } | { readonly tokenValue: Value };
  readonly openidConfigs: readonly Value[];
  readonly audiences?: readonly Value[];
  readonly issuers?: readonly Value[];
  readonly requiredClaims?: readonly RequiredClaim[];
  readonly failedHttpCode?: number;
  readonly failedMessage?: Value;
  readonly outputTokenVariableName?: string;
  readonly clockSkewSeconds?: number;
}

export function validateJwt(options: ValidateJwt): PolicyElement {
  const { token } = options;
  const attributes: Attributes = {
    ...('headerName' in token
      ? { 'header-name': token.headerName, 'require-scheme': token.requireScheme }
      : { 'token-value': token.tokenValue }),
    'failed-validation-httpcode': options.failedHttpCode,
    'failed-validation-error-message': options.failedMessage,
    'clock-skew': options.clockSkewSeconds,
    'output-token-variable-name': options.outputTokenVariableName,
  };
  return element('validate-jwt', attributes, [
    ...options.openidConfigs.map((url) => element('openid-config', { url })),
    ...grouped('audiences', listOf('audience', options.audiences)),
    ...grouped('issuers', listOf('issuer', options.issuers)),
    ...grouped('required-claims', claimsOf(options.requiredClaims)),
  ]);
}

function claimsOf(claims: readonly RequiredClaim[] = []): readonly PolicyElement[] {
  return claims.map(({ name, match, separator, values }) =>
    element('claim', { name, match, separator }, listOf('value', values)),
  );
}

export interface ValidateAzureAdToken {
  readonly tenantId: string;
  /** An expression that gives the token. */
  readonly tokenValue: Value;
  /** Applications that may call (`appid` or `azp`); without any, all that have a token for the audience. */
  readonly clientApplicationIds?: readonly Value[];
  readonly audiences: readonly Value[];
  readonly requiredClaims?: readonly RequiredClaim[];
  readonly failedHttpCode?: number;
  readonly failedMessage?: Value;
  readonly outputTokenVariableName?: string;
}

export function validateAzureAdToken(options: ValidateAzureAdToken): PolicyElement {
  const attributes: Attributes = {
    'tenant-id': options.tenantId,
    'token-value': options.tokenValue,
    'failed-validation-httpcode': options.failedHttpCode,
    'failed-validation-error-message': options.failedMessage,
    'output-token-variable-name': options.outputTokenVariableName,
  };
  return element('validate-azure-ad-token', attributes, [
    ...grouped('client-application-ids', listOf('application-id', options.clientApplicationIds)),
    ...grouped('audiences', listOf('audience', options.audiences)),
    ...grouped('required-claims', claimsOf(options.requiredClaims)),
  ]);
}

/**
 * A certificate that an authority of the service signed, now good, and by one of these issuers (SHA-1 thumbprints). The chain may also end
 * at an authority that the gateway's machine trusts by itself, so that without issuers it would be anybody's.
 */
export function validateClientCertificate(issuerThumbprints: readonly string[]): PolicyElement {
  const attributes = {
    'validate-revocation': false,
    'validate-trust': true,
    'validate-not-before': true,
    'validate-not-after': true,
    'ignore-error': false,
  };
  const identities = issuerThumbprints.map((thumbprint) => element('identity', { 'issuer-thumbprint': thumbprint }));
  return element('validate-client-certificate', attributes, grouped('identities', identities));
}

function listOf(name: string, values: readonly Value[] = []): readonly PolicyElement[] {
  return values.map((value) => textElement(name, value));
}

function grouped(
  name: string,
  children: readonly PolicyElement[],
  attributes: Attributes = {},
): readonly PolicyElement[] {
  return children.length === 0 ? [] : [element(name, attributes, children)];
}

export function checkHeader(name: string, values: readonly Value[], code: number, message: Value): PolicyElement {
  const attributes = {
    name,
    'failed-check-httpcode': code,
    'failed-check-error-message': message,
    'ignore-case': false,
  };
  return element('check-header', attributes, listOf('value', values));
}

export type AddressRange = string | { readonly from: string; readonly to: string };

export function ipFilter(action: 'allow' | 'forbid', addresses: readonly AddressRange[]): PolicyElement {
  const children = addresses.map((address) =>
    typeof address === 'string' ? textElement('address', address) : element('address-range', { ...address }),
  );
  return element('ip-filter', { action }, children);
}

export interface Cors {
  readonly allowCredentials: boolean;
  readonly origins: readonly Value[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly preflightMaxAgeSeconds?: number;
}

/** Lists that are empty are left out: without methods those of simple requests are allowed. Unmatched requests pass on: API Gateway answers them without CORS headers, and Microsoft's documents differ on the default. */
export function cors(options: Cors): PolicyElement {
  return element('cors', { 'allow-credentials': options.allowCredentials, 'terminate-unmatched-request': false }, [
    element('allowed-origins', {}, listOf('origin', options.origins)),
    ...grouped('allowed-methods', listOf('method', options.methods), {
      'preflight-result-max-age': options.preflightMaxAgeSeconds,
    }),
    ...grouped('allowed-headers', listOf('header', options.headers)),
    ...grouped('expose-headers', listOf('header', options.exposeHeaders)),
  ]);
}

/** `calls` in `renewalPeriod` seconds. */
export interface Limit {
  readonly calls: number;
  readonly renewalPeriodSeconds: number;
}

export interface ApiLimit extends Limit {
  readonly apiId: string;
  readonly operations?: readonly (Limit & { readonly operationId: string })[];
}

const limit = ({ calls, renewalPeriodSeconds }: Limit): Attributes => ({
  calls,
  'renewal-period': renewalPeriodSeconds,
});

function apiLimits(apis: readonly ApiLimit[], attributes: (own: Limit) => Attributes): readonly PolicyElement[] {
  return apis.map((api) =>
    element(
      'api',
      { id: api.apiId, ...attributes(api) },
      (api.operations ?? []).map((operation) =>
        element('operation', { id: operation.operationId, ...attributes(operation) }),
      ),
    ),
  );
}

export function rateLimit(own: Limit, apis: readonly ApiLimit[] = []): PolicyElement {
  return element('rate-limit', limit(own), apiLimits(apis, limit));
}

/** APIs and operations have the window of the whole. @throws Error where one is given another */
export function quota(own: Limit, apis: readonly ApiLimit[] = []): PolicyElement {
  const attributes = ({ calls, renewalPeriodSeconds }: Limit): Attributes => {
    if (renewalPeriodSeconds !== own.renewalPeriodSeconds) throw new Error('a quota has one window');
    return { calls };
  };
  return element('quota', limit(own), apiLimits(apis, attributes));
}

export function rateLimitByKey(own: Limit, counterKey: Value): PolicyElement {
  return element('rate-limit-by-key', { ...limit(own), 'counter-key': counterKey });
}

export function quotaByKey(own: Limit, counterKey: Value): PolicyElement {
  return element('quota-by-key', { ...limit(own), 'counter-key': counterKey });
}

export interface SendRequest {
  readonly responseVariableName: string;
  readonly url: Value;
  readonly method: Value;
  readonly headers?: readonly (readonly [name: string, value: Value])[];
  readonly body?: Value;
  readonly timeoutMs: number;
  /** With true a request that gets no answer leaves null in the variable; otherwise on-error runs. */
  readonly ignoreError: boolean;
}

/** A request of its own: nothing of the caller's goes along. */
export function sendRequest(options: SendRequest): PolicyElement {
  const { timeoutMs } = options;
  // Whole seconds are written in `timeout`, which every tier knows.
  const isSeconds = timeoutMs % 1000 === 0;
  const attributes = {
    'mode': 'new',
    'response-variable-name': options.responseVariableName,
    'timeout': isSeconds ? timeoutMs / 1000 : undefined,
    'timeout-ms': isSeconds ? undefined : timeoutMs,
    'ignore-error': options.ignoreError,
  };
  return element('send-request', attributes, [
    textElement('set-url', options.url),
    setMethod(options.method),
    ...(options.headers ?? []).map(([name, value]) => setHeader(name, [value])),
    ...(options.body === undefined ? [] : [setBody(options.body)]),
  ]);
}

/** Leaves a token of the service's identity for the resource in a variable. */
export function managedIdentityToken(resource: string, variableName: string, clientId?: string): PolicyElement {
  return element('authentication-managed-identity', {
    resource,
    'client-id': clientId,
    'output-token-variable-name': variableName,
    'ignore-error': false,
  });
}

/** What the cache holds under the key; null when it holds nothing and no default is given. */
export function cacheLookupValue(
  key: Value,
  variableName: string,
  options: { readonly defaultValue?: Value; readonly cachingType?: CachingType } = {},
): PolicyElement {
  const { defaultValue, cachingType } = options;
  return element('cache-lookup-value', {
    key,
    'variable-name': variableName,
    'default-value': defaultValue,
    'caching-type': cachingType,
  });
}

/** Where values are kept: `internal` is the gateway's own memory, which the Consumption tier has not. Default: an external cache first. */
export type CachingType = 'prefer-external' | 'external' | 'internal';

export function cacheStoreValue(
  key: Value,
  value: Value,
  durationSeconds: Value,
  cachingType?: CachingType,
): PolicyElement {
  return element('cache-store-value', { key, value, 'duration': durationSeconds, 'caching-type': cachingType });
}

export function cacheRemoveValue(key: Value): PolicyElement {
  return element('cache-remove-value', { key });
}

export interface CacheLookup {
  /** What tells cached answers of one URL apart; without query parameters all of them do. */
  readonly headers?: readonly string[];
  readonly query?: readonly string[];
  /** Answers to requests with Authorization are kept as well. */
  readonly allowPrivate?: boolean;
  /** An external cache or none; else the built-in one serves where no other is connected. */
  readonly isExternal?: boolean;
}

export function cacheLookup(varyBy: CacheLookup = {}) {
  const attributes = {
    'vary-by-developer': false,
    'vary-by-developer-groups': false,
    'downstream-caching-type': 'none',
    'caching-type': varyBy.isExternal === true ? 'external' : 'prefer-external',
    'allow-private-response-caching': varyBy.allowPrivate === true ? true : undefined,
  };
  return element('cache-lookup', attributes, [
    ...listOf('vary-by-header', varyBy.headers),
    ...listOf('vary-by-query-parameter', varyBy.query),
  ]);
}

export function cacheStore(durationSeconds: number): PolicyElement {
  return element('cache-store', { duration: durationSeconds });
}

export function validateParameters(): PolicyElement {
  return element('validate-parameters', {
    'specified-parameter-action': 'prevent',
    'unspecified-parameter-action': 'ignore',
  });
}

export interface ValidateContent {
  /** Whatever its content type says, the body is taken for this one. */
  readonly contentType: string;
  /** Of a JSON schema of the service, and where in it. */
  readonly schemaId: string;
  readonly schemaRef: string;
  readonly maxSize: number;
  readonly whenLarger: 'ignore' | 'prevent';
}

/** Holds the body to a JSON schema, and ends the request with an error where it is another. */
export function validateContent({ contentType, schemaId, schemaRef, maxSize, whenLarger }: ValidateContent) {
  const attributes = {
    'unspecified-content-type-action': 'prevent',
    'max-size': maxSize,
    'size-exceeded-action': whenLarger,
  };
  return element('validate-content', attributes, [
    element('content-type-map', {
      'any-content-type-value': contentType,
      'missing-content-type-value': contentType,
    }),
    element('content', {
      'type': contentType,
      'validate-as': 'json',
      'action': 'prevent',
      'schema-id': schemaId,
      'schema-ref': schemaRef,
    }),
  ]);
}

/** One more of a counter in Application Insights, by dimensions that have a value of their own, such as `API ID`. */
export function emitMetric(name: string, namespace: string, dimensions: readonly string[]): PolicyElement {
  return element(
    'emit-metric',
    { name, namespace },
    dimensions.map((dimension) => element('dimension', { name: dimension })),
  );
}

/** One event, as text, to the event hub of a logger. */
export function logToEventhub(loggerId: string, text: Value): PolicyElement {
  return textElement('log-to-eventhub', text, { 'logger-id': loggerId });
}
