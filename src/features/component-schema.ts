/** A JSON Schema as a component of an OpenAPI 3.0 document, and what of it could not be said there. */
export interface ComponentSchema {
  /** Components by name: the model's own, and its `definitions` as components beside it. */
  readonly components: Readonly<Record<string, unknown>>;
  /** Keywords that OpenAPI 3.0 has not; they are left out. */
  readonly dropped: readonly string[];
  /** References to what is not part of the API. */
  readonly external: readonly string[];
}

/** Keywords of OpenAPI 3.0 schemas whose values are no schemas, with the types that readers accept. */
const PLAIN: Readonly<Record<string, 'text' | 'number' | 'boolean' | 'any'>> = {
  title: 'text',
  description: 'text',
  format: 'text',
  pattern: 'text',
  multipleOf: 'number',
  maximum: 'number',
  minimum: 'number',
  maxLength: 'number',
  minLength: 'number',
  maxItems: 'number',
  minItems: 'number',
  maxProperties: 'number',
  minProperties: 'number',
  uniqueItems: 'boolean',
  nullable: 'boolean',
  readOnly: 'boolean',
  writeOnly: 'boolean',
  deprecated: 'boolean',
  default: 'any',
  example: 'any',
};
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
/** Of no meaning for a payload: identity, comments, and what definitions add for documentation. */
const SILENT = /^(\$schema|\$id|id|\$comment|definitions|\$defs|externalDocs|xml|examples|discriminator|x-.*)$/;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * A model's schema (JSON Schema draft 4, as API Gateway takes it) for `components/schemas` (OpenAPI 3.0.1, the version that API
 * Management imports). `definitions` become components of their own, named after the model; `$ref` to models by their URL, by
 * `#/definitions` or by `#/components/schemas` become references to components.
 * @param known names of the API's models
 */
export function componentSchema(name: string, schema: unknown, known: ReadonlySet<string>): ComponentSchema {
  const reader = new SchemaReader(name, isObject(schema) ? schema : {}, known);
  return reader.read(schema);
}

class SchemaReader {
  readonly #name: string;
  readonly #own: ReadonlyMap<string, unknown>;
  readonly #known: ReadonlySet<string>;
  readonly #dropped = new Set<string>();
  readonly #external = new Set<string>();

  constructor(name: string, root: Json, known: ReadonlySet<string>) {
    this.#name = name;
    this.#known = known;
    const definitions = [root['definitions'], root['$defs']].filter(isObject);
    this.#own = new Map(definitions.flatMap((each) => Object.entries(each)));
  }

  read(schema: unknown): ComponentSchema {
    const components = Object.fromEntries([
      [this.#name, this.#schema(schema)],
      ...[...this.#own].map(([name, each]) => [this.#componentOf(name), this.#schema(each)] as const),
    ]);
    return { components, dropped: [...this.#dropped].sort(), external: [...this.#external].sort() };
  }

  #componentOf(definition: string): string {
    return `${this.#name}.${definition.replaceAll(/[^A-Za-z0-9._-]+/g, '_')}`;
  }

  #schema(schema: unknown): unknown {
    if (schema === false) return { not: {} };
    if (!isObject(schema)) return {};
    if (typeof schema['$ref'] === 'string') return this.#reference(schema['$ref']);
    const { type, nullable, variants } = typeOf(schema['type']);
    const made: Record<string, unknown> = { ...(type !== undefined && { type }), ...(nullable && { nullable: true }) };
    for (const [keyword, value] of Object.entries(schema)) Object.assign(made, this.#keyword(keyword, value, schema));
    if (variants.length > 0 && made['anyOf'] === undefined) made['anyOf'] = variants.map((each) => ({ type: each }));
    if (type === 'array' && made['items'] === undefined) made['items'] = {};
    return made;
  }

  #keyword(keyword: string, value: unknown, of: Json): Json {
    const plain = PLAIN[keyword];
    if (plain !== undefined) return plainValue(keyword, value, plain);
    switch (keyword) {
      case 'type':
        return {};
      case 'enum':
        return Array.isArray(value) && value.length > 0 ? { enum: value } : {};
      case 'const':
        return { enum: [value] };
      case 'required':
        return isTexts(value) && value.length > 0 ? { required: [...new Set(value)] } : {};
      case 'properties':
        return { properties: this.#schemas(value) };
      case 'additionalProperties':
        return { additionalProperties: typeof value === 'boolean' ? value : this.#schema(value) };
      case 'items':
        return this.#items(value);
      case 'not':
        return { not: this.#schema(value) };
      case 'allOf':
      case 'anyOf':
      case 'oneOf':
        return Array.isArray(value) && value.length > 0
          ? { [keyword]: value.map((each: unknown) => this.#schema(each)) }
          : {};
      case 'exclusiveMinimum':
      case 'exclusiveMaximum':
        return exclusive(keyword, value, of);
      default:
        if (!SILENT.test(keyword)) this.#dropped.add(keyword);
        return {};
    }
  }

  #schemas(value: unknown): Json {
    if (!isObject(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.#schema(each)]));
  }

  /** A list of schemas, one a position, has no counterpart: any of them may stand anywhere. */
  #items(value: unknown): Json {
    if (!Array.isArray(value)) return { items: this.#schema(value) };
    this.#dropped.add('items by position');
    return { items: value.length === 0 ? {} : { anyOf: value.map((each: unknown) => this.#schema(each)) } };
  }

  #reference(reference: string): Json {
    if (reference === '#') return this.#to(this.#name);
    const own = /^#\/(?:definitions|\$defs)\/([^/]+)$/.exec(reference)?.[1];
    if (own !== undefined && this.#own.has(decoded(own))) return this.#to(this.#componentOf(decoded(own)));
    const model =
      own ??
      /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1] ??
      /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/.exec(reference)?.[1];
    if (model !== undefined && this.#known.has(decoded(model))) return this.#to(decoded(model));
    this.#external.add(reference);
    return {};
  }

  #to(component: string): Json {
    return { $ref: `#/components/schemas/${component}` };
  }
}

/** A JSON pointer's escapes, and those of a URI fragment. */
function decoded(token: string): string {
  const plain = token.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/** OpenAPI 3.0 has one type and `nullable`; a list of several types becomes variants. */
function typeOf(type: unknown): { type?: string; nullable: boolean; variants: readonly string[] } {
  const named = [type].flat().filter((each): each is string => typeof each === 'string');
  const types = named.filter((each) => TYPES.includes(each));
  const nullable = named.includes('null');
  const [only] = types;
  return types.length === 1 && only !== undefined
    ? { type: only, nullable, variants: [] }
    : { nullable, variants: types };
}

function plainValue(keyword: string, value: unknown, kind: 'text' | 'number' | 'boolean' | 'any'): Json {
  if (kind === 'any') return { [keyword]: value };
  if (kind === 'number') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? { [keyword]: number } : {};
  }
  return typeof value === (kind === 'text' ? 'string' : 'boolean') ? { [keyword]: value } : {};
}

/** Draft 4 says it by a flag beside the limit, later drafts by a limit of its own. */
function exclusive(keyword: 'exclusiveMinimum' | 'exclusiveMaximum', value: unknown, of: Json): Json {
  const limit = keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum';
  if (typeof value === 'number') return { [limit]: value, [keyword]: true };
  return value === true && of[limit] !== undefined ? { [keyword]: true } : {};
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
