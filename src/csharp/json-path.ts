import { CSharpError } from './expression.ts';
import type { Json } from './json-tree.ts';

/** Paths as SelectToken and SelectTokens take them, without filters. Newtonsoft.Json's answers were compared on 2026-11-29. */
type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  /** `.*`: of an object. */
  | { readonly kind: 'members' }
  /** `[*]`: of an array. */
  | { readonly kind: 'items' }
  /** `..name`: at any depth. */
  | { readonly kind: 'below'; readonly name: string };

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const STEP = new RegExp(
  String.raw`^(?:\.\.(?<below>${NAME})|\.?(?<name>${NAME})|(?<members>\.?\*)|(?<items>\[\*\])|\[(?<at>-?\d{1,9})\]|` +
    String.raw`\['(?<quoted>[^'\\]+)'\]|\[(?<from>-?\d{1,9})?:(?<to>-?\d{1,9})?\])`,
);

/** The steps of a path that is written out; throws CSharpError for what is not of the subset. */
export function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  let rest = path.replace(/^\$/, '');
  while (rest !== '') {
    const match = STEP.exec(rest);
    // After the first step a name has its dot.
    if (match === null || (rest !== path && /^[A-Za-z_*]/.test(rest)))
      throw new CSharpError(`the path ${path} is not of the subset`);
    steps.push(stepOf(match.groups ?? {}));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function stepOf(part: Readonly<Record<string, string | undefined>>): Step {
  if (part['below'] !== undefined) return { kind: 'below', name: part['below'] };
  const name = part['name'] ?? part['quoted'];
  if (name !== undefined) return { kind: 'name', name };
  if (part['at'] !== undefined) return { kind: 'at', at: Number(part['at']) };
  if (part['members'] !== undefined) return { kind: 'members' };
  if (part['items'] !== undefined) return { kind: 'items' };
  return { kind: 'slice', from: bound(part['from']), to: bound(part['to']) };
}

const bound = (digits: string | undefined): number | undefined => (digits === undefined ? undefined : Number(digits));

/** Every token at the path, in the order of the document. */
export function selectAll(json: Json, path: string): Iterable<Json> {
  return stepsOf(path).reduce<Iterable<Json>>((tokens, step) => taken(tokens, step), [json]);
}

/** The token at the path; undefined without one. */
export function selectOne(json: Json, path: string): Json | undefined {
  let found: Json | undefined;
  for (const token of selectAll(json, path)) {
    if (found !== undefined) throw new CSharpError('JsonException: the path returned several tokens');
    found = token;
  }
  return found;
}

function* taken(tokens: Iterable<Json>, step: Step): Generator<Json> {
  for (const token of tokens) {
    if (step.kind === 'below') yield* below(token, step.name);
    else yield* children(token, step);
  }
}

function* children(token: Json, step: Exclude<Step, { kind: 'below' }>): Generator<Json> {
  if (token.kind === 'object') {
    if (step.kind === 'name') {
      const property = token.members.get(step.name);
      if (property !== undefined) yield property.value;
    } else if (step.kind === 'members') for (const { value } of token.members.values()) yield value;
  } else if (token.kind === 'array') {
    if (step.kind === 'items') yield* token.items;
    else if (step.kind === 'slice') yield* sliced(token.items, step.from, step.to);
    else if (step.kind === 'at') {
      if (step.at < 0) throw new CSharpError('ArgumentOutOfRangeException');
      const item = token.items[step.at];
      if (item !== undefined) yield item;
    }
  }
}

/** A bound below zero counts from the end; one beyond an end is that end. */
function sliced(items: readonly Json[], from = 0, to = items.length): readonly Json[] {
  return items.slice(from, to);
}

/** Depth first: a member before what stands below it. */
function* below(token: Json, name: string): Generator<Json> {
  if (token.kind === 'array') for (const item of token.items) yield* below(item, name);
  if (token.kind !== 'object') return;
  for (const property of token.members.values()) {
    if (property.name === name) yield property.value;
    yield* below(property.value, name);
  }
}
