import type { Authorizer, Route } from '@aws-sdk/client-apigatewayv2';
import { isObject, listAt, objectAt, securitySchemes, textOf, type Json } from './document.ts';

/** The authorizers that the document's security schemes declare. */
export function httpAuthorizers(document: Json, id: () => string): Authorizer[] {
  return Object.entries(securitySchemes(document)).flatMap(([name, scheme]): Authorizer[] => {
    const extension = objectAt(scheme, 'x-amazon-apigateway-authorizer');
    const type = textOf(extension['type'])?.toUpperCase();
    if (type !== 'JWT' && type !== 'REQUEST') return [];
    const jwt = objectAt(extension, 'jwtConfiguration');
    const given = extension['identitySource'];
    const sources = Array.isArray(given)
      ? given.map(String)
      : textOf(given)
          ?.split(',')
          .map((source) => source.trim());
    const ttl = extension['authorizerResultTtlInSeconds'];
    return [
      {
        AuthorizerId: id(),
        Name: name,
        AuthorizerType: type,
        IdentitySource: sources ?? [],
        ...(type === 'JWT'
          ? { JwtConfiguration: { Audience: listAt(jwt, 'audience').map(String), Issuer: textOf(jwt['issuer']) } }
          : requestAuthorizer(extension)),
        ...(ttl === undefined ? {} : { AuthorizerResultTtlInSeconds: Number(ttl) }),
      },
    ];
  });
}

/** The payload format is text in the API; documents write it as a number too. */
function requestAuthorizer(extension: Json): Partial<Authorizer> {
  const format = extension['authorizerPayloadFormatVersion'];
  return {
    AuthorizerUri: textOf(extension['authorizerUri']),
    EnableSimpleResponses: extension['enableSimpleResponses'] === true,
    ...(format === undefined ? {} : { AuthorizerPayloadFormatVersion: Number(format) === 1 ? '1.0' : '2.0' }),
  };
}

/** What a route's security comes to: the last authorizer named, or IAM by the scheme's authtype. */
export function routeSecurity(document: Json, operation: Json, authorizers: readonly Authorizer[]): Partial<Route> {
  const schemes = securitySchemes(document);
  const source = Array.isArray(operation['security']) ? operation : document;
  const security: Partial<Route> = { AuthorizationType: 'NONE' };
  for (const [name, scopes] of listAt(source, 'security').flatMap((item) =>
    isObject(item) ? Object.entries(item) : [],
  )) {
    const authorizer = authorizers.find((item) => item.Name === name);
    if (textOf(objectAt(schemes, name)['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4')
      security.AuthorizationType = 'AWS_IAM';
    if (!authorizer) continue;
    security.AuthorizerId = authorizer.AuthorizerId;
    security.AuthorizationType = authorizer.AuthorizerType === 'JWT' ? 'JWT' : 'CUSTOM';
    if (Array.isArray(scopes) && scopes.length > 0) security.AuthorizationScopes = scopes.map(String);
  }
  return security;
}
