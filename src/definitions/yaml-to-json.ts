import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { isList, isObject, type Json } from './json.ts';

/** A document that is not read; the message is one line with the place and the reason. */
export class DocumentRefused extends Error {
  override readonly name = 'DocumentRefused';
}

/** Values that aliases may make of a document together: a bomb has billions. */
const MOST_VALUES = 2_000_000;
/** Brackets of flow collections that may be open at once: the parser's time grows with their square. */
const DEEPEST_FLOW = 200;

/**
 * One YAML document as JSON. Local tags become CloudFormation's long form (`!Sub x` is `{"Fn::Sub": "x"}`, `!GetAtt a.b` is
 * `{"Fn::GetAtt": ["a", "b"]}`), aliases are copied, merge keys merged, keys are text. Duplicates are named, the last one kept.
 * @throws DocumentRefused for anything that is not one YAML document of at most `deepest` levels
 */
export function parseYaml(
  text: string,
  deepest: number,
): { readonly value: Json; readonly duplicates: readonly string[] } {
  if (flowDepth(text) > DEEPEST_FLOW) throw new DocumentRefused(`brackets nest deeper than ${DEEPEST_FLOW} levels`);
  if (blockDepth(text) > deepest) throw new DocumentRefused(`nested deeper than ${deepest} levels`);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    logLevel: 'silent',
    uniqueKeys: false,
    keepSourceTokens: false,
  });
  const [document, other] = documents as readonly Document.Parsed[];
  if (document === undefined) throw new DocumentRefused('the file is empty');
  if (other !== undefined)
    throw new DocumentRefused(
      `line ${lines.linePos(other.range[0]).line}: a second document begins: put each in a file of its own`,
    );
  const [error] = document.errors;
  if (error !== undefined)
    throw new DocumentRefused(`not YAML: ${error.message.split('\n')[0] ?? ''}`.replaceAll(/\s+/g, ' ').trim());
  return new Converter(document, lines, deepest).convert();
}

