import type { AwsMethodResponse, AwsRoute } from '../model/aws.ts';
import { below, type SourceRef } from '../model/source-ref.ts';
import { membersAt, type Definition } from './definition.ts';
import { readDocumentation } from './documentation.ts';
import { defined, readIntegration } from './integration.ts';
import { isObject, listAt, memberOf, objectAt, type Json, type JsonObject } from './json.ts';
import { branchOf, textOf } from './placeholders.ts';
import { modelNameOf, resolve } from './references.ts';
import { readSecurity } from './security.ts';

const ANY = 'x-amazon-apigateway-any-method';
const INTEGRATION = 'x-amazon-apigateway-integration';
const VALIDATOR = 'x-amazon-apigateway-request-validator';
const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

/** Every operation of every path as a route. `trace` is no method of API Gateway. */
export function readRoutes(definition: Definition): readonly AwsRoute[] {
  return Object.entries(objectAt(definition.document, 'paths')).flatMap(([path, raw]) => {
    if (/^x-/i.test(path)) return [];
    const { value: item, place } = branchAt(definition, raw, ['paths', path]);
    if (item === undefined) return [];
    return Object.entries(item).flatMap(([key, operation]): readonly AwsRoute[] => {
      const method = key === ANY ? 'ANY' : METHODS.has(key.toLowerCase()) ? key.toUpperCase() : undefined;
      if (method === undefined) return [];
      const own = branchAt(definition, operation, [...place, key]);
      return own.value === undefined ? [] : [routeOf(definition, path, method, item, own.value, own.place)];
    });
  });
}

/** An object that the document may give by reference or by a template's condition; anything else is a gap. */
function branchAt(
  { document, at, notes }: Definition,
  raw: Json | undefined,
  place: readonly string[],
): { readonly value: JsonObject | undefined; readonly place: readonly string[] } {
  const branch = branchOf(resolve(document, raw));
  const own = [...place, ...branch.path];
  if (branch.path.length > 0) {
    const remedy = 'Assess what is deployed: which branch that is was decided then.';
    notes.gap(
      below(at, ...place),
      'A condition',
      'which of its branches is deployed is not known; the first was read',
      remedy,
      'review',
    );
  }
  if (isObject(branch.value)) return { value: branch.value, place: own };
  if (branch.value !== undefined || branch.path.length === 0) {
    const remedy = 'Put it into the document: nothing outside of it is followed.';
    notes.gap(below(at, ...place), 'A path or an operation', 'it is no object of the document', remedy, 'blocker');
  }
  return { value: undefined, place: own };
}

function routeOf(
  definition: Definition,
  path: string,
  method: string,
  item: JsonObject,
  operation: JsonObject,
  place: readonly string[],
): AwsRoute {
  const { document, type } = definition;
  const at = below(definition.at, ...place);
  const parameters = [...listAt(item, 'parameters'), ...listAt(operation, 'parameters')];
  const declared = parameters.flatMap((raw): JsonObject[] => {
    const parameter = resolve(document, raw);
    return isObject(parameter) ? [parameter] : [];
  });
  const isRest = type === 'REST';
  return {
    at,
    method: path === '/$default' || path === '$default' ? 'ANY' : method,
    path: path === '/$default' ? '$default' : path,
    ...readSecurity(definition, operation, at),
    ...defined({
      operationName: textOf(memberOf(operation, 'operationId')),
      requestValidatorId: isRest ? validatorOf(definition, operation, at) : undefined,
      integration: integrationOf(definition, operation, place),
      documentation: readDocumentation(document, operation, declared, at),
    }),
    requestParameters: isRest ? parametersOf(path, declared) : {},
    requestModels: isRest ? requestModels(document, operation, declared) : {},
    responses: isRest ? methodResponses(document, operation, below(at, 'responses')) : [],
  };
}

