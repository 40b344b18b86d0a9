import type { PlannedWrite, PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

/** Attributes of policies that name a resource of the service, by the policy that has them. */
const NAMING: readonly (readonly [attribute: string, collection: string])[] = [
  ['backend-id', 'backends'],
  ['fragment-id', 'policyFragments'],
  ['logger-id', 'loggers'],
  ['schema-id', 'schemas'],
  ['certificate-id', 'certificates'],
];

const COMMENT = /<!--[^]*?-->/g;
/** A start tag with its attributes, whose values may hold `>`. */
const START = /<[a-z][\w.-]*((?:\s+[\w.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)/gi;
const ATTRIBUTE = /([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
export const NAMED_VALUE = /\{\{([A-Za-z0-9\-._]+)\}\}/g;

/** What a policy's text names, by collection and id; what an expression or a named value makes is known when it runs. */
export function namedBy(xml: string): readonly (readonly [collection: string, id: string])[] {
  if (!xml.includes('-id')) return [];
  const found: (readonly [string, string])[] = [];
  for (const [, attributes = ''] of xml.replace(COMMENT, '').matchAll(START)) {
    if (!attributes.includes('-id')) continue;
    for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
      const collection = NAMING.find(([attribute]) => attribute === name)?.[1];
      const id = double ?? single ?? '';
      if (collection !== undefined && !id.startsWith('@') && !id.includes('{{')) found.push([collection, id]);
    }
  }
  return found;
}

/** The names of named values in a text. */
export const namedValuesIn = (text: string): readonly string[] =>
  text.includes('{{') ? [...text.matchAll(NAMED_VALUE)].map(([, name = '']) => name) : [];

const isPolicy = ({ kind }: PlannedWrite): boolean => kind === 'policyFragments' || /(^|\/)policies$/.test(kind);

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
