import type { AwsApi, AwsRoute } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';

/** What events are made of. */

/** The route that an event is of. */
export interface EventScope {
  readonly api: AwsApi;
  readonly route: AwsRoute;
  /** The base path under which callers of custom names reach the API, with its slash; the stage's path without one. */
  readonly basePath: string | undefined;
  /** `requestContext.authorizer` of a guarded route; null of the JSON where there is none to tell. */
  readonly authorizer?: Expression | undefined;
}

/** Whether a function gets events of payload format 2.0. */
export const isPayload2 = ({ integration }: AwsRoute, { type }: AwsApi): boolean =>
  type === 'HTTP' && integration?.payloadFormatVersion === '2.0';

type Part = string | Expression;

export const call = cs.call;
export const property = (name: Part, value: Part): Expression => cs.create('JProperty', name, value);
export const object = (...properties: readonly Expression[]): Expression => cs.create('JObject', ...properties);
const nothing = (): Expression => call(cs.named('JValue'), 'CreateNull');
export const nullable = (name: string): Expression => property(name, nothing());
const token = (value: Expression): Expression => cs.cast('JToken', value);
export const equals = (a: Expression, b: Part): Expression =>
  call(a, 'Equals', b, cs.member(cs.named('StringComparison'), 'OrdinalIgnoreCase'));
export const headers = (): Expression => cs.context('Request', 'Headers');
export const query = (): Expression => cs.context('Request', 'OriginalUrl', 'Query');
export const lower = (text: Expression): Expression => call(text, 'ToLowerInvariant');
const now = (): Expression => cs.member(cs.named('DateTime'), 'UtcNow');
export const requestId = (): Expression => call(cs.context('RequestId'), 'ToString');
export const replaced = (text: Part, pattern: string, by: string): Expression =>
  call(cs.named('Regex'), 'Replace', text, pattern, by);

/** `value` where there is any, else JSON's null. */
export const orNull = (isThere: Expression, value: Expression): Expression =>
  cs.conditional(isThere, token(value), nothing());

/** Told to nobody, neither functions nor templates (recorded 2026-11-23). */
const UNSEEN = (
  'connection content-length content-md5 expect max-forwards proxy-authenticate server te trailer transfer-encoding upgrade ' +
  'www-authenticate'
).split(' ');
export const isUnseen = (name: string): boolean => UNSEEN.includes(name.toLowerCase());
/** Not told to functions as they came; the gateway's own are added anew. */
const LEFT_OUT = [...UNSEEN, 'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'];
/** Spelled in one way whatever the caller wrote (recorded 2026-11-23). */
const WELL_KNOWN = [
  'Accept',
  'Accept-Encoding',
  'Authorization',
  'Content-Type',
  'Cookie',
  'Host',
  'Referer',
  'User-Agent',
  'Via',
];

export const told = (): Expression =>
  call(
    headers(),
    'Where',
    cs.lambda('h', (h) => cs.not(call(cs.stringArray(...LEFT_OUT), 'Contains', lower(cs.member(h, 'Key'))))),
  );

export function spelled(key: Expression): Expression {
  const known = call(
    cs.stringArray(...WELL_KNOWN),
    'FirstOrDefault',
    cs.lambda('n', (n) => equals(n, key)),
  );
  return cs.binary('??', known, key);
}

/** Headers that API Gateway adds: the trace goes on where the caller has one. */
export function added(): readonly (readonly [name: string, value: Expression])[] {
  const id = call(cs.context('RequestId'), 'ToString', 'N');
  const trace = cs.concatenation('Root=1-', call(id, 'Substring', 0, 8), '-', call(id, 'Substring', 8));
  const forwarded = cs.requestHeader('X-Forwarded-For');
  const address = cs.context('Request', 'IpAddress');
  return [
    ['X-Amzn-Trace-Id', call(headers(), 'GetValueOrDefault', 'X-Amzn-Trace-Id', trace)],
    [
      'X-Forwarded-For',
      cs.conditional(cs.binary('==', forwarded, ''), address, cs.concatenation(forwarded, ', ', address)),
    ],
    ['X-Forwarded-Port', call(cs.context('Request', 'OriginalUrl', 'Port'), 'ToString')],
    ['X-Forwarded-Proto', cs.context('Request', 'OriginalUrl', 'Scheme')],
  ];
}

/** The path below the API, as it was sent. */
export function path(): Expression {
  const own = cs.context('Request', 'Url', 'Path');
  return cs.conditional(cs.binary('==', own, ''), '/', own);
}

/** With one slash at its start (recorded 2026-11-23). */
export const below = (): Expression => replaced(path(), String.raw`\A/+`, '/');

/** The path that callers used at API Gateway: behind a custom name its base path, else the stage. */
export function fullPath({ api, basePath }: EventScope): Expression {
  const stage = api.stage.name === '$default' ? '' : `/${api.stage.name}`;
  const prefix = basePath ?? stage;
  return prefix === '' ? path() : cs.concatenation(prefix, path());
}

/** The members of an event that are not null. */
export function present(members: readonly Expression[]): Expression {
  const isNull = cs.member(cs.named('JTokenType'), 'Null');
  return call(
    cs.arrayOf(...members),
    'Where',
    cs.lambda('p', (p) => cs.binary('!=', cs.member(cs.member(p, 'Value'), 'Type'), isNull)),
  );
}

/** The context of a request, with who calls where that is told. */
export const contextOf = ({ authorizer }: EventScope, members: readonly Expression[]): Expression =>
  authorizer === undefined
    ? object(...members)
    : object(present([...members, property('authorizer', token(authorizer))]));

