import { CSharpError } from './expression.ts';
import { addToDate, formatDate } from './date-time.ts';
import type { ContextJwt, ContextLastError, ContextMultimap, CsLambda, CsValue, PolicyContext } from './context.ts';

/**
 * The allow-list: every type and member that expressions may use today, with what it answers. The .NET ones are on
 * Microsoft's list of types allowed in policy expressions, the others are members of `context` (both read 2026-11-23).
 * One table serves the check before a policy is written and the interpreter, so neither can know more than the other.
 */
export interface Member {
  readonly kind: 'property' | 'method' | 'indexer';
  /** Type of the answer; `argument` is the call's type argument. */
  readonly returns: string;
  /** Types of the arguments; those after `required` may be left out. */
  readonly parameters: readonly string[];
  readonly required: number;
  /** Named parameters that are accepted (and change nothing here). */
  readonly flags?: readonly string[];
  readonly read: (target: unknown, values: readonly CsValue[]) => CsValue;
}

type Read<T> = (target: T, ...values: readonly CsValue[]) => CsValue;
type Members = Readonly<Record<string, Member>>;

const property = <T>(returns: string, read: Read<T>): Member => ({
  kind: 'property',
  returns,
  parameters: [],
  required: 0,
  read: (target) => read(target as T),
});

const method = <T>(
  returns: string,
  parameters: readonly string[],
  read: Read<T>,
  required = parameters.length,
): Member => ({
  kind: 'method',
  returns,
  parameters,
  required,
  read: (target, values) => read(target as T, ...values),
});

const reference = (type: string, value: unknown): CsValue =>
  value === null || value === undefined ? null : { type, value };
const text = (value: CsValue | undefined): string => {
  if (typeof value !== 'string') throw new CSharpError('ArgumentNullException: a string was expected');
  return value;
};

const comparisons: Members = { ToString: method('string', [], (value: CsValue) => toText(value)) };

/** Members of dictionaries of string arrays: GetValueOrDefault joins by commas, the indexer gives the array. */
const multimap = (hasCase: boolean): Members => {
  const values = (map: ContextMultimap, name: CsValue | undefined): readonly string[] => {
    const wanted = hasCase ? text(name) : text(name).toLowerCase();
    return map.filter(([key]) => (hasCase ? key : key.toLowerCase()) === wanted).map(([, value]) => value);
  };
  return {
    'GetValueOrDefault': method<ContextMultimap>(
      'string',
      ['string', 'string'],
      (map, name, fallback) => {
        const found = values(map, name);
        return found.length > 0 ? found.join(',') : (fallback ?? null);
      },
      1,
    ),
    'ContainsKey': method<ContextMultimap>('bool', ['string'], (map, name) => values(map, name).length > 0),
    '[]': {
      ...method<ContextMultimap>('string[]', ['string'], (map, name) => {
        const found = values(map, name);
        if (found.length === 0) throw new CSharpError('KeyNotFoundException: the key was not present');
        return found;
      }),
      kind: 'indexer',
    },
  };
};

const lookup = (returns: string): Members => ({
  'GetValueOrDefault': method<ReadonlyMap<string, CsValue>>(
    returns,
    ['string', returns],
    (map, name, fallback) => map.get(text(name)) ?? fallback ?? null,
    1,
  ),
  'ContainsKey': method<ReadonlyMap<string, CsValue>>('bool', ['string'], (map, name) => map.has(text(name))),
  '[]': {
    ...method<ReadonlyMap<string, CsValue>>(returns, ['string'], (map, name) => {
      const found = map.get(text(name));
      if (found === undefined) throw new CSharpError(`KeyNotFoundException: ${text(name)} was not present`);
      return found;
    }),
    kind: 'indexer',
  },
});

const body: Members = {
  // Reading consumes the stream unless preserveContent is true; here the text stays, so features must pass it.
  As: {
    ...method<string | null>('argument', [], (content) => {
      if (content === null) throw new CSharpError('NullReferenceException: the message has no body');
      return content;
    }),
    flags: ['preserveContent'],
  },
};

type ContextRequest = PolicyContext['request'];
type ContextResponse = NonNullable<PolicyContext['response']>;

