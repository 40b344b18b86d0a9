import type { AwsApi } from '../model/aws.ts';
import { isObject, memberOf, objectAt, type Json, type JsonObject } from './json.ts';
import { textOf } from './placeholders.ts';
import { schemesOf } from './security.ts';

/** What only REST APIs have, and what only HTTP APIs have (API Gateway guide, OpenAPI extensions, 2026-11-25). */
const REST_KEYS = [
  'gateway-responses',
  'request-validators',
  'request-validator',
  'api-key-source',
  'policy',
  'binary-media-types',
];
const REST_INTEGRATIONS = ['mock', 'http', 'aws'];
const REST_AUTHORIZERS = ['token', 'cognito_user_pools'];
const LISTENER = /arn:[^:]*:(elasticloadbalancing|servicediscovery):/;
const HTTP_PARAMETER = /^(append|overwrite|remove):/;

/**
 * The kind of API that a definition is meant for. Both kinds take OpenAPI 3, only REST APIs take Swagger. What one kind cannot say
 * decides; a definition that says nothing of either is one of a REST API. Imports of REST APIs pass over a `payloadFormatVersion`
 * of 1.0 (recorded on 2025-07-02 and 2025-09-29 with HTTP_PROXY), where it can have no other value: it tells only of functions, or in
 * an export of an HTTP API, which names the version of its algorithm.
 */
export function apiTypeOf(document: JsonObject): AwsApi['type'] {
  if (memberOf(document, 'openapi') === undefined) return 'REST';
  if (memberOf(document, 'x-amazon-apigateway-cors') !== undefined) return 'HTTP';
  if (REST_KEYS.some((key) => memberOf(document, `x-amazon-apigateway-${key}`) !== undefined)) return 'REST';
  const authorizers = schemesOf(document).map(([, scheme]) => memberOf(scheme, 'x-amazon-apigateway-authorizer'));
  const integrations = integrationsOf(document);
  const types = (of: readonly (Json | undefined)[]): (string | undefined)[] =>
    of.map((each) => textOf(memberOf(each, 'type'))?.toLowerCase());
  const isAmong = (found: readonly (string | undefined)[], known: readonly string[]): boolean =>
    found.some((type) => type !== undefined && known.includes(type));
  if (isAmong(types(authorizers), REST_AUTHORIZERS) || isAmong(types(integrations), REST_INTEGRATIONS)) return 'REST';
  const isJwt = authorizers.some((each) => memberOf(each, 'jwtConfiguration') !== undefined);
  const hasDefault = Object.keys(objectAt(document, 'paths')).some((path) => /^\/?\$default$/.test(path));
  const isExport = memberOf(document, 'x-amazon-apigateway-importexport-version') !== undefined;
  const isHttp = integrations.some((each) => isOfHttpApi(each, isExport));
  const isShared = Object.keys(sharedIntegrations(document)).length > 0;
  return isJwt || hasDefault || isHttp || isShared || isAmong(types(authorizers), ['jwt']) ? 'HTTP' : 'REST';
}

function isOfHttpApi(integration: Json | undefined, isExport: boolean): boolean {
  if (memberOf(integration, 'integrationSubtype') !== undefined) return true;
  const format = memberOf(integration, 'payloadFormatVersion');
  const isFunction = textOf(memberOf(integration, 'type'))?.toUpperCase() === 'AWS_PROXY';
  if (format !== undefined && (isFunction || isExport || Number(textOf(format)) === 2)) return true;
  // REST APIs reach private backends by a URL; only HTTP APIs name a listener or a service of Cloud Map.
  if (LISTENER.test(JSON.stringify(memberOf(integration, 'uri') ?? ''))) return true;
  const parameters = memberOf(integration, 'requestParameters');
  return isObject(parameters) && Object.keys(parameters).some((name) => HTTP_PARAMETER.test(name));
}

const sharedIntegrations = (document: JsonObject): JsonObject =>
  objectAt(objectAt(document, 'components'), 'x-amazon-apigateway-integrations');

function integrationsOf(document: JsonObject): readonly (Json | undefined)[] {
  const shared = Object.values(sharedIntegrations(document));
  const own = Object.values(objectAt(document, 'paths')).flatMap((item) =>
    isObject(item)
      ? Object.values(item).map((operation) => memberOf(operation, 'x-amazon-apigateway-integration'))
      : [],
  );
  return [...shared, ...own];
}
