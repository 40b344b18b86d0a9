import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { ParameterPlace, TemplateTarget } from './target.ts';

const CONTEXT: Readonly<Record<string, () => Expression>> = {
  'requestId': () => cs.call(cs.context('RequestId'), 'ToString'),
  'extendedRequestId': () => cs.call(cs.context('RequestId'), 'ToString'),
  'httpMethod': () => cs.context('Request', 'Method'),
  'path': () => cs.context('Request', 'OriginalUrl', 'Path'),
  'resourcePath': () => cs.context('Operation', 'UrlTemplate'),
  'domainName': () => cs.context('Request', 'OriginalUrl', 'Host'),
  'apiId': () => cs.context('Api', 'Id'),
  'resourceId': () => cs.context('Operation', 'Id'),
  'identity.sourceIp': () => cs.context('Request', 'IpAddress'),
  'identity.userAgent': () => cs.requestHeader('User-Agent'),
};

/** Names of named values may hold these (ARM contract 2024-05-01). */
const NAMED_VALUE = /^[A-Za-z0-9\-._]+$/;

/** A claim of the token that validate-jwt keeps in the variable `jwt`. */
function claimOf(name: string): Expression {
  const claims = cs.member(cs.cast('Jwt', cs.index(cs.context('Variables'), 'jwt')), 'Claims');
  return cs.call(claims, 'GetValueOrDefault', name, '');
}

/**
 * What a template reads where nothing is known of its API (`crossgate vtl compile`): parameters by their names, stage variables, and what
 * else of `$context` only a plan knows, as named values.
 */
export function plainTarget(kind: 'request' | 'response'): TemplateTarget {
  const pathParameters = cs.context('Request', 'MatchedParameters');
  const query = cs.context('Request', 'OriginalUrl', 'Query');
  const headers = cs.context('Request', 'Headers');
  const isIn = (map: Expression, name: string): Expression => cs.call(map, 'ContainsKey', name);
  const ofPath = (name: string): Expression => cs.call(pathParameters, 'GetValueOrDefault', name, '');
  // Of a parameter that is sent several times the last value counts (recorded 2026-11-23).
  const last = (map: Expression, name: string): Expression => cs.call(cs.index(map, name), 'Last');
  const ofMap = (map: Expression, name: string): Expression => cs.conditional(isIn(map, name), last(map, name), '');
  return {
    body: cs.bodyText(kind === 'request' ? 'Request' : 'Response'),
    parameter: (name, place) => {
      if (place === 'path') return ofPath(name);
      if (place !== undefined) return ofMap(place === 'header' ? headers : query, name);
      const fromQuery = cs.conditional(isIn(query, name), last(query, name), ofMap(headers, name));
      return cs.conditional(isIn(pathParameters, name), cs.index(pathParameters, name), fromQuery);
    },
    parameters: (place: ParameterPlace) => {
      const map = { path: pathParameters, querystring: query, header: headers }[place];
      const value = (pair: Expression): Expression =>
        place === 'path' ? cs.member(pair, 'Value') : cs.call(cs.member(pair, 'Value'), 'Last');
      const property = (pair: Expression): Expression => cs.create('JProperty', cs.member(pair, 'Key'), value(pair));
      return cs.create('JObject', cs.call(map, 'Select', cs.lambda('pair', property)));
    },
    context: (name) => {
      const known = Object.hasOwn(CONTEXT, name) ? CONTEXT[name] : undefined;
      if (known !== undefined) return known();
      const claim = /^authorizer\.claims\.(.+)$/.exec(name)?.[1];
      if (claim !== undefined) return claimOf(claim);
      const own = `context.${name}`;
      return NAMED_VALUE.test(own) ? cs.namedValue(own) : undefined;
    },
    stageVariable: (name) => (NAMED_VALUE.test(name) ? cs.namedValue(name) : undefined),
  };
}