export const MEMBERS: Readonly<Record<string, Members>> = {
  'Context': {
    Request: property('Request', (c: PolicyContext) => reference('Request', c.request)),
    Response: property('Response', (c: PolicyContext) => reference('Response', c.response)),
    Api: property('Api', (c: PolicyContext) => reference('Api', c.api)),
    Operation: property('Operation', (c: PolicyContext) => reference('Operation', c.operation)),
    Product: property('Product', (c: PolicyContext) => reference('Product', c.product)),
    Subscription: property('Subscription', (c: PolicyContext) => reference('Subscription', c.subscription)),
    LastError: property('LastError', (c: PolicyContext) => reference('LastError', c.lastError)),
    Variables: property('Variables', (c: PolicyContext) => reference('Variables', c.variables)),
    Deployment: property('Deployment', (c: PolicyContext) => reference('Deployment', { serviceName: c.serviceName })),
    RequestId: property('Guid', (c: PolicyContext) => reference('Guid', c.requestId)),
    Timestamp: property('DateTime', (c: PolicyContext) => c.now),
  },
  'Request': {
    Method: property('string', (r: ContextRequest) => r.method),
    IpAddress: property('string', (r: ContextRequest) => r.ipAddress),
    Url: property('Url', (r: ContextRequest) => reference('Url', r.url)),
    OriginalUrl: property('Url', (r: ContextRequest) => reference('Url', r.originalUrl)),
    Headers: property('Headers', (r: ContextRequest) => reference('Headers', r.headers)),
    MatchedParameters: property('Parameters', (r: ContextRequest) => reference('Parameters', r.matchedParameters)),
    Body: property('Body', (r: ContextRequest) => reference('Body', r.body)),
  },
  'Response': {
    StatusCode: property('int', (r: ContextResponse) => r.statusCode),
    StatusReason: property('string', (r: ContextResponse) => r.statusReason),
    Headers: property('Headers', (r: ContextResponse) => reference('Headers', r.headers)),
    Body: property('Body', (r: ContextResponse) => reference('Body', r.body)),
  },
  'Url': {
    Scheme: property('string', (u: ContextRequest['url']) => u.scheme),
    Host: property('string', (u: ContextRequest['url']) => u.host),
    Port: property('int', (u: ContextRequest['url']) => u.port),
    Path: property('string', (u: ContextRequest['url']) => u.path),
    QueryString: property('string', (u: ContextRequest['url']) => u.queryString),
    Query: property('Query', (u: ContextRequest['url']) => reference('Query', u.query)),
  },
  'Headers': multimap(false),
  'Query': multimap(false),
  'Claims': multimap(true),
  'Parameters': lookup('string'),
  'Variables': lookup('object'),
  'Body': body,
  'Api': {
    Id: property('string', (a: PolicyContext['api']) => a.id),
    Name: property('string', (a: PolicyContext['api']) => a.name),
    Path: property('string', (a: PolicyContext['api']) => a.path),
    Version: property('string', (a: PolicyContext['api']) => a.version),
  },
  'Operation': {
    Id: property('string', (o: NonNullable<PolicyContext['operation']>) => o.id),
    Name: property('string', (o: NonNullable<PolicyContext['operation']>) => o.name),
    Method: property('string', (o: NonNullable<PolicyContext['operation']>) => o.method),
    UrlTemplate: property('string', (o: NonNullable<PolicyContext['operation']>) => o.urlTemplate),
  },
  'Product': {
    Id: property('string', (p: NonNullable<PolicyContext['product']>) => p.id),
    Name: property('string', (p: NonNullable<PolicyContext['product']>) => p.name),
  },
  'Subscription': {
    Id: property('string', (s: NonNullable<PolicyContext['subscription']>) => s.id),
    Name: property('string', (s: NonNullable<PolicyContext['subscription']>) => s.name),
    Key: property('string', (s: NonNullable<PolicyContext['subscription']>) => s.key),
  },
  'LastError': {
    Source: property('string', (e: ContextLastError) => e.source),
    Reason: property('string', (e: ContextLastError) => e.reason),
    Message: property('string', (e: ContextLastError) => e.message),
    Scope: property('string', (e: ContextLastError) => e.scope),
    Section: property('string', (e: ContextLastError) => e.section),
    Path: property('string', (e: ContextLastError) => e.path ?? null),
    PolicyId: property('string', (e: ContextLastError) => e.policyId ?? null),
  },
  'Deployment': { ServiceName: property('string', (d: { serviceName: string }) => d.serviceName) },
  'Guid': { ToString: method('string', [], (id: string) => id) },
  'Jwt': {
    Claims: property('Claims', (jwt: ContextJwt) => reference('Claims', jwt.claims)),
    Subject: property('string', (jwt: ContextJwt) => claim(jwt, 'sub')),
    Issuer: property('string', (jwt: ContextJwt) => claim(jwt, 'iss')),
    Id: property('string', (jwt: ContextJwt) => claim(jwt, 'jti')),
    Audiences: property('string[]', (jwt: ContextJwt) =>
      jwt.claims.filter(([name]) => name === 'aud').map(([, value]) => value),
    ),
  },
  'DateTime': {
    Year: property('int', (d: Date) => d.getUTCFullYear()),
    Month: property('int', (d: Date) => d.getUTCMonth() + 1),
    Day: property('int', (d: Date) => d.getUTCDate()),
    Hour: property('int', (d: Date) => d.getUTCHours()),
    Minute: property('int', (d: Date) => d.getUTCMinutes()),
    Second: property('int', (d: Date) => d.getUTCSeconds()),
    AddDays: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'days')),
    AddHours: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'hours')),
    AddMinutes: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'minutes')),
    AddSeconds: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'seconds')),
    ToString: method('string', ['string'], (d: Date, format) => formatDate(d, text(format))),
  },
  'string': {
    Length: property('int', (s: string) => s.length),
    ToUpperInvariant: method('string', [], (s: string) => s.toUpperCase()),
    ToLowerInvariant: method('string', [], (s: string) => s.toLowerCase()),
    ToUpper: method('string', [], (s: string) => s.toUpperCase()),
    ToLower: method('string', [], (s: string) => s.toLowerCase()),
    Trim: method('string', [], (s: string) => s.trim()),
    StartsWith: method('bool', ['string'], (s: string, part) => s.startsWith(text(part))),
    EndsWith: method('bool', ['string'], (s: string, part) => s.endsWith(text(part))),
    Contains: method('bool', ['string'], (s: string, part) => s.includes(text(part))),
    IndexOf: method('int', ['string'], (s: string, part) => s.indexOf(text(part))),
    Replace: method('string', ['string', 'string'], (s: string, from, to) => s.split(text(from)).join(text(to))),
    Substring: method('string', ['int', 'int'], (s: string, from, length) => substring(s, from, length), 1),
    ToString: method('string', [], (s: string) => s),
  },
  'int': comparisons,
  'bool': comparisons,
  'object': comparisons,
  'string[]': {
    'Length': property('int', (items: readonly string[]) => items.length),
    'Contains': method('bool', ['string'], (items: readonly string[], item) => items.includes(text(item))),
    'Any': method(
      'bool',
      ['lambda'],
      (items: readonly string[], test) => items.some((item) => (test ? holds(test, item) : true)),
      0,
    ),
    'All': method('bool', ['lambda'], (items: readonly string[], test) => items.every((item) => holds(test, item))),
    'Where': method('string[]', ['lambda'], (items: readonly string[], test) =>
      items.filter((item) => holds(test, item)),
    ),
    'Select': method('string[]', ['lambda'], (items: readonly string[], map) =>
      items.map((item) => text((map as CsLambda).invoke(item))),
    ),
    'FirstOrDefault': method('string', [], (items: readonly string[]) => items[0] ?? null),
    'LastOrDefault': method('string', [], (items: readonly string[]) => items.at(-1) ?? null),
    '[]': { ...method('string', ['int'], (items: readonly string[], at) => element(items, at)), kind: 'indexer' },
  },
  // Types whose static members are used.
  'static DateTime': { UtcNow: property('DateTime', (now: Date) => now) },
  'static string': {
    IsNullOrEmpty: method('bool', ['string'], (_, s) => s === null || s === ''),
    IsNullOrWhiteSpace: method('bool', ['string'], (_, s) => s === null || text(s).trim() === ''),
    Join: method('string', ['string', 'string[]'], (_, separator, items) =>
      (items as readonly string[]).join(text(separator)),
    ),
  },
  'static Uri': {
    // EscapeDataString leaves the unreserved characters of RFC 3986 only; encodeURIComponent leaves !'()* as well.
    EscapeDataString: method('string', ['string'], (_, s) =>
      encodeURIComponent(text(s)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    ),
    UnescapeDataString: method('string', ['string'], (_, s) => decodeURIComponent(text(s))),
  },
};

