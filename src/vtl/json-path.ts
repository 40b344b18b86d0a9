import { RenderError } from './error.ts';
import { isEqual, isOrdered } from './java/arithmetic.ts';
import { isItems, JsonArray, type Java, type JavaMap } from './java/value.ts';

/** The part of JsonPath that the compiler carries as well; the rest fails, named by its text (docs: templates, 3). */
export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  /** Everything below, and what the next step finds in it. */
  | { readonly kind: 'deep' }
  | { readonly kind: 'filter'; readonly anyOf: readonly (readonly Condition[])[] };

export interface Condition {
  readonly path: readonly string[];
  /** Without one, the member has to be there. */
  readonly operator?: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly literal?: string | bigint | number | boolean | null;
}

const NAME = /([^.[\]'"()*?@ ]+(?:\(\))?)/y;
const QUOTED = /\s*'((?:[^'\\]|\\.)*)'\s*/y;
const DOUBLE_QUOTED = /\s*"((?:[^"\\]|\\.)*)"\s*/y;
const SLICE = /\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?=\])/y;
const INDEXES = /\s*-?\d+(?:\s*,\s*-?\d+)*\s*(?=\])/y;

/** Reads a path; it need not begin with `$`. Throws RenderError for one that is malformed or of the parts that are not carried. */
export function parsePath(text: string): readonly PathStep[] {
  const reader = new PathReader(text.trim());
  return reader.whole();
}

/** A path that names one place; others always give a list. */
export const isDefinite = (steps: readonly PathStep[]): boolean =>
  steps.every(({ kind }) => kind === 'name' || kind === 'names' || kind === 'index');

class PathReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): readonly PathStep[] {
    const steps: PathStep[] = [];
    if (this.#text === '') this.#refuse();
    if (!this.#take('$')) steps.push(this.#text.startsWith('[') ? this.#bracket() : this.#named());
    while (this.#at < this.#text.length) {
      if (this.#take('..')) {
        steps.push({ kind: 'deep' });
        if (!this.#text.startsWith('[', this.#at)) steps.push(this.#named());
      } else if (this.#take('.')) steps.push(this.#named());
      else steps.push(this.#bracket());
    }
    return steps;
  }

  #refuse(): never {
    throw new RenderError(`the JSON path ${this.#text} is not supported at ${this.#at + 1}`);
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #named(): PathStep {
    if (this.#take('*')) return { kind: 'all' };
    const name = this.#match(NAME)?.[1];
    return name === undefined ? this.#refuse() : { kind: 'name', name };
  }

  #bracket(): PathStep {
    if (!this.#take('[')) this.#refuse();
    const step = this.#inner();
    if (!this.#take(']')) this.#refuse();
    return step;
  }

  #inner(): PathStep {
    if (this.#take('*')) return { kind: 'all' };
    if (this.#take('?(')) return this.#filter();
    const slice = this.#match(SLICE);
    if (slice) return { kind: 'slice', from: toInteger(slice[1]), to: toInteger(slice[2]) };
    const indexes = this.#match(INDEXES)?.[0].split(',').map(Number);
    if (indexes !== undefined) {
      const [index = 0] = indexes;
      return indexes.length === 1 ? { kind: 'index', index } : { kind: 'indexes', indexes };
    }
    const names = [this.#quoted()];
    while (this.#take(',')) names.push(this.#quoted());
    const [name = ''] = names;
    return names.length === 1 ? { kind: 'name', name } : { kind: 'names', names };
  }

  #quoted(): string {
    const quoted = (this.#match(QUOTED) ?? this.#match(DOUBLE_QUOTED))?.[1];
    return quoted === undefined ? this.#refuse() : quoted.replace(/\\(.)/g, '$1');
  }

  #filter(): PathStep {
    const anyOf: Condition[][] = [];
    do {
      const all: Condition[] = [];
      do all.push(this.#condition());
      while (this.#sign('&&'));
      anyOf.push(all);
    } while (this.#sign('||'));
    this.#space();
    if (!this.#take(')')) this.#refuse();
    return { kind: 'filter', anyOf };
  }

  #space(): void {
    this.#match(/\s*/y);
  }

  #sign(sign: string): boolean {
    this.#space();
    return this.#take(sign);
  }

  #condition(): Condition {
    if (!this.#sign('@')) this.#refuse();
    const path: string[] = [];
    for (;;) {
      if (this.#take('.')) path.push(this.#match(/[\w-]+/y)?.[0] ?? this.#refuse());
      else if (this.#text.startsWith("['", this.#at)) {
        this.#take('[');
        path.push(this.#quoted());
        if (!this.#take(']')) this.#refuse();
      } else break;
    }
    this.#space();
    const operator = this.#match(/==|!=|<=|>=|<|>/y)?.[0] as Condition['operator'];
    if (operator === undefined) return { path };
    this.#space();
    return { path, operator, literal: this.#literal() };
  }

  #literal(): Exclude<Condition['literal'], undefined> {
    const word = this.#match(/(?:true|false|null)(?!\w)/y)?.[0];
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    const number = this.#match(/-?\d+(\.\d+)?(?![\w.])/y);
    if (number) return number[1] === undefined ? BigInt(number[0]) : Number(number[0]);
    return this.#quoted();
  }
}

const toInteger = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** What a path finds: one value (undefined where there is none), or the list of all that an indefinite one finds. */
export function readPath(root: Java, steps: readonly PathStep[]): Java | undefined {
  if (isDefinite(steps)) return steps.reduce<Java | undefined>(one, root);
  return new JsonArray(found([root], steps));
}

function one(value: Java | undefined, step: PathStep): Java | undefined {
  return value === undefined ? undefined : children(value, step)[0];
}

function found(values: readonly Java[], steps: readonly PathStep[]): Java[] {
  return steps.reduce<readonly Java[]>(
    (current, step) =>
      current.flatMap((value) => (step.kind === 'deep' ? [...everything(value)] : children(value, step))),
    values,
  ) as Java[];
}

/** The value and all containers below it, each before what it holds. */
function* everything(value: Java): Generator<Java> {
  if (!(value instanceof Map) && !isItems(value)) return;
  yield value;
  for (const child of contents(value)) yield* everything(child);
}

const contents = (value: Java): readonly Java[] =>
  value instanceof Map ? [...value.values()] : isItems(value) ? value.items : [];

function children(value: Java, step: PathStep): readonly Java[] {
  switch (step.kind) {
    case 'all':
      return contents(value);
    case 'name':
      return value instanceof Map && value.has(step.name) ? [value.get(step.name) ?? null] : [];
    case 'names':
      return value instanceof Map ? [picked(value, step.names)] : [];
    default:
      return isItems(value) ? items(value.items, step) : [];
  }
}

const picked = (map: JavaMap, names: readonly string[]): JavaMap =>
  new Map(names.filter((name) => map.has(name)).map((name) => [name, map.get(name) ?? null]));

function items(list: readonly Java[], step: PathStep): readonly Java[] {
  const at = (index: number): readonly Java[] => {
    const item = list.at(index);
    return item === undefined ? [] : [item];
  };
  switch (step.kind) {
    case 'index':
      return at(step.index);
    case 'indexes':
      return step.indexes.flatMap(at);
    case 'slice':
      return list.slice(step.from ?? 0, step.to);
    case 'filter':
      return list.filter((item) => step.anyOf.some((all) => all.every((condition) => holds(item, condition))));
    default:
      return [];
  }
}

function holds(item: Java, { path, operator, literal }: Condition): boolean {
  const value = path.reduce<Java | undefined>(
    (current, name) => (current instanceof Map ? current.get(name) : undefined),
    item,
  );
  if (operator === undefined) return value !== undefined;
  const wanted = literal ?? null;
  if (operator === '==' || operator === '!=') {
    const isSame = value !== undefined && typeof value === typeof wanted && isEqual(value, wanted);
    return isSame === (operator === '==');
  }
  return value !== undefined && isOrdered(operator, value, wanted);
}
