import type { PlannedWrite, PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

/** Collections whose resources attributes of policies name: `backend-id` and the like. */
const NAMING: Readonly<Record<string, string>> = {
  backend: 'backends',
  fragment: 'policyFragments',
  logger: 'loggers',
  schema: 'schemas',
  certificate: 'certificates',
};

const COMMENT = /<!--[^]*?-->/g;
const NAME = /\s(backend|fragment|logger|schema|certificate)-id\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** A start tag up to one of its attributes; values may hold `>`. */
const WITHIN_TAG = /^<[a-z][\w.-]*(?:\s+[\w.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*$/i;
const NAMED_VALUE = /\{\{([A-Za-z0-9\-._]+)\}\}/g;

/** What a policy's text names, by collection and id; what an expression or a named value makes is known when it runs. */
export function namedBy(xml: string): readonly (readonly [collection: string, id: string])[] {
  if (!xml.includes('-id')) return [];
  const text = xml.includes('<!--') ? xml.replace(COMMENT, '') : xml;
  const found: (readonly [string, string])[] = [];
  for (const { 1: kind = '', 2: double, 3: single, index } of text.matchAll(NAME)) {
    const id = double ?? single ?? '';
    if (id.startsWith('@') || id.includes('{{')) continue;
    if (WITHIN_TAG.test(text.slice(text.lastIndexOf('<', index), index))) found.push([NAMING[kind] ?? kind, id]);
  }
  return found;
}

/** The names of named values in a text. */
export const namedValuesIn = (text: string): readonly string[] =>
  text.includes('{{') ? [...text.matchAll(NAMED_VALUE)].map(([, name = '']) => name) : [];

const isPolicy = ({ kind }: PlannedWrite): boolean => kind === 'policyFragments' || kind.endsWith('policies');

/** Members of other resources into which named values are pasted. */
const PASTED: Readonly<Record<string, readonly string[]>> = {
  backends: ['credentials', 'proxy'],
  loggers: ['credentials'],
};

function textsOf(write: PlannedWrite): readonly string[] {
  const text = write.properties['value'];
  if (isPolicy(write)) return typeof text === 'string' ? [text] : [];
  return (PASTED[write.kind] ?? []).flatMap((member) => {
    const value = write.properties[member];
    return value === undefined ? [] : [JSON.stringify(value)];
  });
}

/** Display names of the named values that are there when a step runs. */
export class NamedValues {
  readonly #since = new Map<string, number>();

  constructor(plan: PlannedWrites) {
    for (const { properties } of plan.heldOfKind('namedValues')) this.#add(properties['displayName'], -1);
    for (const { properties, order } of plan.ofKind('namedValues')) this.#add(properties['displayName'], order);
  }

  #add(name: unknown, order: number): void {
    if (typeof name === 'string' && !this.#since.has(name)) this.#since.set(name, order);
  }

  isThere(name: string, order: number): boolean {
    const since = this.#since.get(name);
    return since !== undefined && since < order;
  }
}

/** Policies, backends and loggers name only what is there when they are written. */
export const policyReferences: RefusalRule = {
  code: 'POLICY-REFERENCE-MISSING',
  source:
    "Azure/apiops issues 565 (backend), 668 (fragment), 36 (named value): 400 ValidationError; a backend's named values: mapping, C4",
  checked: '2026-11-29',
  remedy: 'Make what the policy names, or let the plan make it first.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    const namedValues = new NamedValues(plan);
    for (const write of plan.writes) {
      const texts = textsOf(write);
      if (texts.length === 0) continue;
      for (const name of new Set(texts.flatMap(namedValuesIn)))
        if (!namedValues.isThere(name, write.order))
          yield refused(write.step, write.path, `there is no named value ${name} when it is written`);
      if (!isPolicy(write)) continue;
      for (const [collection, id] of texts.flatMap(namedBy))
        if (!plan.isThere(`${collection}/${id}`, write.order))
          yield refused(write.step, write.path, `there is no ${collection}/${id} when it is written`);
    }
  },
};
