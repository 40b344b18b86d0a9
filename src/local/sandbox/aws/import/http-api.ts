import { randomBytes } from 'node:crypto';
import type { Authorizer, Cors, Integration, IntegrationType, Route } from '@aws-sdk/client-apigatewayv2';
import type { HttpApiState } from '../state.ts';
import {
  endpointConfiguration,
  isObject,
  listAt,
  objectAt,
  operationsOf,
  readDefinition,
  resolve,
  securitySchemes,
  textOf,
  type Json,
} from './document.ts';

export interface HttpApiImport {
  readonly api: HttpApiState;
  readonly warnings: readonly string[];
}

const newId = (): string => randomBytes(5).toString('hex');

/** ImportApi: an OpenAPI 3 definition as an HTTP API, without stages. Throws ImportRefused. */
export function importHttpApi(text: string): HttpApiImport {
  const document = readDefinition(text);
  const warnings: string[] = [];
  const authorizers = jwtAndRequestAuthorizers(document);
  const api: HttpApiState = {
    api: httpApi(document),
    routes: [],
    integrations: [],
    authorizers,
    stages: [],
    deployments: [],
  };
  for (const [path, item] of Object.entries(objectAt(document, 'paths')))
    for (const [verb, operation] of isObject(item) ? operationsOf(item) : [])
      addRoute(api, document, path, verb, operation, warnings);
  return { api, warnings };
}

function httpApi(document: Json): HttpApiState['api'] {
  const info = objectAt(document, 'info');
  const cors = objectAt(document, 'x-amazon-apigateway-cors');
  return {
    ApiId: newId(),
    Name: textOf(info['title']) ?? 'imported',
    Version: textOf(info['version']),
    ProtocolType: 'HTTP',
    RouteSelectionExpression: '$request.method $request.path',
    CreatedDate: new Date(),
    DisableExecuteApiEndpoint: endpointConfiguration(document)['disableExecuteApiEndpoint'] === true,
    ...(Object.keys(cors).length > 0 ? { CorsConfiguration: corsOf(cors) } : {}),
  };
}

function corsOf(cors: Json): Cors {
  const lists = ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders'].filter(
    (key) => cors[key] !== undefined,
  );
  const named = Object.fromEntries(
    lists.map((key) => [key.charAt(0).toUpperCase() + key.slice(1), listAt(cors, key).map(String)]),
  );
  return {
    ...named,
    ...(cors['allowCredentials'] === undefined ? {} : { AllowCredentials: cors['allowCredentials'] === true }),
    ...(cors['maxAge'] === undefined ? {} : { MaxAge: Number(cors['maxAge']) }),
  };
}

function addRoute(
  api: HttpApiState,
  document: Json,
  path: string,
  verb: string,
  operation: Json,
  warnings: string[],
): void {
  const key = path === '/$default' ? '$default' : `${verb} ${path}`;
  const extension = resolve(document, operation['x-amazon-apigateway-integration']);
  const route: Route = {
    RouteId: newId().slice(0, 7),
    RouteKey: key,
    ApiKeyRequired: false,
    AuthorizationType: 'NONE',
  };
  if (isObject(extension)) {
    const integration = integrationOf(extension);
    api.integrations.push(integration);
    route.Target = `integrations/${integration.IntegrationId}`;
  } else warnings.push(`Route ${key} has no integration`);
  const source = Array.isArray(operation['security']) ? operation : document;
  for (const [name, scopes] of listAt(source, 'security').flatMap((item) =>
    isObject(item) ? Object.entries(item) : [],
  )) {
    const authorizer = api.authorizers.find((item) => item.Name === name);
    if (!authorizer) continue;
    route.AuthorizerId = authorizer.AuthorizerId;
    route.AuthorizationType = authorizer.AuthorizerType === 'JWT' ? 'JWT' : 'CUSTOM';
    if (Array.isArray(scopes) && scopes.length > 0) route.AuthorizationScopes = scopes.map(String);
  }
  const operationName = textOf(operation['operationId']);
  if (operationName !== undefined) route.OperationName = operationName;
  api.routes.push(route);
}

function integrationOf(extension: Json): Integration {
  const type = (textOf(extension['type']) ?? 'http_proxy').toUpperCase() as IntegrationType;
  const optional: [keyof Integration, string][] = [
    ['IntegrationMethod', 'httpMethod'],
    ['IntegrationUri', 'uri'],
    ['IntegrationSubtype', 'subtype'],
    ['ConnectionId', 'connectionId'],
    ['CredentialsArn', 'credentials'],
  ];
  return {
    IntegrationId: newId().slice(0, 7),
    IntegrationType: type,
    ConnectionType: textOf(extension['connectionType']) === 'VPC_LINK' ? 'VPC_LINK' : 'INTERNET',
    PayloadFormatVersion: textOf(extension['payloadFormatVersion']) ?? '1.0',
    TimeoutInMillis: Number(extension['timeoutInMillis'] ?? 30_000) || 30_000,
    ...Object.fromEntries(
      optional.filter(([, key]) => extension[key] !== undefined).map(([name, key]) => [name, textOf(extension[key])]),
    ),
  };
}

function jwtAndRequestAuthorizers(document: Json): Authorizer[] {
  return Object.entries(securitySchemes(document)).flatMap(([name, scheme]): Authorizer[] => {
    const extension = objectAt(scheme, 'x-amazon-apigateway-authorizer');
    const type = textOf(extension['type'])?.toUpperCase();
    if (type !== 'JWT' && type !== 'REQUEST') return [];
    const jwt = objectAt(extension, 'jwtConfiguration');
    const sources = textOf(extension['identitySource'])
      ?.split(',')
      .map((source) => source.trim());
    return [
      {
        AuthorizerId: newId().slice(0, 6),
        Name: name,
        AuthorizerType: type,
        IdentitySource: sources ?? [],
        ...(type === 'JWT'
          ? { JwtConfiguration: { Audience: listAt(jwt, 'audience').map(String), Issuer: textOf(jwt['issuer']) } }
          : { AuthorizerUri: textOf(extension['authorizerUri']) }),
      },
    ];
  });
}
