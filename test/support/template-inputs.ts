import type { TemplateInput } from '../../src/vtl/template.ts';
import { seededRandom } from './seeded-random.ts';
import { JsonMaker, jsonText, pick } from './template-inputs/json-text.ts';
import { readsOf, type Reads } from './template-inputs/reads.ts';
import { emptyShape, type Shape } from './template-inputs/shape.ts';
import { HEADER_TEXTS, NOT_JSON, STAGE_TEXTS } from './template-inputs/texts.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * Inputs made for a template: payloads with values where it reads, parameters and variables of the names that it knows. The same template,
 * seed and count give the same inputs.
 */
export function templateInputs(template: string, seed: number, count = 40): readonly TemplateInput[] {
  const reads = readsOf(template);
  const random = seededRandom(seed ^ hash(template));
  return Array.from({ length: count }, (_, at) => new InputMaker(reads, random).input(at));
}

/**
 * Those whose payload is JSON or none: whether another is a mistake depends on whether it is read, and policies read it where they begin.
 */
export function jsonInputs(template: string, seed: number, count: number): readonly TemplateInput[] {
  return templateInputs(template, seed, count).filter(({ body }) => body === '' || isJson(body));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}

class InputMaker {
  readonly #reads: Reads;
  readonly #random: () => number;
  readonly #json: JsonMaker;

  constructor(reads: Reads, random: () => number) {
    this.#reads = reads;
    this.#random = random;
    this.#json = new JsonMaker(random, reads.literals);
  }

  input(at: number): TemplateInput {
    return {
      body: this.#body(at),
      params: {
        path: this.#parameters('path', () => this.#json.text() || '0'),
        querystring: this.#parameters('querystring', () => this.#json.text()),
        header: this.#parameters('header', () => pick(this.#random, [...HEADER_TEXTS, ...this.#reads.literals])),
      },
      stageVariables: this.#some(this.#reads.stageVariables, () => pick(this.#random, STAGE_TEXTS)),
      context: this.#context(),
    };
  }

  /** The first are those that a template must always bear: what it was written for, nothing, and what is no object. */
  #body(at: number): string {
    const { body } = this.#reads;
    if (at === 0) return plainText(body);
    if (at === 1) return '';
    if (at === 2) return '{}';
    if (at === 3) return pick(this.#random, NOT_JSON);
    if (at === 4) return pick(this.#random, ['null', '42', 'true', '"text"', '[]', '[1,"a"]', ' {} ']);
    return jsonText(this.#json.expected(isUnread(body) ? ANY : body), this.#random);
  }

  #parameters(part: 'path' | 'querystring' | 'header', text: () => string): Texts {
    const more = part === 'header' ? ['X-Extra', 'x-other'] : ['extra', 'id'];
    const names = [...this.#reads.params, ...this.#reads[part], ...more.filter(() => this.#random() < 0.3)];
    return this.#some(names, text, this.#reads.params.size > 0 ? 0.6 : 0.85);
  }

  #some(names: Iterable<string>, text: () => string, share = 0.85): Texts {
    return Object.fromEntries([...names].filter(() => this.#random() < share).map((name) => [name, text()]));
  }

  #context(): Readonly<Record<string, unknown>> {
    const context = structuredClone(CONTEXT) as Tree;
    for (const path of this.#reads.context) {
      const text = CONTEXT_TEXT.exec(path)?.[0];
      if (text !== undefined && this.#random() < 0.8) this.#put(context, text.split('.'));
    }
    return context;
  }

  /** Beside what every request has. */
  #put(tree: Tree, [name = '', ...rest]: readonly string[]): void {
    const held = (tree[name] ??= rest.length === 0 ? this.#json.text() : {});
    if (rest.length > 0) this.#put(held as Tree, rest);
  }
}

type Tree = Record<string, unknown>;

const ANY: Shape = { ...emptyShape(), values: emptyShape() };

function isUnread({ members, items, values, hints }: Shape): boolean {
  return members.size === 0 && items === undefined && values === undefined && hints.size === 0;
}

/** Every expected member, with plain text. */
function plainText(shape: Shape): string {
  const plain = (at: Shape, name: string): unknown => {
    if (at.embedded !== undefined) return JSON.stringify(plain(at.embedded, name));
    if (at.items !== undefined && at.members.size === 0) return [plain(at.items, name), plain(at.items, name)];
    if (at.members.size === 0 && at.values === undefined && !at.hints.has('map')) return `${name} text`;
    const members = [...at.members].map(([key, member]) => [key, plain(member, key)] as const);
    const others = at.values === undefined ? [] : [['other', plain(at.values, 'other')] as const];
    return Object.fromEntries([...members, ...others]);
  };
  return JSON.stringify(isUnread(shape) ? { a: "it's", b: [1, { c: 'd' }] } : plain(shape, 'root'));
}

/** The part of a path that names a text. */
const CONTEXT_TEXT =
  /^(?:authorizer\.claims\.[^.]+|authorizer\.(?!claims\b)[^.]+|(?:identity|error)\.[^.]+|(?!authorizer\b|identity\b|error\b|requestOverride\b|responseOverride\b)[^.]+$)/;

/** What API Gateway says of a request, as far as every request has it. */
const CONTEXT = {
  requestId: '5e1f7a3c-0000-4000-8000-000000000001',
  extendedRequestId: 'JKJaXmPLvHcESHA=',
  httpMethod: 'POST',
  stage: 'prod',
  resourcePath: '/x/{id}',
  resourceId: 'op1',
  path: '/prod/x/42',
  protocol: 'HTTP/1.1',
  apiId: 'api1',
  accountId: '111122223333',
  domainName: 'api.example.com',
  requestTime: '23/Nov/2026:04:05:06 +0000',
  requestTimeEpoch: 1_795_406_706_000,
  identity: { sourceIp: '192.0.2.1', userAgent: "curl/8 (it's)" },
} as const;
