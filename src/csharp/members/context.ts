import type { ContextJwt, ContextLastError, ContextMultimap, CsValue, PolicyContext } from '../context.ts';
import { CSharpError } from '../expression.ts';
import { unboxed } from '../convert.ts';
import { parseJson } from '../json.ts';
import { reference } from '../numbers.ts';
import { jsonValue } from '../token.ts';
import { generic, indexer, method, property, text, type Member, type Members } from './member.ts';

/** Members of `context` (Microsoft Learn, API Management policy expressions; read 2026-11-23). */

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
    '[]': indexer(
      method<ContextMultimap>('string[]', ['string'], (map, name) => {
        const found = values(map, name);
        if (found.length === 0) throw new CSharpError('KeyNotFoundException: the key was not present');
        return found;
      }),
    ),
  };
};

const valueOrDefault = (returns: Member['returns'], fallback: string): Member =>
  method<ReadonlyMap<string, CsValue>>(
    returns,
    ['string', fallback],
    (map, name, otherwise) => map.get(text(name)) ?? otherwise ?? null,
    1,
  );

const lookup = (returns: string): Members => ({
  'GetValueOrDefault': valueOrDefault(returns, returns),
  'ContainsKey': method<ReadonlyMap<string, CsValue>>('bool', ['string'], (map, name) => map.has(text(name))),
  '[]': indexer(
    method<ReadonlyMap<string, CsValue>>(returns, ['string'], (map, name) => {
      const found = map.get(text(name));
      if (found === undefined) throw new CSharpError(`KeyNotFoundException: ${text(name)} was not present`);
      return found;
    }),
  ),
});

const READABLE_AS = ['string', 'byte[]', 'JObject', 'JArray', 'JToken'];

const body: Member = {
  kind: 'method',
  returns: ({ typeArgument = '' }) => {
    if (!READABLE_AS.includes(typeArgument))
      throw new CSharpError(`As is supported for ${READABLE_AS.map((type) => `<${type}>`).join(', ')} only`);
    return typeArgument;
  },
  parameters: [],
  required: 0,
  // Reading consumes the stream unless preserveContent is true; here the text stays, so features must pass it.
  flags: ['preserveContent'],
  isGeneric: true,
  read: (content, _, typeArgument) => {
    if (typeArgument === 'byte[]') return content as Uint8Array;
    const read = new TextDecoder().decode(content as Uint8Array);
    return typeArgument === 'string' ? read : unboxed(typeArgument ?? '', jsonValue(parseJson(read)));
  },
};

type ContextRequest = PolicyContext['request'];
type ContextResponse = NonNullable<PolicyContext['response']>;
type Known<K extends 'operation' | 'product' | 'subscription'> = NonNullable<PolicyContext[K]>;

export const CONTEXT_MEMBERS: Readonly<Record<string, Members>> = {
  Context: {
    Request: property('Request', (c: PolicyContext) => reference('Request', c.request)),
    Response: property('IResponse', (c: PolicyContext) => reference('IResponse', c.response)),
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
  Request: {
    Method: property('string', (r: ContextRequest) => r.method),
    IpAddress: property('string', (r: ContextRequest) => r.ipAddress),
    // Whether there is one is all that policies ask; its facts are for validate-client-certificate.
    Certificate: property('Certificate', (r: ContextRequest) => reference('Certificate', r.certificate)),
    Url: property('Url', (r: ContextRequest) => reference('Url', r.url)),
    OriginalUrl: property('Url', (r: ContextRequest) => reference('Url', r.originalUrl)),
    Headers: property('Headers', (r: ContextRequest) => reference('Headers', r.headers)),
    MatchedParameters: property('Parameters', (r: ContextRequest) => reference('Parameters', r.matchedParameters)),
    Body: property('Body', (r: ContextRequest) => reference('Body', r.body)),
  },
  IResponse: {
    StatusCode: property('int', (r: ContextResponse) => r.statusCode),
    StatusReason: property('string', (r: ContextResponse) => r.statusReason),
    Headers: property('Headers', (r: ContextResponse) => reference('Headers', r.headers)),
    Body: property('Body', (r: ContextResponse) => reference('Body', r.body)),
  },
  Url: {
    Scheme: property('string', (u: ContextRequest['url']) => u.scheme),
    Host: property('string', (u: ContextRequest['url']) => u.host),
    Port: property('int', (u: ContextRequest['url']) => u.port),
    Path: property('string', (u: ContextRequest['url']) => u.path),
    QueryString: property('string', (u: ContextRequest['url']) => u.queryString),
    Query: property('Query', (u: ContextRequest['url']) => reference('Query', u.query)),
  },
  Headers: multimap(false),
  Query: multimap(false),
  Claims: multimap(true),
  Parameters: lookup('string'),
  Variables: {
    ...lookup('object'),
    GetValueOrDefault: generic(
      valueOrDefault(({ typeArgument = '' }) => typeArgument, 'object'),
      (map, [name, fallback], type = '') =>
        unboxed(type, (map as PolicyContext['variables']).get(text(name)) ?? fallback ?? null),
    ),
  },
  Body: { As: body },
  Api: {
    Id: property('string', (a: PolicyContext['api']) => a.id),
    Name: property('string', (a: PolicyContext['api']) => a.name),
    Path: property('string', (a: PolicyContext['api']) => a.path),
    Version: property('string', (a: PolicyContext['api']) => a.version),
  },
  Operation: {
    Id: property('string', (o: Known<'operation'>) => o.id),
    Name: property('string', (o: Known<'operation'>) => o.name),
    Method: property('string', (o: Known<'operation'>) => o.method),
    UrlTemplate: property('string', (o: Known<'operation'>) => o.urlTemplate),
  },
  Product: {
    Id: property('string', (p: Known<'product'>) => p.id),
    Name: property('string', (p: Known<'product'>) => p.name),
  },
  Subscription: {
    Id: property('string', (s: Known<'subscription'>) => s.id),
    Name: property('string', (s: Known<'subscription'>) => s.name),
    Key: property('string', (s: Known<'subscription'>) => s.key),
  },
  LastError: {
    Source: property('string', (e: ContextLastError) => e.source),
    Reason: property('string', (e: ContextLastError) => e.reason),
    Message: property('string', (e: ContextLastError) => e.message),
    Scope: property('string', (e: ContextLastError) => e.scope),
    Section: property('string', (e: ContextLastError) => e.section),
    Path: property('string', (e: ContextLastError) => e.path ?? null),
    PolicyId: property('string', (e: ContextLastError) => e.policyId ?? null),
  },
  Deployment: { ServiceName: property('string', (d: { serviceName: string }) => d.serviceName) },
  Jwt: {
    Claims: property('Claims', (jwt: ContextJwt) => reference('Claims', jwt.claims)),
    Subject: property('string', (jwt: ContextJwt) => claim(jwt, 'sub')),
    Issuer: property('string', (jwt: ContextJwt) => claim(jwt, 'iss')),
    Id: property('string', (jwt: ContextJwt) => claim(jwt, 'jti')),
    Audiences: property('IEnumerable<string>', (jwt: ContextJwt) =>
      jwt.claims.filter(([name]) => name === 'aud').map(([, value]) => value),
    ),
  },
};

function claim(jwt: ContextJwt, name: string): string | null {
  return jwt.claims.find(([key]) => key === name)?.[1] ?? null;
}
