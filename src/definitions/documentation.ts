import type { AwsBodyDocumentation, AwsRouteDocumentation } from '../model/aws.ts';
import type { SourceRef } from '../model/source-ref.ts';
import { isObject, listAt, memberOf, objectAt, type Json, type JsonObject } from './json.ts';
import { textOf } from './placeholders.ts';
import { resolve } from './references.ts';

const PLACES = ['path', 'query', 'header'] as const;

/** What an operation says for people: a source of schemas and examples. Undefined where it says nothing. */
export function readDocumentation(
  document: JsonObject,
  operation: JsonObject,
  declared: readonly JsonObject[],
  at: SourceRef,
): AwsRouteDocumentation | undefined {
  const summary = textOf(memberOf(operation, 'summary'));
  const description = textOf(memberOf(operation, 'description'));
  const parameters = declared.flatMap(parameterOf);
  const requestBody = requestBodyOf(document, operation, declared);
  const responses = responsesOf(document, operation);
  const isSilent =
    summary === undefined &&
    description === undefined &&
    parameters.length === 0 &&
    Object.keys(requestBody).length === 0 &&
    Object.keys(responses).length === 0;
  if (isSilent) return undefined;
  return {
    at,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    parameters,
    requestBody,
    responses,
  };
}

function parameterOf(parameter: JsonObject): AwsRouteDocumentation['parameters'] {
  const name = textOf(memberOf(parameter, 'name'));
  const place = PLACES.find((each) => each === memberOf(parameter, 'in'));
  if (name === undefined || place === undefined) return [];
  const schema = memberOf(parameter, 'schema') ?? swaggerSchema(parameter);
  const example = memberOf(parameter, 'example') ?? memberOf(parameter, 'x-example');
  return [
    {
      in: place,
      name,
      required: place === 'path' || memberOf(parameter, 'required') === true,
      ...(schema === undefined ? {} : { schema: JSON.stringify(schema) }),
      ...(example === undefined ? {} : { example: JSON.stringify(example) }),
    },
  ];
}

/** Swagger 2 puts type, format and the like beside the parameter's name. */
function swaggerSchema(parameter: JsonObject): Json | undefined {
  if (memberOf(parameter, 'type') === undefined) return undefined;
  const others = new Set(['name', 'in', 'required', 'description', 'x-example']);
  return Object.fromEntries(Object.entries(parameter).filter(([key]) => !others.has(key)));
}

type Bodies = Readonly<Record<string, AwsBodyDocumentation>>;

function requestBodyOf(document: JsonObject, operation: JsonObject, declared: readonly JsonObject[]): Bodies {
  const body = resolve(document, memberOf(operation, 'requestBody'));
  if (isObject(body)) return bodiesOf(document, objectAt(body, 'content'));
  const parameter = declared.find((each) => memberOf(each, 'in') === 'body');
  return parameter === undefined
    ? {}
    : swaggerBodies(operation, document, 'consumes', memberOf(parameter, 'schema'), []);
}

function responsesOf(document: JsonObject, operation: JsonObject): AwsRouteDocumentation['responses'] {
  const found = Object.entries(objectAt(operation, 'responses')).flatMap(([status, raw]): [string, Bodies][] => {
    const response = resolve(document, raw);
    if (!isObject(response)) return [];
    const bodies = isObject(memberOf(response, 'content'))
      ? bodiesOf(document, objectAt(response, 'content'))
      : swaggerBodies(
          operation,
          document,
          'produces',
          memberOf(response, 'schema'),
          Object.values(objectAt(response, 'examples')),
        );
    return Object.keys(bodies).length === 0 ? [] : [[status, bodies]];
  });
  return Object.fromEntries(found);
}

function bodiesOf(document: JsonObject, content: JsonObject): Bodies {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => {
      const named = Object.values(objectAt(media, 'examples')).flatMap(
        (each) => memberOf(resolve(document, each), 'value') ?? [],
      );
      const own = memberOf(media, 'example');
      return [type, bodyOf(memberOf(media, 'schema'), own === undefined ? named : [own, ...named])];
    }),
  );
}

function swaggerBodies(
  operation: JsonObject,
  document: JsonObject,
  key: 'consumes' | 'produces',
  schema: Json | undefined,
  examples: readonly Json[],
): Bodies {
  if (schema === undefined && examples.length === 0) return {};
  const own = listAt(operation, key);
  const types = (own.length > 0 ? own : listAt(document, key)).flatMap((type) => textOf(type) ?? []);
  return Object.fromEntries(
    (types.length > 0 ? types : ['application/json']).map((type) => [type, bodyOf(schema, examples)]),
  );
}

function bodyOf(schema: Json | undefined, examples: readonly Json[]): AwsBodyDocumentation {
  return {
    ...(schema === undefined ? {} : { schema: JSON.stringify(schema) }),
    examples: examples.map((example) => JSON.stringify(example)),
  };
}
