import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import type { Value } from '../ir.ts';
import { memberType } from '../schema.ts';
import { constantOf, NOTHING, orEmpty, tokenOrNull, typeIs, withType, type Code } from './code.ts';
import type { OverrideTarget } from './overrides.ts';
import { memberStep } from './paths.ts';
import { CALLED, type Scope } from './scope.ts';
import { staticNames } from './static-names.ts';

/** A member of what may be an object: nothing where it is none, or has no such member. */
export function memberOf(target: Code, name: string): Code {
  return withType(selected(target, name), target.type && memberType(target.type, name));
}

function selected(target: Code, name: string): Code {
  const { code } = target;
  const path = selectedPath(code);
  if (path !== undefined && code.kind === 'call')
    return tokenOrNull({ ...code, arguments: [{ value: cs.literal(path + memberStep(name)) }] });
  const select = cs.call(code, 'SelectToken', memberStep(name).replace(/^\./, ''));
  return tokenOrNull(target.mayBeNull === true && select.kind === 'call' ? { ...select, nullSafe: true } : select);
}

/** The path of a `SelectToken` that can go on. */
function selectedPath(code: Expression): string | undefined {
  if (code.kind !== 'call' || code.name !== 'SelectToken') return undefined;
  const [argument] = code.arguments;
  return argument?.value.kind === 'string' ? argument.value.value : undefined;
}

/** `target[key] = value`; what is no object or list stays as it is. */
export function putMember(scope: Scope, target: Value, key: Code, value: Expression): void {
  const path = staticNames(target, 'context');
  if (path !== undefined) return putOverride(scope, path, key, value);
  scope.changes();
  const own = scope.value(target);
  if (own.kind === 'nothing') return;
  if (own.kind !== 'token' && own.kind !== 'list')
    return scope.refuse('VTL-VALUE', `a member of ${CALLED[own.kind] ?? own.kind} is set`);
  if (key.kind !== 'int' && key.kind !== 'text')
    return scope.refuse('VTL-VALUE', 'a member is set whose name is no text');
  if (own.kind === 'list') {
    if (key.kind === 'text') return scope.refuse('VTL-VALUE', 'a list has no names');
    return scope.emit(cs.assignIndex(own.code, key.code, value));
  }
  const named = scope.tokenNamed(own, 'changed');
  const [type, place] = key.kind === 'int' ? (['Array', 'JArray'] as const) : (['Object', 'JObject'] as const);
  const keyCode = key.kind === 'int' ? key.code : orEmpty(key);
  scope.emit(cs.when(typeIs(named, type), [cs.assignIndex(cs.cast(place, named), keyCode, value)]));
}

const PLACES = ['header', 'path', 'querystring'];

function putOverride(scope: Scope, path: readonly string[], key: Code, value: Expression): void {
  const [of = '', place, ...deeper] = path;
  const name = constantOf(key);
  const isPlace = place === undefined || PLACES.includes(place);
  if ((of !== 'requestOverride' && of !== 'responseOverride') || !isPlace || deeper.length > 0 || key.kind !== 'text')
    return scope.refuse('VTL-CONTEXT', `$context.${[...path, name ?? '...'].join('.')} cannot be set`);
  if (place === undefined && name === undefined)
    return scope.refuse('VTL-CONTEXT', `a member of $context.${of} is set whose name is computed`);
  const kind = place ?? (name === 'status' ? name : 'other');
  scope.overrides.push({ of, kind: kind as OverrideTarget['kind'], ...(name !== undefined && { name }) });
  const root = scope.override(of);
  const map = place === undefined ? root : cs.cast('JObject', cs.index(root, place));
  scope.emit(cs.assignIndex(map, orEmpty(key), value));
}

/** `map.put(key, value)`, which gives what was there before. */
export function putCall(scope: Scope, target: Value, key: Value, given: Value): Code {
  const own = scope.value(target);
  if (own.kind === 'nothing') return NOTHING;
  const keyCode = scope.value(key);
  if (own.kind !== 'token' || keyCode.kind !== 'text')
    return scope.refuse('VTL-METHOD', 'put is called on what may be no map');
  const before = scope.names.fresh('before');
  const map = scope.tokenNamed(own, 'map');
  const there = cs.conditional(typeIs(map, 'Object'), cs.index(map, orEmpty(keyCode)), cs.literal(null));
  scope.emit(cs.declare(before, there, 'JToken'));
  putMember(scope, target, keyCode, scope.stored(scope.value(given)));
  return tokenOrNull(cs.named(before));
}
