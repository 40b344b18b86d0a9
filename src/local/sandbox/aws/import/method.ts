import type { Authorizer, Method, MethodResponse, RequestValidator } from '@aws-sdk/client-api-gateway';
import { methodSecurity } from './authorizers.ts';
import { isObject, listAt, objectAt, resolve, textOf, type Json } from './document.ts';
import { restIntegration, type Place } from './integration.ts';
import { refuseInvalidIntegration } from './refuse-integration.ts';

/** What methods of one document share. */
export interface MethodContext {
  readonly document: Json;
  readonly authorizers: readonly Authorizer[];
  readonly validators: readonly RequestValidator[];
  readonly warnings: string[];
}

/** One operation as a REST API's method; path parameters that it does not declare are added (recorded 2025-07-02). */
export function restMethod(
  context: MethodContext,
  path: string,
  verb: string,
  item: Json,
  operation: Json,
  id: string,
): Method {
  const { document } = context;
  const place: Place = { path, verb, warnings: context.warnings };
  const parameters = requestParameters(document, path, item, operation);
  const models = requestModels(document, operation);
  const validator =
    textOf(operation['x-amazon-apigateway-request-validator']) ??
    textOf(document['x-amazon-apigateway-request-validator']);
  const extension = resolve(document, operation['x-amazon-apigateway-integration']);
  const operationName = textOf(operation['operationId']);
  const integration = isObject(extension) ? restIntegration(extension, place, id) : undefined;
  if (integration) refuseInvalidIntegration(integration, place);
  const validatorId = context.validators.find(({ name }) => name === validator)?.id;
  return {
    httpMethod: verb,
    ...methodSecurity(document, operation, context.authorizers),
    ...(operationName === undefined ? {} : { operationName }),
    ...(validatorId === undefined ? {} : { requestValidatorId: validatorId }),
    ...(Object.keys(parameters).length > 0 ? { requestParameters: parameters } : {}),
    ...(Object.keys(models).length > 0 ? { requestModels: models } : {}),
    methodResponses: methodResponses(document, operation),
    ...(integration === undefined ? {} : { methodIntegration: integration }),
  };
}

function requestParameters(document: Json, path: string, item: Json, operation: Json): Record<string, boolean> {
  const places: Readonly<Record<string, string>> = { path: 'path', query: 'querystring', header: 'header' };
  const found: Record<string, boolean> = {};
  for (const raw of [...listAt(item, 'parameters'), ...listAt(operation, 'parameters')]) {
    const parameter = resolve(document, raw);
    if (!isObject(parameter)) continue;
    const place = places[textOf(parameter['in']) ?? ''];
    if (place !== undefined)
      found[`method.request.${place}.${textOf(parameter['name'])}`] = parameter['required'] === true;
  }
  for (const [, name] of path.matchAll(/\{([^}+]+)\+?\}/g)) found[`method.request.path.${name}`] = true;
  return found;
}

/** The name of the model that a schema refers to. */
function modelName(schema: unknown): string | undefined {
  const reference = isObject(schema) ? textOf(schema['$ref']) : undefined;
  return reference?.split('/').at(-1);
}

function modelsOf(content: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(content).flatMap(([type, media]) => {
      const name = modelName(objectAt(media, 'schema'));
      return name === undefined ? [] : [[type, name]];
    }),
  );
}

function requestModels(document: Json, operation: Json): Record<string, string> {
  const body = resolve(document, operation['requestBody']);
  if (isObject(body)) return modelsOf(objectAt(body, 'content'));
  const parameter = listAt(operation, 'parameters')
    .map((raw) => resolve(document, raw))
    .find((item) => isObject(item) && item['in'] === 'body');
  const name = modelName(objectAt(parameter, 'schema'));
  return name === undefined
    ? {}
    : Object.fromEntries(mediaTypes(document, operation, 'consumes').map((type) => [type, name]));
}

function mediaTypes(document: Json, operation: Json, key: 'consumes' | 'produces'): string[] {
  const own = listAt(operation, key).concat(listAt(operation, key).length > 0 ? [] : listAt(document, key));
  return own.length > 0 ? own.map(String) : ['application/json'];
}

function methodResponses(document: Json, operation: Json): Record<string, MethodResponse> {
  const stored: Record<string, MethodResponse> = {};
  for (const [statusCode, raw] of Object.entries(objectAt(operation, 'responses'))) {
    const response = resolve(document, raw);
    if (!isObject(response)) continue;
    const headers = Object.keys(objectAt(response, 'headers')).map((name) => [`method.response.header.${name}`, false]);
    const name = modelName(objectAt(response, 'schema'));
    const models =
      name === undefined
        ? modelsOf(objectAt(response, 'content'))
        : Object.fromEntries(mediaTypes(document, operation, 'produces').map((type) => [type, name]));
    stored[statusCode] = {
      statusCode,
      ...(headers.length > 0 ? { responseParameters: Object.fromEntries(headers) as Record<string, boolean> } : {}),
      ...(Object.keys(models).length > 0 ? { responseModels: models } : {}),
    };
  }
  return stored;
}