/** An integration of its own, or one of `components` that it refers to. */
function integrationOf(definition: Definition, operation: JsonObject, place: readonly string[]) {
  const own = memberOf(operation, INTEGRATION);
  if (own === undefined) return undefined;
  const extension = resolve(definition.document, own);
  const members = membersAt(definition, isObject(extension) ? extension : {}, ...place, INTEGRATION);
  const integration = isObject(extension) ? readIntegration(members, definition) : undefined;
  if (integration === undefined) {
    const remedy = 'Assess what is deployed, or correct the definition.';
    definition.notes.gap(members.at, 'An integration', 'its type is not known', remedy, 'blocker');
  }
  return integration;
}

function validatorOf(
  { document, validators, notes }: Definition,
  operation: JsonObject,
  at: SourceRef,
): string | undefined {
  const name = textOf(memberOf(operation, VALIDATOR)) ?? textOf(memberOf(document, VALIDATOR));
  if (name === undefined || validators.some(({ id }) => id === name)) return name;
  const reason = `the document declares no validator ${name}: nothing is validated`;
  notes.gap(below(at, VALIDATOR), 'A validator', reason, 'Declare it, or assess what is deployed.', 'review');
  return undefined;
}

const PLACES: Readonly<Record<string, string>> = { path: 'path', query: 'querystring', header: 'header' };

/** Path parameters that are not declared are added (recorded imports, 2025-07-02). */
function parametersOf(path: string, declared: readonly JsonObject[]): Record<string, boolean> {
  const found: [string, boolean][] = declared.flatMap((parameter) => {
    const place = PLACES[textOf(memberOf(parameter, 'in')) ?? ''];
    const name = textOf(memberOf(parameter, 'name'));
    if (place === undefined || name === undefined) return [];
    return [[`method.request.${place}.${name}`, memberOf(parameter, 'required') === true]];
  });
  const inPath = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]): [string, boolean] => [
    `method.request.path.${name}`,
    true,
  ]);
  return Object.fromEntries([...found, ...inPath]);
}

/** Models by content type, of OpenAPI 3's `content`. */
function modelsOf(content: JsonObject): Record<string, string> {
  const models = Object.entries(content).flatMap(([type, media]): [string, string][] => {
    const name = modelNameOf(memberOf(media, 'schema'));
    return name === undefined ? [] : [[type, name]];
  });
  return Object.fromEntries(models);
}

function requestModels(
  document: JsonObject,
  operation: JsonObject,
  declared: readonly JsonObject[],
): Record<string, string> {
  const body = resolve(document, memberOf(operation, 'requestBody'));
  if (isObject(body)) return modelsOf(objectAt(body, 'content'));
  const parameter = declared.find((each) => memberOf(each, 'in') === 'body');
  const name = modelNameOf(memberOf(parameter, 'schema'));
  return name === undefined
    ? {}
    : Object.fromEntries(mediaTypes(document, operation, 'consumes').map((type) => [type, name]));
}

/** Swagger 2 says media types once for the operation or the document. */
export function mediaTypes(
  document: JsonObject,
  operation: JsonObject,
  key: 'consumes' | 'produces',
): readonly string[] {
  const own = listAt(operation, key);
  const types = (own.length > 0 ? own : listAt(document, key)).flatMap((type) => textOf(type) ?? []);
  return types.length > 0 ? types : ['application/json'];
}

function methodResponses(document: JsonObject, operation: JsonObject, at: AwsRoute['at']): AwsMethodResponse[] {
  return Object.entries(objectAt(operation, 'responses')).flatMap(([statusCode, raw]) => {
    const response = resolve(document, raw);
    if (!isObject(response)) return [];
    const name = modelNameOf(memberOf(response, 'schema'));
    const headers = Object.keys(objectAt(response, 'headers'));
    const types = name === undefined ? [] : mediaTypes(document, operation, 'produces');
    return [
      {
        at: below(at, statusCode),
        statusCode,
        responseParameters: Object.fromEntries(headers.map((header) => [`method.response.header.${header}`, false])),
        responseModels:
          name === undefined
            ? modelsOf(objectAt(response, 'content'))
            : Object.fromEntries(types.map((type) => [type, name])),
      },
    ];
  });
}