/** How deep brackets outside of quotes could nest, at most. */
function flowDepth(text: string): number {
  let [depth, most] = [0, 0];
  for (const [bracket] of text.matchAll(/[[{}\]]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    most = Math.max(most, depth);
  }
  return most;
}

/** How deep lines are indented below one another: the parser's recursion is bounded by the stack only. */
function blockDepth(text: string): number {
  const indents: number[] = [];
  let most = 0;
  for (const [, blanks = ''] of text.matchAll(/^( *)[^ \r\n]/gm)) {
    while ((indents.at(-1) ?? -1) >= blanks.length) indents.pop();
    indents.push(blanks.length);
    most = Math.max(most, indents.length);
  }
  return most;
}

/** What an anchor stands for: its value, shared by its aliases, with how many values that is and how deep they nest. */
interface Anchored {
  readonly value: Json;
  readonly size: number;
  readonly height: number;
}

class Converter {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #deepest: number;
  readonly #duplicates: string[] = [];
  readonly #anchors = new Map<string, Anchored>();
  /** Anchors whose node is being read. */
  readonly #open = new Set<string>();
  #values = 0;
  /** Of the node being read: how deep anything in it was. */
  #reached = 0;

  constructor(document: Document.Parsed, lines: LineCounter, deepest: number) {
    this.#document = document;
    this.#lines = lines;
    this.#deepest = deepest;
  }

  convert(): { readonly value: Json; readonly duplicates: readonly string[] } {
    return { value: this.#json(this.#document.contents, 0), duplicates: this.#duplicates };
  }

  #json(node: Node | null, depth: number): Json {
    this.#count(node, 1, depth);
    if (node === null) return null;
    if (isAlias(node)) return this.#aliased(node, depth);
    const anchor = 'anchor' in node ? (node.anchor as string | undefined) : undefined;
    if (anchor === undefined) return tagged(node, this.#plain(node, depth));
    const [before, reached] = [this.#values, this.#reached];
    this.#open.add(anchor);
    this.#reached = depth;
    const value = tagged(node, this.#plain(node, depth));
    this.#open.delete(anchor);
    this.#anchors.set(anchor, { value, size: this.#values - before + 1, height: this.#reached - depth });
    this.#reached = Math.max(reached, this.#reached);
    return value;
  }

  /** Aliases share the value: it is counted as often as it would be written out. */
  #aliased(node: Node & { readonly source: string }, depth: number): Json {
    if (this.#open.has(node.source)) throw this.#refusal(node, `the anchor ${node.source} contains itself`);
    const anchored = this.#anchors.get(node.source);
    if (anchored === undefined) throw this.#refusal(node, `the alias ${node.source} has no anchor before it`);
    this.#count(node, anchored.size, depth + anchored.height);
    return anchored.value;
  }

  #count(node: Node | null, values: number, depth: number): void {
    this.#values += values;
    this.#reached = Math.max(this.#reached, depth);
    if (depth > this.#deepest) throw this.#refusal(node, `nested deeper than ${this.#deepest} levels`);
    if (this.#values > MOST_VALUES) throw this.#refusal(node, 'aliases make more values of it than can be read');
  }

  #plain(node: Node, depth: number): Json {
    if (isScalar(node)) return scalar(node.value, node.source);
    if (isSeq(node)) return node.items.map((item) => this.#json(item as Node | null, depth + 1));
    if (isMap(node)) return this.#object(node, depth);
    throw this.#refusal(node, 'a value of an unknown kind');
  }

  #object(node: YAMLMap, depth: number): Json {
    const entries = new Map<string, Json>();
    const merged = new Map<string, Json>();
    for (const pair of node.items as readonly Pair<Node | null, Node | null>[]) {
      const key = this.#key(pair.key);
      const value = this.#json(pair.value, depth + 1);
      if (key === '<<' && pair.key !== null && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        for (const each of isList(value) ? value : [value])
          if (isObject(each))
            for (const [name, member] of Object.entries(each)) if (!merged.has(name)) merged.set(name, member);
        continue;
      }
      if (entries.has(key)) this.#duplicates.push(`${this.#place(pair.key)}, ${JSON.stringify(key)}`);
      entries.set(key, value);
    }
    for (const [name, member] of merged) if (!entries.has(name)) entries.set(name, member);
    // fromEntries defines members: a key __proto__ becomes one and sets nothing.
    return Object.fromEntries(entries);
  }

  #key(key: Node | null): string {
    if (key === null) return 'null';
    const value = isAlias(key) ? this.#aliased(key, 0) : isScalar(key) ? key.value : undefined;
    if (typeof value === 'string') return value;
    if (!isScalar(key)) throw this.#refusal(key, 'a key that is no text');
    return key.source ?? 'null';
  }

  #place(node: Node | null): string {
    const { line, col } = this.#lines.linePos(node?.range?.[0] ?? 0);
    return `line ${line} column ${col}`;
  }

  #refusal(node: Node | null, why: string): DocumentRefused {
    return new DocumentRefused(`${this.#place(node)}: ${why}`);
  }
}

/** Numbers that are ids keep their zeros; what JSON cannot say (infinity, 64-bit integers) stays text. */
function scalar(value: unknown, source: string | undefined): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  const isExact = typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (!isExact || /^[-+]?0\d/.test(source ?? '')) return source ?? '';
  return value;
}

/** CloudFormation's functions without the prefix `Fn::` (its user guide, intrinsic functions, 2026-11-25). */
const WITHOUT_PREFIX = ['Ref', 'Condition'];

function tagged(node: Node, value: Json): Json {
  const name = /^!([A-Za-z][\w:-]*)$/.exec(node.tag ?? '')?.[1];
  if (name === undefined) return value;
  if (WITHOUT_PREFIX.includes(name)) return { [name]: value };
  const [resource = '', ...attribute] = typeof value === 'string' ? value.split('.') : [];
  return { [`Fn::${name}`]: name === 'GetAtt' && resource !== '' ? [resource, attribute.join('.')] : value };
}
