import { randomBytes } from 'node:crypto';
import type { Cors, Route } from '@aws-sdk/client-apigatewayv2';
import type { HttpApiState } from '../state.ts';
import {
  endpointConfiguration,
  isObject,
  listAt,
  objectAt,
  operationsOf,
  readDefinition,
  resolve,
  textOf,
  type Json,
} from './document.ts';
import { httpAuthorizers, routeSecurity } from './http-authorizers.ts';
import { httpIntegration } from './http-integration.ts';

export interface HttpApiImport {
  readonly api: HttpApiState;
  readonly warnings: readonly string[];
}

const newId = (): string => randomBytes(5).toString('hex');

/** ImportApi: an OpenAPI 3 definition as an HTTP API, without stages. Throws ImportRefused. */
export function importHttpApi(text: string): HttpApiImport {
  const document = readDefinition(text);
  const warnings: string[] = [];
  const authorizers = httpAuthorizers(document, () => newId().slice(0, 6));
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
  // Exports write `/$default`, the Serverless Application Model `$default`.
  const key = path === '/$default' || path === '$default' ? '$default' : `${verb} ${path}`;
  const extension = resolve(document, operation['x-amazon-apigateway-integration']);
  const route: Route = {
    RouteId: newId().slice(0, 7),
    RouteKey: key,
    ApiKeyRequired: false,
    ...routeSecurity(document, operation, api.authorizers),
  };
  if (isObject(extension)) {
    const integration = httpIntegration(extension, key, newId().slice(0, 7));
    api.integrations.push(integration);
    route.Target = `integrations/${integration.IntegrationId}`;
  } else warnings.push(`Route ${key} has no integration`);
  const operationName = textOf(operation['operationId']);
  if (operationName !== undefined) route.OperationName = operationName;
  api.routes.push(route);
}
