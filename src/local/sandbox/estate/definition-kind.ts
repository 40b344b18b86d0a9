import { isObject, objectAt, operationsOf, resolve, securitySchemes, type Json } from '../aws/import/document.ts';

/** What only REST APIs know: checks of requests, errors, binary types, policies (API Gateway guide, OpenAPI extensions). */
const REST_ONLY = ['request-validators', 'request-validator', 'gateway-responses', 'binary-media-types', 'policy'];
const REST_TYPES = ['http', 'aws', 'mock'];

/**
 * Whether a definition configures a REST or an HTTP API. It does not say so itself; who imports it does, by the command
 * (import-rest-api, or apigatewayv2 import-api). Only HTTP APIs know a payload format of functions, a subtype, JWT authorizers, the
 * `$default` path, a CORS configuration and shared integrations; their import takes OpenAPI 3 only (API Gateway guide, 2026-11-25).
 * A REST API's import was recorded passing over `payloadFormatVersion: 1.0` of an HTTP_PROXY (2025-09-29).
 */
export function definitionKind(document: Json): 'rest' | 'http' {
  if (document['openapi'] === undefined) return 'rest';
  const paths = objectAt(document, 'paths');
  const integrations = Object.values(paths).flatMap((item) => (isObject(item) ? integrationsOf(document, item) : []));
  const isRest =
    REST_ONLY.some((name) => document[`x-amazon-apigateway-${name}`] !== undefined) ||
    integrations.some(({ type }) => typeof type === 'string' && REST_TYPES.includes(type.toLowerCase()));
  const isExport = document['x-amazon-apigateway-importexport-version'] !== undefined;
  const isHttp =
    ['/$default', '$default'].some((path) => paths[path] !== undefined) ||
    document['x-amazon-apigateway-cors'] !== undefined ||
    Object.keys(objectAt(document['components'], 'x-amazon-apigateway-integrations')).length > 0 ||
    Object.values(securitySchemes(document)).some(isHttpAuthorizer) ||
    integrations.some((one) => isHttpIntegration(one, isExport));
  return isHttp && !isRest ? 'http' : 'rest';
}

function isHttpIntegration(integration: Json, isExport: boolean): boolean {
  const { type, uri, subtype, integrationSubtype, payloadFormatVersion, requestParameters } = integration;
  if (subtype !== undefined || integrationSubtype !== undefined) return true;
  const isFunction = typeof type === 'string' && type.toLowerCase() === 'aws_proxy';
  if (payloadFormatVersion !== undefined && (isFunction || isExport || Number(payloadFormatVersion) === 2)) return true;
  // Only HTTP APIs name a listener or a service of Cloud Map; REST APIs reach them by a URL.
  if (/arn:[^:]*:(elasticloadbalancing|servicediscovery):/.test(JSON.stringify(uri ?? ''))) return true;
  return isObject(requestParameters) && Object.keys(requestParameters).some((name) => /^[a-z]+:/.test(name));
}

function integrationsOf(document: Json, item: Json): Json[] {
  const key = 'x-amazon-apigateway-integration';
  return operationsOf(item)
    .map(([, operation]) => resolve(document, operation[key]))
    .filter(isObject);
}

function isHttpAuthorizer(scheme: unknown): boolean {
  const { jwtConfiguration, authorizerPayloadFormatVersion, type, identitySource } = objectAt(
    scheme,
    'x-amazon-apigateway-authorizer',
  );
  return (
    jwtConfiguration !== undefined ||
    authorizerPayloadFormatVersion !== undefined ||
    (typeof type === 'string' && type.toLowerCase() === 'jwt') ||
    (typeof identitySource === 'string' && identitySource.startsWith('$request.'))
  );
}
