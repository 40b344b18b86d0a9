import * as cs from '../../csharp/build.ts';
import { isDefinite, parsePath, type PathStep } from '../json-path.ts';
import { RenderError } from '../error.ts';
import { itemType, memberType, type Typed } from '../schema.ts';
import { token, tokenOrNull, withType, type Code } from './code.ts';
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
  return token(cs.create('JArray', cs.call(body, 'SelectTokens', own)));
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
