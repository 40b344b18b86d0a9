import * as cs from '../../csharp/build.ts';
import { isDefinite, parsePath, type PathStep } from '../json-path.ts';
import { RenderError } from '../error.ts';
import { itemType, memberType, type Typed } from '../schema.ts';
import { token, tokenOrNull, typeIs, withType, type Code } from './code.ts';
import type { Scope } from './scope.ts';

/** What a path finds in the payload: the token of a definite one, a list of all that another one finds (docs: templates, 3). */
export function selectPath(scope: Scope, text: string): Code {
  const steps = read(scope, text);
  const body = scope.body();
  const type = steps.reduce<Typed | undefined>(typeAfter, scope.type);
  if (steps.length === 0) return withType(token(body), type);
  const path = steps.map((step) => written(scope, step, text)).join('');
  const own = path.replace(/^\./, '');
  if (isDefinite(steps)) return withType(tokenOrNull(cs.call(body, 'SelectToken', own)), type);
  const every = steps.findIndex(({ kind }) => kind === 'all');
  if (every < 0) return token(cs.create('JArray', cs.call(body, 'SelectTokens', own)));
  return everyChild(scope, steps, every, text);
}

/** `[*]` finds items and members; Newtonsoft.Json has a path for each. */
function everyChild(scope: Scope, steps: readonly PathStep[], every: number, text: string): Code {
  const before = steps.slice(0, every);
  const after = steps.slice(every + 1);
  if (!isDefinite(before) || after.some(({ kind }) => kind === 'all'))
    return scope.refuse('VTL-PATH', `the JSON path ${text} finds other things in the two libraries`);
  const prefix = before
    .map((step) => written(scope, step, text))
    .join('')
    .replace(/^\./, '');
  const rest = after.map((step) => written(scope, step, text)).join('');
  const parent = prefix === '' ? token(scope.body()) : tokenOrNull(cs.call(scope.body(), 'SelectToken', prefix));
  const own = scope.tokenNamed(parent, 'parent');
  const members = cs.call(own, 'SelectTokens', `*${rest}`);
  const items = cs.call(own, 'SelectTokens', `[*]${rest}`);
  return token(cs.create('JArray', cs.conditional(typeIs(own, 'Object'), members, items)));
}

function typeAfter(type: Typed | undefined, step: PathStep): Typed | undefined {
  if (step.kind === 'name') return type && memberType(type, step.name);
  return step.kind === 'index' ? type && itemType(type) : undefined;
}

function read(scope: Scope, text: string): readonly PathStep[] {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof RenderError) return scope.refuse('VTL-PATH', error.message);
    throw error;
  }
}

/** A member as a path names it. */
export const memberStep = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/['\\]/g, '\\$&')}']`;

/** A step as Newtonsoft.Json writes it, where both libraries find the same. */
function written(scope: Scope, step: PathStep, text: string): string {
  switch (step.kind) {
    case 'name':
      return memberStep(step.name);
    case 'index':
      if (step.index < 0) return scope.refuse('VTL-PATH', `the JSON path ${text} counts from the end`);
      return `[${step.index}]`;
    case 'slice':
      if ((step.from ?? 0) < 0 && step.to !== undefined)
        return scope.refuse('VTL-PATH', `the JSON path ${text} counts from the end`);
      return `[${step.from ?? ''}:${step.to ?? ''}]`;
    case 'all':
      return '[*]';
    default:
      return scope.refuse('VTL-PATH', `the JSON path ${text} finds other things in the two libraries`);
  }
}
