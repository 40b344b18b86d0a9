import type { Expression } from '../csharp/expression.ts';
import { printExpression } from '../csharp/print.ts';
import * as cs from '../csharp/build.ts';
import { setVariable } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { asJson, objectIn, restored } from './json-variable.ts';

/**
 * What the answer's policies read of a request that is made anew for the backend: by then its headers, method, body and path are those
 * that the backend got. Such a value is kept in a variable before, each once.
 */
export class KeptValues {
  readonly #kept = new Map<string, Expression>();

  /** The text as the answer's policies may read it. */
  keep<T extends string | Expression | undefined>(text: T): T | Expression {
    if (typeof text !== 'object' || !readsRequest(text)) return text;
    return cs.variable(this.#variable(text), 'string');
  }

  /** The same of a JObject of texts. */
  keepTexts(texts: Expression): Expression {
    return readsRequest(texts) ? restored(objectIn(this.#variable(asJson(texts))), 1) : texts;
  }

  #variable(value: Expression): string {
    const code = printExpression(value);
    if (!this.#kept.has(code)) this.#kept.set(code, value);
    return nameOf([...this.#kept.keys()].indexOf(code));
  }

  /** Policies that keep the values, before the request is changed. */
  policies(): readonly PolicyElement[] {
    return [...this.#kept.values()].map((value, index) => setVariable(nameOf(index), value));
  }
}

const nameOf = (index: number): string => `request-value-${index + 1}`;

/** Members of `context.Request` that policies change. */
const CHANGED = ['Headers', 'Method', 'Body', 'Url'];

function readsRequest(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some(readsRequest);
  const { kind, name, target } = part as {
    kind?: unknown;
    name?: unknown;
    target?: { kind?: unknown; name?: unknown };
  };
  const isOfRequest = target?.kind === 'member' && target.name === 'Request';
  if (kind === 'member' && isOfRequest && typeof name === 'string' && CHANGED.includes(name)) return true;
  return Object.values(part).some(readsRequest);
}
