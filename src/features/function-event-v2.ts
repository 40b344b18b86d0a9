import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import {
  added,
  bodyText,
  call,
  contextOf,
  domain,
  domainPrefix,
  equals,
  fullPath,
  headers,
  isEncoded,
  known,
  lower,
  mapOf,
  object,
  objectOrNull,
  orNull,
  pathParameters,
  present,
  property,
  query,
  replaced,
  requestId,
  requestTime,
  requestTimeEpoch,
  stageVariables,
  told,
  type EventScope,
} from './function-event-parts.ts';

/** The event in payload format 2.0: names in lower case, values joined by commas, cookies apart; what is not there has no member. */
export function eventV2(scope: EventScope): Expression {
  const { api, route } = scope;
  const routeKey = route.path === '$default' ? '$default' : `${route.method} ${route.path}`;
  const cookies = cs.split(replaced(cs.requestHeader('Cookie'), '; *', ';'), ';');
  const withoutCookies = call(
    told(),
    'Where',
    cs.lambda('c', (c) => cs.not(equals(cs.member(c, 'Key'), 'Cookie'))),
  );
  const joined = (e: Expression): Expression => call(cs.named('string'), 'Join', ',', cs.member(e, 'Value'));
  const members = [
    property('version', '2.0'),
    property('routeKey', routeKey),
    property('rawPath', fullPath(scope)),
    property('rawQueryString', replaced(cs.context('Request', 'OriginalUrl', 'QueryString'), String.raw`\A\?`, '')),
    property('cookies', orNull(call(headers(), 'ContainsKey', 'Cookie'), cs.create('JArray', cookies))),
    property(
      'headers',
      mapOf(
        withoutCookies,
        (e) => property(lower(cs.member(e, 'Key')), joined(e)),
        added().map(([name, value]) => property(name.toLowerCase(), value)),
      ),
    ),
    property(
      'queryStringParameters',
      orNull(
        call(query(), 'Any'),
        mapOf(query(), (e) => property(cs.member(e, 'Key'), joined(e))),
      ),
    ),
    property('requestContext', contextV2(scope, routeKey)),
    property('body', bodyText(api)),
    property('pathParameters', objectOrNull(pathParameters(scope))),
    property('isBase64Encoded', isEncoded(api)),
    property('stageVariables', objectOrNull(stageVariables(api))),
  ];
  return cs.compactJson(object(present(members)));
}

function contextV2(scope: EventScope, routeKey: string): Expression {
  const { api } = scope;
  return contextOf(scope, [
    ...known('accountId', api.account),
    property('apiId', api.id),
    property('domainName', domain()),
    property('domainPrefix', domainPrefix()),
    property(
      'http',
      object(
        property('method', cs.context('Request', 'Method')),
        property('path', fullPath(scope)),
        property('protocol', 'HTTP/1.1'),
        property('sourceIp', cs.context('Request', 'IpAddress')),
        property('userAgent', cs.requestHeader('User-Agent')),
      ),
    ),
    property('requestId', requestId()),
    property('routeKey', routeKey),
    property('stage', api.stage.name),
    property('time', requestTime()),
    property('timeEpoch', requestTimeEpoch()),
  ]);
}
