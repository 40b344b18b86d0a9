import type { Authorizer, Method } from '@aws-sdk/client-api-gateway';
import { ImportRefused, isObject, listAt, objectAt, securitySchemes, textOf, type Json } from './document.ts';
import { isInvocation } from './refuse-integration.ts';

/** The authorizers that the document's security schemes declare. */
export function restAuthorizers(document: Json, id: () => string): Authorizer[] {
  return Object.entries(securitySchemes(document)).flatMap(([name, scheme]): Authorizer[] => {
    const extension = objectAt(scheme, 'x-amazon-apigateway-authorizer');
    const type = textOf(extension['type'])?.toUpperCase();
    if (!isObject(scheme) || type === undefined) return [];
    const header = textOf(scheme['name']);
    const given = textOf(extension['identitySource']);
    const identitySource =
      // Empty text counts as nothing said.
      given || (type === 'REQUEST' || !header ? undefined : `method.request.header.${header}`);
    const texts = { authorizerUri: 0, authorizerCredentials: 0, identityValidationExpression: 0 };
    const ttl = extension['authorizerResultTtlInSeconds'];
    refuseInvalidAuthorizer(name, type, extension);
    return [
      {
        id: id(),
        name,
        type: type as NonNullable<Authorizer['type']>,
        authType: textOf(scheme['x-amazon-apigateway-authtype']) ?? 'custom',
        ...(identitySource === undefined ? {} : { identitySource }),
        ...Object.fromEntries(
          Object.keys(texts).flatMap((key) => (textOf(extension[key]) ? [[key, textOf(extension[key])]] : [])),
        ),
        ...(ttl === undefined ? {} : { authorizerResultTtlInSeconds: Number(ttl) }),
        ...(type === 'COGNITO_USER_POOLS'
          ? { providerARNs: listAt(extension, 'providerARNs').map((arn) => textOf(arn) ?? '') }
          : {}),
      },
    ];
  });
}

/** What CreateAuthorizer refuses (API Gateway API reference). */
function refuseInvalidAuthorizer(name: string, type: string, extension: Json): void {
  const uri = textOf(extension['authorizerUri']) ?? '';
  if ((type === 'TOKEN' || type === 'REQUEST') && !isInvocation(uri))
    throw new ImportRefused(
      `Unable to create authorizer '${name}': Invalid Authorizer URI: ${uri}. It should be the ARN of a Lambda function invocation.`,
    );
  if (type === 'COGNITO_USER_POOLS' && listAt(extension, 'providerARNs').length === 0)
    throw new ImportRefused(`Unable to create authorizer '${name}': providerARNs are missing.`);
}

/** What a method's security comes to: the first authorizer named, IAM by its authtype, an API key by its header. */
export function methodSecurity(document: Json, operation: Json, authorizers: readonly Authorizer[]): Method {
  const schemes = securitySchemes(document);
  const source = Array.isArray(operation['security']) ? operation : document;
  const required = listAt(source, 'security').flatMap((item) => (isObject(item) ? Object.entries(item) : []));
  const method: Method = { authorizationType: 'NONE', apiKeyRequired: false };
  for (const [name, scopes] of required) {
    const scheme = objectAt(schemes, name);
    const authorizer = authorizers.find((item) => item.name === name);
    if (authorizer) {
      method.authorizationType = authorizer.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
      method.authorizerId = authorizer.id;
      if (Array.isArray(scopes) && scopes.length > 0) method.authorizationScopes = scopes.map(String);
    } else if (textOf(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4')
      method.authorizationType = 'AWS_IAM';
    else if (scheme['type'] === 'apiKey' && textOf(scheme['name'])?.toLowerCase() === 'x-api-key')
      method.apiKeyRequired = true;
  }
  if (textOf(objectAt(operation, 'x-amazon-apigateway-auth')['type'])?.toUpperCase() === 'AWS_IAM')
    method.authorizationType = 'AWS_IAM';
  return method;
}
