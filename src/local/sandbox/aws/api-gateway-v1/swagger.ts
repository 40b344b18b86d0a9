type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const objectAt = (parent: Json, key: string): Json => (isObject(parent[key]) ? parent[key] : {});

/** The same API in Swagger 2.0, from the OpenAPI 3.0 document that the export makes. */
export function swaggerOf(openapi: Json): Json {
  const { openapi: _openapi, servers, paths, components, ...others } = openapi;
  const [server] = servers as Json[];
  const { url, variables, ...endpoint } = server ?? {};
  const { schemas, securitySchemes } = components as Readonly<Record<string, Json>>;
  const basePath = (variables as { readonly basePath: { readonly default: string } }).basePath.default;
  return renamed({
    swagger: '2.0',
    ...others,
    host: String(url).replace(/^https:\/\/([^/]+).*$/, '$1'),
    basePath: `/${basePath}`,
    schemes: ['https'],
    ...endpoint,
    paths: mapped(paths as Json, (item) => mapped(item, operation)),
    securityDefinitions: securitySchemes,
    definitions: schemas,
  }) as Json;
}

const mapped = (members: Json, change: (value: Json) => Json): Json =>
  Object.fromEntries(Object.entries(members).map(([key, value]) => [key, isObject(value) ? change(value) : value]));

function operation({ parameters = [], requestBody, responses, ...others }: Json): Json {
  const [type, body] = bodyOf(isObject(requestBody) ? requestBody : {});
  const flat = (parameters as Json[]).map(({ schema, ...parameter }) => ({ ...parameter, ...(schema as Json) }));
  const all = body === undefined ? flat : [...flat, { in: 'body', name: 'body', required: true, schema: body }];
  const produced = Object.values(responses as Json).flatMap((one) =>
    isObject(one) ? Object.keys(objectAt(one, 'content')) : [],
  );
  return {
    ...(type === undefined ? {} : { consumes: [type] }),
    ...(produced.length > 0 ? { produces: [...new Set(produced)] } : {}),
    ...others,
    ...(all.length > 0 ? { parameters: all } : {}),
    responses: mapped(responses as Json, response),
  };
}

/** Swagger has one schema for a body, whatever its content type. */
function bodyOf(holder: Json): readonly [string | undefined, unknown] {
  const [first] = Object.entries(objectAt(holder, 'content'));
  return first === undefined ? [undefined, undefined] : [first[0], isObject(first[1]) ? first[1]['schema'] : undefined];
}

function response(one: Json): Json {
  const { content: _content, headers, ...others } = one;
  const [, schema] = bodyOf(one);
  return {
    ...others,
    ...(schema === undefined ? {} : { schema }),
    ...(isObject(headers) ? { headers: mapped(headers, ({ schema: type }) => type as Json) } : {}),
  };
}

/** References lead to `definitions`. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string'
        ? item.replace('#/components/schemas/', '#/definitions/')
        : renamed(item),
    ]),
  );
}
