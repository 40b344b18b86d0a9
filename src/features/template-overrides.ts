import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { setVariable } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { isToken } from './header-names.ts';
import type { MappedValue } from './mapped-value.ts';
import type { CarriedTemplate, TemplateOverride } from './mapping-template.ts';

/**
 * What templates set of `$context`: a staged template leaves an object of its text and the overrides in a variable, as JSON, and policies
 * after it read them there (docs: templates-and-policies, 2). Variables hold simple types only (Microsoft Learn, set-variable).
 */
const VARIABLES = { request: 'request-template', response: 'response-template' } as const;

/** Keeps what a staged template makes. */
export const stage = ({ kind, value }: Pick<CarriedTemplate, 'kind' | 'value'>): PolicyElement =>
  setVariable(VARIABLES[kind], typeof value === 'string' ? value : asJson(value));

function asJson(value: Expression): Expression {
  if (value.kind !== 'block') return cs.compactJson(value);
  const statements = value.statements.map((statement) =>
    statement.kind === 'return' ? { ...statement, value: cs.compactJson(statement.value) } : statement,
  );
  return { ...value, statements };
}

/** A mark, which no text has (a noncharacter of Unicode), before text that Newtonsoft.Json would make a date of. */
const MARK = '\uFDD0';
const unmarked = (text: Expression): Expression => cs.call(text, 'Replace', MARK, '');

/** What a template staged; an empty object where none did. */
function staged(kind: CarriedTemplate['kind']): Expression {
  const json = cs.binary('??', cs.variableOrNull(VARIABLES[kind]), '{}');
  const marked = cs.call(cs.named('Regex'), 'Replace', json, String.raw`"(?=[0-9]{4}-|\\?/Date\()`, `"${MARK}`);
  return cs.call(cs.named('JObject'), 'Parse', marked);
}

/** The text that a staged template made. */
export const stagedText = ({ kind }: Pick<CarriedTemplate, 'kind'>): Expression =>
  unmarked(cs.cast('string', cs.index(staged(kind), 'body')));

/** What a staged template left at a path; null where it left nothing, or where another template ran. */
const left = (kind: CarriedTemplate['kind'], path: string): Expression => cs.call(staged(kind), 'SelectToken', path);

const typeIs = (token: Expression, type: string): Expression =>
  cs.binary('==', cs.member(token, 'Type'), cs.member(cs.named('JTokenType'), type));

/** A token as text: numbers and truth values are their JSON. */
const textOf = (token: Expression): Expression =>
  cs.conditional(
    cs.binary('==', token, cs.literal(null)),
    '',
    unmarked(cs.conditional(typeIs(token, 'String'), cs.cast('string', token), cs.compactJson(token))),
  );

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
    return cs.create('JProperty', of, isSet ? restored(cs.binary('??', left('request', of), otherwise)) : otherwise);
  };
  return cs.create(
    'JObject',
    either('requestOverride', empty('header', 'path', 'querystring')),
    either('responseOverride', empty('header')),
  );
}

/** Overrides without marks: names, and below some of them names again. */
function restored(overrides: Expression): Expression {
  const value = (token: Expression): Expression =>
    cs.conditional(typeIs(token, 'String'), cs.cast('JToken', unmarked(cs.cast('string', token))), token);
  const members = (name: string, token: Expression, each: (token: Expression) => Expression): Expression =>
    cs.create(
      'JObject',
      cs.call(
        cs.call(cs.cast('JObject', token), 'Properties'),
        'Select',
        cs.lambda(name, (member) =>
          cs.create('JProperty', cs.member(member, 'Name'), each(cs.member(member, 'Value'))),
        ),
      ),
    );
  const whole = cs.lambda('set', (set) =>
    members('place', set, (token) =>
      cs.conditional(typeIs(token, 'Object'), cs.cast('JToken', members('named', token, value)), value(token)),
    ),
  );
  return cs.call(cs.call(cs.arrayOf(overrides), 'Select', whole), 'First');
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
  const text = cs.call(cs.call(cs.arrayOf(token), 'Select', cs.lambda('token', textOf)), 'First');
  return { value: text, isThere: cs.binary('!=', token, cs.literal(null)) };
}
