import type { AwsModel } from '../model/aws.ts';

/** Models as they validate: schemas of draft 4 in one document, each under a name of its own. */
export interface Draft4Components {
  readonly components: Readonly<Record<string, unknown>>;
  /** By component: what else it refers to. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  /** By component: references that lead to no model of the API. */
  readonly external: ReadonlyMap<string, readonly string[]>;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Keywords whose values are data, no schemas: what looks like a reference there is none. */
const DATA = new Set(['enum', 'const', 'default', 'example', 'examples']);
/** Keywords whose members have names of their own choice, so that `$ref` or `id` may be one of them. */
const NAMED = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);
/** They would give what is inside an address of its own, by which references no longer lead to the document. */
const ADDRESSES = new Set(['id', '$id', '$schema']);

/**
 * API Gateway's models for a validator: nothing of a schema is changed but its references, which lead to components of the document.
 * That is another thing than what an import describes (component-schema.ts), where OpenAPI's dialect and its ban on circles count.
 */
export function draft4Components(models: readonly AwsModel[]): Draft4Components {
  const known = MADE.get(models) ?? made(models);
  MADE.set(models, known);
  return known;
}

/** Each route of an API asks for the same. */
const MADE = new WeakMap<readonly AwsModel[], Draft4Components>();

function made(models: readonly AwsModel[]): Draft4Components {
  const parsed = new Map(models.flatMap(({ name, schema }) => entry(name, schema)));
  const components: Record<string, unknown> = {};
  const uses = new Map<string, ReadonlySet<string>>();
  const external = new Map<string, readonly string[]>();
  for (const [model, schema] of parsed) {
    const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
    const own = [
      [model, schema] as const,
      ...Object.entries(definitions).map(([n, s]) => [part(model, n), s] as const),
    ];
    for (const [name, each] of own) {
      const reader = new References(model, new Set(Object.keys(definitions)), new Set(parsed.keys()));
      components[name] = reader.rewritten(each);
      uses.set(name, reader.used);
      external.set(name, [...reader.external]);
    }
  }
  return { components, uses, external };
}

/** A component and all that it leads to. */
export function reachable({ uses }: Draft4Components, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(uses.get(name) ?? []));
  }
  return found;
}

function entry(name: string, schema: string): readonly (readonly [string, Json])[] {
  try {
    const value: unknown = JSON.parse(schema);
    return isObject(value) ? [[name, value]] : [];
  } catch {
    return [];
  }
}

const part = (model: string, definition: string): string =>
  `${model}.${definition.replaceAll(/[^A-Za-z0-9._-]+/g, '_')}`;

class References {
  readonly used = new Set<string>();
  readonly external = new Set<string>();
  readonly #model: string;
  readonly #definitions: ReadonlySet<string>;
  readonly #models: ReadonlySet<string>;

  constructor(model: string, definitions: ReadonlySet<string>, models: ReadonlySet<string>) {
    this.#model = model;
    this.#definitions = definitions;
    this.#models = models;
  }

  rewritten(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((each: unknown) => this.rewritten(each));
    if (!isObject(schema)) return schema;
    if (typeof schema['$ref'] === 'string') return this.#reference(schema['$ref']);
    return Object.fromEntries(
      Object.entries(schema)
        .filter(([keyword]) => !ADDRESSES.has(keyword) && keyword !== 'definitions')
        .map(([keyword, value]) => [keyword, this.#value(keyword, value)]),
    );
  }

  #value(keyword: string, value: unknown): unknown {
    if (DATA.has(keyword)) return value;
    if (!NAMED.has(keyword) || !isObject(value)) return this.rewritten(value);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.rewritten(each)]));
  }

  #reference(reference: string): Json {
    const component = this.#componentOf(reference);
    if (component === undefined) {
      this.external.add(reference);
      return { $ref: reference };
    }
    this.used.add(component);
    return { $ref: `#/components/schemas/${component}` };
  }

  #componentOf(reference: string): string | undefined {
    if (reference === '#') return this.#model;
    const own = /^#\/definitions\/([^/]+)$/.exec(reference)?.[1];
    if (own !== undefined && this.#definitions.has(decoded(own))) return part(this.#model, decoded(own));
    const model =
      own ??
      /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1] ??
      /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/.exec(reference)?.[1];
    return model !== undefined && this.#models.has(decoded(model)) ? decoded(model) : undefined;
  }
}

/** A JSON pointer's escapes. */
const decoded = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
