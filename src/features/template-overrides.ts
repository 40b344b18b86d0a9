import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { setVariable } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { isToken } from './header-names.ts';
import { asJson, objectIn, printed, restored, textOf } from './json-variable.ts';
import type { MappedValue } from './mapped-value.ts';
import type { CarriedTemplate, TemplateOverride } from './mapping-template.ts';

/**
 * What templates set of `$context`: a staged template leaves an object of its text and the overrides in a variable, and policies after it
 * read them there (docs: templates-and-policies, 2).
 */
const VARIABLES = { request: 'request-template', response: 'response-template' } as const;

/** Keeps what a staged template makes. */
export const stage = ({ kind, value }: Pick<CarriedTemplate, 'kind' | 'value'>): PolicyElement =>
  setVariable(VARIABLES[kind], typeof value === 'string' ? value : asJson(value));

/** The text that a staged template made. */
export const stagedText = ({ kind }: Pick<CarriedTemplate, 'kind'>): Expression =>
  textOf(cs.index(objectIn(VARIABLES[kind]), 'body'));

/** What a staged template left at a path; null where it left nothing, or where another template ran. */
const left = (kind: CarriedTemplate['kind'], path: string): Expression =>
  cs.call(objectIn(VARIABLES[kind]), 'SelectToken', path);

type Overridden = TemplateOverride['of'];
type Place = 'header' | 'path' | 'querystring';

const isStaged = ({ isStaged: is }: CarriedTemplate): boolean => is;

/** What response templates are told of the overrides of request templates; undefined where none sets any. */
export function earlierOverrides(requests: readonly CarriedTemplate[]): Expression | undefined {
  if (!requests.some(isStaged)) return undefined;
  const empty = (...names: readonly string[]): Expression =>
    cs.create('JObject', ...names.map((name) => cs.create('JProperty', name, cs.create('JObject'))));
  const either = (of: Overridden, otherwise: Expression): Expression => {
    const isSet = requests.some(({ overrides }) => overrides.some((each) => each.of === of));
    return cs.create('JProperty', of, isSet ? restored(cs.binary('??', left('request', of), otherwise), 2) : otherwise);
  };
  return cs.create(
    'JObject',
    either('requestOverride', empty('header', 'path', 'querystring')),
    either('responseOverride', empty('header')),
  );
}

/** `a.b['c-d']`, as SelectToken takes it. */
const pathOf = (names: readonly string[]): string =>
  names.map((name, at) => (/^[A-Za-z_]\w*$/.test(name) ? `${at === 0 ? '' : '.'}${name}` : `['${name}']`)).join('');

interface OverriddenValue extends MappedValue {
  readonly value: Expression;
  readonly isThere: Expression;
}

/** An override by its name. */
export interface OverrideValue {
  readonly name: string;
  readonly mapped: OverriddenValue;
}

/**
 * The overrides of one place that have names, the response's before the request's; text for why they cannot be carried. Computed names
 * that would matter have been refused (mapping-template.ts).
 */
export function overridesOf(
  of: Overridden,
  place: Place,
  templates: readonly CarriedTemplate[],
): readonly OverrideValue[] | string {
  const own = setBy(templates, (each) => each.of === of && each.kind === place);
  const names = new Map<string, string>();
  for (const [, { name }] of own) {
    if (name === undefined) continue;
    if (/['\\]/.test(name) || (place === 'header' && !isToken(name)))
      return `a template overrides the ${place} ${name}`;
    // Names of headers are the same in any case: the first spelling stays.
    const key = place === 'header' ? name.toLowerCase() : name;
    if (!names.has(key)) names.set(key, name);
  }
  return [...names.values()].map((name) => {
    const spelled = new Map(
      own
        .filter(
          ([, each]) => each.name === name || (place === 'header' && each.name?.toLowerCase() === name.toLowerCase()),
        )
        .map(([{ kind }, each]) => [`${kind} ${each.name ?? ''}`, left(kind, pathOf([of, place, each.name ?? '']))]),
    );
    return { name, mapped: firstOf([...spelled.values()]) };
  });
}

/** The status that templates set, as text; undefined where none does. */
export function overriddenStatus(templates: readonly CarriedTemplate[]): Expression | undefined {
  const own = setBy(templates, (each) => each.of === 'responseOverride' && each.kind === 'status');
  const kinds = [...new Set(own.map(([{ kind }]) => kind))];
  if (kinds.length === 0) return undefined;
  return firstOf(kinds.map((kind) => left(kind, 'responseOverride.status'))).value;
}

/** Staged templates with what they set, those of the response first: they have the last word. */
function setBy(
  templates: readonly CarriedTemplate[],
  test: (override: TemplateOverride) => boolean,
): readonly (readonly [CarriedTemplate, TemplateOverride])[] {
  const ordered = templates.filter(isStaged).toSorted((a, b) => (a.kind < b.kind ? 1 : a.kind > b.kind ? -1 : 0));
  return ordered.flatMap((template) => template.overrides.filter(test).map((each) => [template, each] as const));
}

/** The first token that is there, as text. */
function firstOf(tokens: readonly Expression[]): OverriddenValue {
  const [first, ...rest] = tokens;
  const token = rest.reduce((sum, each) => cs.binary('??', sum, each), first ?? cs.literal(null));
  const text = cs.call(cs.call(cs.arrayOf(token), 'Select', cs.lambda('token', printed)), 'First');
  return { value: text, isThere: cs.binary('!=', token, cs.literal(null)) };
}
