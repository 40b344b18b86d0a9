import { randomBytes } from 'node:crypto';
import type {
  GatewayResponse,
  GatewayResponseType,
  Model,
  RequestValidator,
  Resource,
  RestApi,
} from '@aws-sdk/client-api-gateway';
import type { RestApiState } from '../state.ts';
import { restAuthorizers } from './authorizers.ts';
import { basePathOf, type BasePathMode } from './base-path.ts';
import {
  endpointConfiguration,
  isObject,
  listAt,
  objectAt,
  operationsOf,
  readDefinition,
  textOf,
  type Json,
} from './document.ts';
import { textMap } from './integration.ts';
import { restMethod, type MethodContext } from './method.ts';
import { refuseInvalidPolicy } from './refuse-policy.ts';

export interface RestApiImport {
  readonly api: RestApiState;
  readonly warnings: readonly string[];
}

const newId = (): string => randomBytes(5).toString('hex');

/** ImportRestApi: the definition as API Gateway stores it, without stages. Throws ImportRefused. */
export function importRestApi(text: string, options: { readonly basepath?: BasePathMode } = {}): RestApiImport {
  const document = readDefinition(text);
  const warnings: string[] = [];
  const validators = requestValidators(document);
  const authorizers = restAuthorizers(document, () => newId().slice(0, 6));
  const context: MethodContext = { document, authorizers, validators, warnings };
  const id = newId();
  const api: RestApiState = {
    api: restApi(document, id),
    resources: resources(context, basePathOf(document, options.basepath ?? 'ignore')),
    models: models(document, id),
    requestValidators: validators,
    authorizers,
    gatewayResponses: gatewayResponses(document),
    stages: [],
    deployments: new Map(),
  };
  return { api, warnings };
}

function restApi(document: Json, id: string): RestApi {
  const info = objectAt(document, 'info');
  const binary = listAt(document, 'x-amazon-apigateway-binary-media-types').map(String);
  const compression = document['x-amazon-apigateway-minimum-compression-size'];
  const policy = document['x-amazon-apigateway-policy'];
  const description = textOf(info['description']);
  const version = textOf(info['version']);
  if (isObject(policy)) refuseInvalidPolicy(policy);
  const endpoint = endpointConfiguration(document);
  const vpcEndpointIds = listAt(endpoint, 'vpcEndpointIds').map(String);
  return {
    id,
    name: textOf(info['title']) ?? 'imported',
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    createdDate: new Date(),
    apiKeySource: document['x-amazon-apigateway-api-key-source'] === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    disableExecuteApiEndpoint: endpoint['disableExecuteApiEndpoint'] === true,
    // Only private APIs have VPC endpoints.
    endpointConfiguration:
      vpcEndpointIds.length > 0
        ? { types: ['PRIVATE'], ipAddressType: 'dualstack', vpcEndpointIds }
        : { types: ['EDGE'], ipAddressType: 'ipv4' },
    ...(binary.length > 0 ? { binaryMediaTypes: binary } : {}),
    ...(typeof compression === 'number' ? { minimumCompressionSize: compression } : {}),
    ...(isObject(policy) ? { policy: JSON.stringify(policy) } : {}),
  };
}

/** One resource for each path and each of its parents. */
function resources(context: MethodContext, basePath: string): Resource[] {
  const root: Resource = { id: newId(), path: '/' };
  const byPath = new Map<string, Resource>([['/', root]]);
  for (const [path, item] of Object.entries(objectAt(context.document, 'paths'))) {
    if (!isObject(item) || !path.startsWith('/')) continue;
    const full = `${basePath}${path}`.replace(/\/+$/, '') || '/';
    const resource = ensure(byPath, full);
    const methods = operationsOf(item).map(([verb, operation]) => [
      verb,
      restMethod(context, full, verb, item, operation, resource.id ?? ''),
    ]);
    if (methods.length > 0)
      resource.resourceMethods = Object.fromEntries(methods) as NonNullable<Resource['resourceMethods']>;
  }
  return [...byPath.values()];
}

function ensure(byPath: Map<string, Resource>, path: string): Resource {
  const existing = byPath.get(path);
  if (existing) return existing;
  const cut = path.lastIndexOf('/');
  const parent = ensure(byPath, path.slice(0, cut) || '/');
  const resource: Resource = { id: newId(), parentId: parent.id, pathPart: path.slice(cut + 1), path };
  byPath.set(path, resource);
  return resource;
}

/** Schemas of components or definitions; references point at the API's other models. */
function models(document: Json, apiId: string): Model[] {
  const schemas = { ...objectAt(document, 'definitions'), ...objectAt(objectAt(document, 'components'), 'schemas') };
  return Object.entries(schemas).map(([name, schema]) => ({
    id: newId().slice(0, 6),
    name,
    contentType: 'application/json',
    schema: JSON.stringify(schema).replace(
      /"#\/(?:definitions|components\/schemas)\//g,
      `"https://apigateway.amazonaws.com/restapis/${apiId}/models/`,
    ),
  }));
}

function requestValidators(document: Json): RequestValidator[] {
  return Object.entries(objectAt(document, 'x-amazon-apigateway-request-validators')).map(([name, validator]) => ({
    id: newId().slice(0, 6),
    name,
    validateRequestBody: isObject(validator) && validator['validateRequestBody'] === true,
    validateRequestParameters: isObject(validator) && validator['validateRequestParameters'] === true,
  }));
}

function gatewayResponses(document: Json): GatewayResponse[] {
  return Object.entries(objectAt(document, 'x-amazon-apigateway-gateway-responses')).map(([type, response]) => {
    const statusCode = textOf(isObject(response) ? response['statusCode'] : undefined);
    return {
      responseType: type as GatewayResponseType,
      ...(statusCode === undefined ? {} : { statusCode }),
      responseParameters: textMap(objectAt(response, 'responseParameters')),
      responseTemplates: textMap(objectAt(response, 'responseTemplates')),
      defaultResponse: false,
    };
  });
}
