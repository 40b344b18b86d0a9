import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import {
  added,
  below,
  bodyText,
  call,
  contextOf,
  domain,
  domainPrefix,
  fullPath,
  headerMap,
  headers,
  isEncoded,
  known,
  mapOf,
  nullable,
  object,
  objectOrNull,
  orNull,
  pathParameters,
  property,
  query,
  requestId,
  requestTime,
  requestTimeEpoch,
  spelled,
  stageVariables,
  told,
  type EventScope,
} from './function-event-parts.ts';

const last = (each: Expression): Expression => call(cs.member(each, 'Value'), 'Last');

/**
 * The event of a function in payload format 1.0, as one expression that gives its JSON (API Gateway guide; events recorded
 * 2026-11-23). No reading of the request's JSON is in it, so that nothing becomes a date.
 */
export function eventV1(scope: EventScope): Expression {
  const { api, route, basePath } = scope;
  const hasQuery = call(query(), 'Any');
  const key = (each: Expression): Expression => cs.member(each, 'Key');
  const own = added();
  const event = object(
    ...(api.type === 'HTTP' ? [property('version', '1.0')] : []),
    property('resource', route.path),
    property('path', basePath === undefined || basePath === '' ? below() : cs.concatenation(basePath, below())),
    property('httpMethod', cs.context('Request', 'Method')),
    property('headers', headerMap()),
    property(
      'multiValueHeaders',
      mapOf(
        told(),
        (e) => property(spelled(key(e)), cs.create('JArray', cs.member(e, 'Value'))),
        own.map(([name, value]) => property(name, cs.create('JArray', value))),
      ),
    ),
    property(
      'queryStringParameters',
      orNull(
        hasQuery,
        mapOf(query(), (e) => property(key(e), last(e))),
      ),
    ),
    property(
      'multiValueQueryStringParameters',
      orNull(
        hasQuery,
        mapOf(query(), (e) => property(key(e), cs.create('JArray', cs.member(e, 'Value')))),
      ),
    ),
    property('pathParameters', objectOrNull(pathParameters(scope))),
    property('stageVariables', objectOrNull(stageVariables(api))),
    property('requestContext', contextV1(scope)),
    property('body', bodyText(api)),
    property('isBase64Encoded', isEncoded(api)),
  );
  return cs.compactJson(event);
}

const userAgent = (): Expression => call(headers(), 'GetValueOrDefault', 'User-Agent');

function contextV1(scope: EventScope): Expression {
  const { api, route } = scope;
  return contextOf(scope, [
    ...known('accountId', api.account),
    property('apiId', api.id),
    ...known('deploymentId', api.stage.deploymentId),
    property('domainName', domain()),
    property('domainPrefix', domainPrefix()),
    property('extendedRequestId', requestId()),
    property('httpMethod', cs.context('Request', 'Method')),
    property('identity', identity()),
    property('path', fullPath(scope)),
    property('protocol', 'HTTP/1.1'),
    property('requestId', requestId()),
    property('requestTime', requestTime()),
    property('requestTimeEpoch', requestTimeEpoch()),
    property('resourcePath', route.path),
    property('stage', api.stage.name),
  ]);
}

function identity(): Expression {
  return object(
    ...['accessKey', 'accountId', 'caller', 'cognitoAuthenticationProvider', 'cognitoAuthenticationType'].map(nullable),
    ...['cognitoIdentityId', 'cognitoIdentityPoolId', 'principalOrgId'].map(nullable),
    property('sourceIp', cs.context('Request', 'IpAddress')),
    nullable('user'),
    property('userAgent', userAgent()),
    nullable('userArn'),
  );
}
