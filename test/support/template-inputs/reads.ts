import { bindingsOf, constantOf, referenceAt, type Reference, type Step } from './references.ts';
import { embeddedIn, emptyShape, itemsOf, memberOf, shapeAt, valuesOf, type Hint, type Shape } from './shape.ts';

/** What a template reads. */
export interface Reads {
  readonly body: Shape;
  /** Names of `$input.params('x')`, which are searched in path, query and header, and of one of the three. */
  readonly params: ReadonlySet<string>;
  readonly path: ReadonlySet<string>;
  readonly querystring: ReadonlySet<string>;
  readonly header: ReadonlySet<string>;
  readonly stageVariables: ReadonlySet<string>;
  /** Paths below `$context`, with dots. */
  readonly context: ReadonlySet<string>;
  /** Texts and numbers that the template is written with: it may compare with them. */
  readonly literals: readonly string[];
}

type Part = 'path' | 'querystring' | 'header';
const PARTS: readonly string[] = ['path', 'querystring', 'header'] satisfies readonly Part[];

/** What a variable stands for. `json` is the text of what is at a place, `key` a name in a map. */
type Place =
  | { readonly kind: 'body' | 'json' | 'keys' | 'key' | 'entries' | 'entry'; readonly shape: Shape }
  | { readonly kind: 'params'; readonly part?: Part }
  | { readonly kind: 'stageVariables' }
  | { readonly kind: 'context'; readonly path: readonly string[] }
  | undefined;

export function readsOf(template: string): Reads {
  const scan = new Scan(template);
  // What a block of #define reads may be set after it.
  scan.run();
  scan.run();
  return scan.reads;
}

class Scan {
  readonly reads;
  readonly #template: string;
  readonly #variables = new Map<string, Place>();

  constructor(template: string) {
    this.#template = template;
    this.reads = {
      body: emptyShape(),
      params: new Set<string>(),
      path: new Set<string>(),
      querystring: new Set<string>(),
      header: new Set<string>(),
      stageVariables: new Set<string>(),
      context: new Set<string>(),
      literals: literalsOf(template),
    } satisfies Reads;
  }

  run(): void {
    const bindings = new Map(bindingsOf(this.#template).map((binding) => [binding.at, binding]));
    for (const { index } of this.#template.matchAll(/[$#]/g)) {
      const binding = bindings.get(index);
      if (binding !== undefined) {
        const place = this.#valueOf(binding.value);
        this.#variables.set(binding.variable, binding.directive === 'set' ? place : itemOf(place));
      } else if (this.#template[index] === '$') this.#place(referenceAt(this.#template, index));
    }
  }

  /** Only a value that is one reference stands for a place. */
  #valueOf(value: string): Place {
    const reference = value.startsWith('$') ? referenceAt(value, 0) : undefined;
    if (reference === undefined || value.slice(reference.end).replace('}', '').trim() !== '') return undefined;
    return this.#place(reference);
  }

  #place(reference: Reference | undefined): Place {
    if (reference === undefined) return undefined;
    const [first, ...rest] = reference.steps;
    if (reference.name === 'input' && first !== undefined) return this.#walk(this.#input(first), rest);
    if (reference.name === 'util' && first !== undefined) return this.#walk(this.#util(first), rest);
    return this.#walk(this.#root(reference.name), reference.steps);
  }

  #root(name: string): Place {
    if (name === 'stageVariables') return { kind: 'stageVariables' };
    if (name === 'context') return { kind: 'context', path: [] };
    return this.#variables.get(name);
  }