/** Values of the route's path parameters by name, as they were sent: the greedy one without a slash at its end (recorded 2026-11-23). */
export function pathValues({ path: template }: Pick<AwsRoute, 'path'>): ReadonlyMap<string, Expression> {
  const segments = replaced(path(), String.raw`\A/+`, '');
  const values = template
    .split('/')
    .slice(1)
    .flatMap((segment, at): [string, Expression][] => {
      const [, name = '', greedy] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
      if (name === '') return [];
      const rest = at === 0 ? segments : replaced(segments, String.raw`\A([^/]*/){${at}}`, '');
      return [[name, greedy === '+' ? replaced(rest, String.raw`/\z`, '') : cs.index(cs.split(segments, '/'), at)]];
    });
  return new Map(values);
}

export const pathParameters = ({ route }: EventScope): readonly Expression[] =>
  [...pathValues(route)].map(([name, value]) => property(name, value));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `24/Nov/2026:03:12:50 +0000`; names of months depend on the culture, so they are written out. */
export function requestTime(at = now()): Expression {
  const month = cs.index(cs.stringArray(...MONTHS), cs.binary('-', cs.member(at, 'Month'), 1));
  const rest = call(at, 'ToString', "yyyy':'HH':'mm':'ss");
  return cs.concatenation(call(at, 'ToString', 'dd'), '/', month, '/', rest, ' +0000');
}

export function requestTimeEpoch(at = now()): Expression {
  const since = call(at, 'Subtract', cs.create('DateTime', 1970, 1, 1));
  return call(cs.named('Convert'), 'ToInt64', call(cs.named('Math'), 'Floor', cs.member(since, 'TotalMilliseconds')));
}

export const domain = (): Expression => cs.context('Request', 'OriginalUrl', 'Host');
export const domainPrefix = (): Expression => cs.index(cs.split(domain(), '.'), 0);

/** Of several media types the first one, without its parameters. */
export function mediaTypeOf(header: Expression): Expression {
  const first = (text: Expression, separator: string): Expression => cs.index(cs.split(text, separator), 0);
  return call(first(first(header, ','), ';'), 'Trim');
}

export const mediaType = (header: 'Content-Type' | 'Accept', fallback = ''): Expression =>
  mediaTypeOf(cs.requestHeader(header, fallback));

/** Whether a media type is one of an API's binary types (recorded 2026-11-23): a prefix before `/*`, or the very type. */
export function isBinary(type: Expression, binaryTypes: readonly string[]): Expression {
  const ordinal = cs.member(cs.named('StringComparison'), 'Ordinal');
  return cs.any(
    binaryTypes.flatMap((binary) => {
      if (binary === '*/*') return [cs.literal(true)];
      if (binary.startsWith('*')) return [];
      return binary.endsWith('/*')
        ? [call(type, 'StartsWith', binary.slice(0, -1), ordinal)]
        : [cs.binary('==', type, binary)];
    }),
  );
}

/** HTTP APIs encode what is no text by its type (API Gateway guide, payload format 2.0). */
const TEXT_TYPES = String.raw`\A(text/.*|application/(.+\+)?(json|xml|javascript))\z`;

export function isEncoded({ type, binaryMediaTypes }: AwsApi): Expression {
  const isThere = cs.binary('!=', cs.context('Request', 'Body'), cs.literal(null));
  if (type === 'REST') {
    const test = isBinary(mediaType('Content-Type'), binaryMediaTypes);
    return test.kind === 'boolean' && !test.value ? test : cs.all([isThere, test]);
  }
  const isText = call(cs.named('Regex'), 'IsMatch', mediaType('Content-Type', 'application/json'), TEXT_TYPES);
  return cs.all([isThere, cs.not(isText)]);
}

export function bodyText(api: AwsApi): Expression {
  const preserve = [{ name: 'preserveContent', value: cs.literal(true) }];
  const text: Expression = { ...cs.callOf(cs.context('Request', 'Body'), 'As', 'string', preserve), nullSafe: true };
  const encoded = isEncoded(api);
  if (encoded.kind === 'boolean' && !encoded.value) return text;
  const bytes = cs.callOf(cs.context('Request', 'Body'), 'As', 'byte[]', preserve);
  return cs.conditional(encoded, call(cs.named('Convert'), 'ToBase64String', bytes), text);
}

export const stageVariables = ({ stage }: AwsApi): readonly Expression[] =>
  Object.entries(stage.variables).map(([name, value]) => property(name, value));

export const objectOrNull = (properties: readonly Expression[]): Expression =>
  properties.length === 0 ? nothing() : object(...properties);

/** Members of one of a sequence's items each, then further ones. */
export function mapOf(
  items: Expression,
  item: (each: Expression) => Expression,
  more: readonly Expression[] = [],
): Expression {
  const each = call(items, 'Select', cs.lambda('e', item));
  // One sequence: Newtonsoft.Json mixes the order of a sequence with what stands beside it (run on 13.0.4, 2026-11-29).
  return object(more.length === 0 ? each : call(each, 'Concat', cs.arrayOf(...more)));
}

/** Headers by their names, of several values the last one, with those that the gateway adds. */
export const headerMap = (): Expression =>
  mapOf(
    told(),
    (each) => property(spelled(cs.member(each, 'Key')), call(cs.member(each, 'Value'), 'Last')),
    added().map(([name, value]) => property(name, value)),
  );

export const known = (name: string, value: string | undefined): readonly Expression[] =>
  value === undefined || value === '' ? [] : [property(name, value)];
