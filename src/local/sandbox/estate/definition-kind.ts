import { isObject, objectAt, operationsOf, resolve, securitySchemes, type Json } from '../aws/import/document.ts';

/**
 * Whether a definition configures a REST or an HTTP API. It does not say so itself; who imports it does, by the command
 * (import-rest-api, or apigatewayv2 import-api). Only HTTP APIs know a payload format, a subtype, JWT authorizers, the
 * `$default` path and a CORS configuration; their import takes OpenAPI 3 only (API Gateway guide, 2026-11-25).
 */
export function definitionKind(document: Json): 'rest' | 'http' {
  if (document['openapi'] === undefined) return 'rest';
  const paths = objectAt(document, 'paths');
  const isHttp =
    paths['/$default'] !== undefined ||
    document['x-amazon-apigateway-cors'] !== undefined ||
    Object.values(securitySchemes(document)).some(isHttpAuthorizer) ||
    Object.values(paths).some(
      (item) => isObject(item) && operationsOf(item).some(([, one]) => isHttpOperation(document, one)),
    );
  return isHttp ? 'http' : 'rest';
}

function isHttpAuthorizer(scheme: unknown): boolean {
  const authorizer = objectAt(scheme, 'x-amazon-apigateway-authorizer');
  return (
    authorizer['jwtConfiguration'] !== undefined ||
    authorizer['authorizerPayloadFormatVersion'] !== undefined ||
    String(authorizer['type']).toLowerCase() === 'jwt' ||
    String(authorizer['identitySource']).startsWith('$request.')
  );
}

function isHttpOperation(document: Json, operation: Json): boolean {
  const integration = resolve(document, operation['x-amazon-apigateway-integration']);
  if (!isObject(integration)) return false;
  return ['payloadFormatVersion', 'subtype', 'integrationSubtype'].some((key) => integration[key] !== undefined);
}