/** The member, or an error: what is not in the table is not allowed. */
export function memberOf(type: string, name: string, kind: Member['kind']): Member {
  const members = Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined;
  const member = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
  if (member === undefined || member.kind !== kind)
    throw new CSharpError(`${type} has no ${kind} ${name} that is allowed`);
  return member;
}

/** What `+`, ToString() and an attribute make of a value: null is empty, booleans are written True and False. */
export function toText(value: CsValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!Array.isArray(value) && !(value instanceof Date) && (value as CsReference).type === 'Guid')
    return String((value as CsReference).value);
  throw new CSharpError('the value has no text');
}

type CsReference = Extract<CsValue, { readonly value: unknown }>;

function holds(test: CsValue | undefined, item: string): boolean {
  return (test as CsLambda).invoke(item) === true;
}

function element(items: readonly string[], at: CsValue | undefined): string {
  const item = items[Number(at)];
  if (item === undefined) throw new CSharpError('IndexOutOfRangeException');
  return item;
}

function substring(value: string, from: CsValue | undefined, length: CsValue | undefined): string {
  const start = Number(from);
  const end = length === undefined ? value.length : start + Number(length);
  if (start < 0 || end < start || end > value.length) throw new CSharpError('ArgumentOutOfRangeException');
  return value.slice(start, end);
}

function claim(jwt: ContextJwt, name: string): string | null {
  return jwt.claims.find(([key]) => key === name)?.[1] ?? null;
}
