import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import type { Value } from '../ir.ts';
import { boolText, constantOf, NOTHING, text, token, type Code } from './code.ts';
import { jsonOfToken } from './json.ts';
import { listMethod } from './list-methods.ts';
import { loopMember } from './loops.ts';
import { memberOf, putCall } from './members.ts';
import { selectPath } from './paths.ts';
import type { Scope } from './scope.ts';
import { staticNames } from './static-names.ts';
import { OF_LETTERS, textMethod, textOrNothing } from './text-methods.ts';
import { tokenMethod } from './token-methods.ts';
import { utilCode } from './utilities.ts';
import type { Variables } from './variables.ts';

/** What a reference gives, up to its last member. */
export function referenceValue(scope: Scope, variables: Variables, value: Value): Code {
  return namedValue(scope, value) ?? rootValue(scope, variables, value) ?? stepValue(scope, value);
}

/** Members of API Gateway's variables whose names are written out. */
function namedValue(scope: Scope, value: Value): Code | undefined {
  const names = staticNames(value, 'context');
  if (names !== undefined) return contextValue(scope, names);
  const stage = staticNames(value, 'stageVariables');
  if (stage !== undefined) return stageVariable(scope, stage);
  const [place = '', name, ...deeper] = staticNames(value, 'parameters') ?? [];
  if (name === undefined || deeper.length > 0) return undefined;
  if (place !== 'path' && place !== 'querystring' && place !== 'header') return undefined;
  const given = scope.target.parameter(name, place);
  return given === undefined ? undefined : givenText(given);
}

function rootValue(scope: Scope, variables: Variables, value: Value): Code | undefined {
  switch (value.kind) {
    case 'variable':
      return scope.loops.findLast(({ variable }) => variable === value.name)?.item ?? variables.read(scope, value.name);
    case 'body':
      return text(scope.raw());
    case 'json':
      return json(scope, value.path);
    case 'path':
      return selected(scope, value.path);
    case 'parameter':
      return parameter(scope, value.name);
    case 'parameters':
      return token(scope.parameters());
    case 'util':
      return utilCode(scope, value.name, value.arguments);
    case 'loop':
      return loopMember(scope, value);
    default:
      return undefined;
  }
}

function stepValue(scope: Scope, value: Value): Code {
  switch (value.kind) {
    case 'property':
      return property(scope, scope.value(value.target), value.name);
    case 'index':
      return index(scope, scope.value(value.target), scope.value(value.index));
    case 'method':
      return method(scope, value);
    default:
      return NOTHING;
  }
}

/** Methods that make empty text of empty text, as nothing gives none. */
const OF_EMPTY_TEXT = new Set(['trim', 'toUpperCase', 'toLowerCase', 'replace', 'replaceAll', 'toString']);

const givenText = (value: string | Expression): Code =>
  typeof value === 'string' ? text(value) : { ...text(value), isGiven: true };

function contextValue(scope: Scope, names: readonly string[]): Code {
  const [of, ...path] = names;
  if (of === undefined) return scope.refuse('VTL-CONTEXT', '$context as a whole is used');
  if (of === 'requestOverride' || of === 'responseOverride')
    return path.reduce<Code>((code, name) => memberOf(code, name), token(scope.override(of)));
  const value = scope.target.context(names.join('.'));
  return value === undefined
    ? scope.refuse('VTL-CONTEXT', `$context.${names.join('.')} has no counterpart`)
    : givenText(value);
}

function stageVariable(scope: Scope, [name, ...deeper]: readonly string[]): Code {
  if (name === undefined) return scope.refuse('VTL-CONTEXT', '$stageVariables as a whole is used');
  if (deeper.length > 0) return NOTHING;
  const value = scope.target.stageVariable(name);
  return value === undefined ? scope.refuse('VTL-CONTEXT', `$stageVariables.${name} has no counterpart`) : text(value);
}

function parameter(scope: Scope, name: Value): Code {
  const constant = constantOf(scope.value(name));
  if (constant === undefined) return scope.refuse('VTL-CONTEXT', '$input.params is asked for a name that is computed');
  const value = scope.target.parameter(constant);
  return value === undefined
    ? scope.refuse('VTL-CONTEXT', `$input.params('${constant}') has no counterpart`)
    : text(value);
}

function selected(scope: Scope, path: Value): Code {
  const constant = constantOf(scope.value(path));
  return constant === undefined ? scope.refuse('VTL-PATH', 'a JSON path is computed') : selectPath(scope, constant);
}

function json(scope: Scope, path: Value): Code {
  const found = selected(scope, path);
  scope.corner('VTL-JAVA-TEXT');
  return text(jsonOfToken(token(scope.tokenNamed(found, 'found'))));
}

function property(scope: Scope, target: Code, name: string): Code {
  if (target.kind === 'token') return memberOf(target, name);
  if (target.kind === 'entry') return entryPart(target.code, name);
  return name === 'empty' && target.kind !== 'nothing' ? methodOn(scope, target, 'isEmpty', []) : NOTHING;
}

function entryPart(entry: Expression, name: string): Code {
  if (name === 'key') return text(cs.member(entry, 'Name'));
  return name === 'value' ? token(cs.member(entry, 'Value')) : NOTHING;
}

function index(scope: Scope, target: Code, at: Code): Code {
  const constant = constantOf(at);
  if (target.kind === 'token' && constant !== undefined && at.kind === 'text') return memberOf(target, constant);
  if (at.code.kind === 'integer' && at.code.value < 0) return scope.refuse('VTL-VALUE', 'an index counts from the end');
  return methodOn(scope, target, 'get', [at]);
}

function method(scope: Scope, { target, name, arguments: values }: Extract<Value, { kind: 'method' }>): Code {
  const [key, given] = values;
  // It changes a place, not a value.
  if (name === 'put' && key !== undefined && given !== undefined && values.length === 2)
    return putCall(scope, target, key, given);
  const own = scope.value(target);
  return methodOn(
    scope,
    own,
    name,
    values.map((value) => scope.value(value)),
  );
}

function methodOn(scope: Scope, target: Code, name: string, values: readonly Code[]): Code {
  switch (target.kind) {
    case 'nothing':
      return NOTHING;
    case 'token':
      return tokenMethod(scope, target, name, values);
    case 'text': {
      const { code, mayBeNull, isGiven } = target;
      if (isGiven === true && !OF_EMPTY_TEXT.has(name)) scope.corner('VTL-MISSING');
      if (OF_LETTERS.has(name)) scope.corner('VTL-LETTERS');
      const own = scope.textNamed(code, 'string');
      return mayBeNull === true ? textOrNothing(scope, own, name, values) : textMethod(scope, own, name, values);
    }
    case 'int':
    case 'bool':
      if (name !== 'toString' || values.length > 0)
        return scope.refuse('VTL-METHOD', `${name} of a number or a truth value`);
      return text(target.kind === 'int' ? cs.call(target.code, 'ToString') : boolText(target.code));
    case 'entry':
      return entryPart(target.code, name === 'getKey' ? 'key' : name === 'getValue' ? 'value' : '');
    default:
      return listMethod(scope, target, name, values);
  }
}