  #input(step: Step): Place {
    const [value] = step.kind === 'call' ? step.values : [];
    const constant = value === undefined ? undefined : constantOf(value);
    if (step.kind === 'property' && step.name === 'body') return { kind: 'json', shape: this.reads.body };
    if (step.kind !== 'call') return undefined;
    if (step.name === 'params') {
      if (value === undefined) return { kind: 'params' };
      if (constant !== undefined) this.reads.params.add(String(constant));
      return undefined;
    }
    if (constant === undefined) return undefined;
    const shape = shapeAt(this.reads.body, String(constant));
    return { kind: step.name === 'path' ? 'body' : 'json', shape };
  }

  #util(step: Step): Place {
    if (step.kind !== 'call') return undefined;
    const place = this.#valueOf(step.values[0] ?? '');
    if (place === undefined || !('shape' in place) || place.kind === 'key') return undefined;
    if (step.name === 'parseJson')
      return { kind: 'body', shape: place.kind === 'json' ? place.shape : embeddedIn(place.shape) };
    if (place.kind !== 'body') return undefined;
    if (step.name === 'base64Decode') place.shape.hints.add('base64');
    if (step.name === 'urlDecode') place.shape.hints.add('encoded');
    if (step.name === 'escapeJavaScript' || step.name === 'urlEncode') place.shape.hints.add('text');
    return undefined;
  }

  #walk(place: Place, steps: readonly Step[]): Place {
    return steps.reduce<Place>((at, step) => this.#step(at, step), place);
  }

  #step(place: Place, step: Step): Place {
    switch (place?.kind) {
      case 'body':
        return this.#inBody(place.shape, step);
      case 'entry':
        if (step.kind === 'property' && step.name === 'value') return { kind: 'body', shape: valuesOf(place.shape) };
        return undefined;
      case 'params':
        return this.#inParams(place.part, nameOf(step));
      case 'stageVariables':
        if (nameOf(step) !== undefined) this.reads.stageVariables.add(nameOf(step) ?? '');
        return undefined;
      case 'context': {
        const name = nameOf(step);
        if (name === undefined) return undefined;
        this.reads.context.add([...place.path, name].join('.'));
        return { kind: 'context', path: [...place.path, name] };
      }
      default:
        return undefined;
    }
  }

  #inParams(part: Part | undefined, name: string | undefined): Place {
    if (name === undefined) return undefined;
    if (part === undefined) return PARTS.includes(name) ? { kind: 'params', part: name as Part } : undefined;
    this.reads[part].add(name);
    return undefined;
  }

  #inBody(shape: Shape, step: Step): Place {
    const name = nameOf(step);
    if (typeof name === 'string' && name !== '') return { kind: 'body', shape: memberOf(shape, name) };
    if (step.kind === 'call' && step.name !== 'get') return called(shape, step.name);
    const value = step.kind === 'index' ? step.value : step.kind === 'call' ? (step.values[0] ?? '') : '';
    if (typeof constantOf(value) === 'number') return { kind: 'body', shape: itemsOf(shape) };
    return { kind: 'body', shape: this.#valueOf(value)?.kind === 'key' ? valuesOf(shape) : itemsOf(shape) };
  }
}

/** The name that a step reads: `.name`, `.get("name")`, `["name"]`. */
function nameOf(step: Step): string | undefined {
  if (step.kind === 'property') return step.name;
  if (step.kind === 'call' && step.name !== 'get') return undefined;
  const constant = constantOf(step.kind === 'index' ? step.value : (step.values[0] ?? ''));
  return typeof constant === 'string' ? constant : undefined;
}

const HINTS: Readonly<Record<string, Hint>> = {
  size: 'list',
  keySet: 'map',
  entrySet: 'map',
  values: 'map',
  containsKey: 'map',
  split: 'text',
  substring: 'text',
  replace: 'text',
  replaceAll: 'text',
  length: 'text',
  toUpperCase: 'text',
  toLowerCase: 'text',
  trim: 'text',
  matches: 'text',
  startsWith: 'text',
  endsWith: 'text',
  indexOf: 'text',
};

function called(shape: Shape, name: string): Place {
  const hint = HINTS[name];
  if (hint !== undefined) shape.hints.add(hint);
  if (name === 'keySet') return { kind: 'keys', shape };
  if (name === 'entrySet') return { kind: 'entries', shape };
  if (name === 'values') return { kind: 'body', shape: { ...emptyShape(), items: valuesOf(shape) } };
  if (name === 'toString') return { kind: 'json', shape };
  return undefined;
}

/** What #foreach gives one after the other. */
function itemOf(place: Place): Place {
  if (place?.kind === 'body') return { kind: 'body', shape: itemsOf(place.shape) };
  if (place?.kind === 'keys') return { kind: 'key', shape: place.shape };
  if (place?.kind === 'entries') return { kind: 'entry', shape: place.shape };
  return undefined;
}

function literalsOf(template: string): readonly string[] {
  const compared = /(?:[=!<>]=?|\beq|\bne|\bgt|\blt|\bge|\ble)\s*(?:'([^']{0,40})'|"([^"$]{0,40})"|(-?\d{1,9})\b)/g;
  return [...template.matchAll(compared)].map(([, single, double, number]) => single ?? double ?? number ?? '');
}
