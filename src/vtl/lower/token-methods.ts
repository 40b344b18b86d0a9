import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import { isNull, NOTHING, orEmpty, text, textOrNull, tokenOrNull, typeIs, type Code } from './code.ts';
import { scalarText } from './json.ts';
import type { Scope } from './scope.ts';
import { isTextMethod, textMethod } from './text-methods.ts';

type Method = (scope: Scope, target: Expression, values: readonly Code[]) => Code | undefined;

const objectOf = (target: Expression): Expression =>
  cs.binary('??', cs.castOrNull('JObject', target), cs.create('JObject'));
const count = (target: Expression): Expression => cs.call(cs.call(target, 'Children'), 'Count');
const value = (code: Expression): Expression => cs.create('JValue', code);
/** What only some kinds of tokens have; of the others it is nothing. */
const only = (test: Expression, code: Expression): Code => tokenOrNull(cs.conditional(test, code, cs.literal(null)));

const METHODS: Readonly<Record<string, Method>> = {
  size: (_, t, values) => (values.length > 0 ? undefined : only(typeIs(t, 'Array', 'Object'), value(count(t)))),
  keySet: (_, t, values) =>
    values.length > 0
      ? undefined
      : {
          kind: 'texts',
          code: cs.call(
            cs.call(objectOf(t), 'Properties'),
            'Select',
            cs.lambda('p', (p) => cs.member(p, 'Name')),
          ),
        },
  values: (_, t, values) =>
    values.length > 0
      ? undefined
      : {
          kind: 'tokens',
          code: cs.call(
            cs.call(objectOf(t), 'Properties'),
            'Select',
            cs.lambda('p', (p) => cs.member(p, 'Value')),
          ),
        },
  entrySet: (_, t, values) =>
    values.length > 0 ? undefined : { kind: 'entries', code: cs.call(objectOf(t), 'Properties') },
  isEmpty: (_, t, values) => {
    if (values.length > 0) return undefined;
    const isEmptyText = cs.binary('==', cs.cast('string', t), '');
    const isEmptyList = only(typeIs(t, 'Array', 'Object'), value(cs.binary('==', count(t), 0)));
    return tokenOrNull(cs.conditional(typeIs(t, 'String'), value(isEmptyText), isEmptyList.code));
  },
  get: (scope, t, [key, ...others]) => (key === undefined || others.length > 0 ? undefined : item(scope, t, key)),
  containsKey: (scope, t, [key, ...others]) => {
    if (key === undefined || others.length > 0) return undefined;
    const property = cs.call(objectOf(t), 'Property', keyText(scope, key));
    return only(typeIs(t, 'Object'), value(cs.binary('!=', property, cs.literal(null))));
  },
  contains: (scope, t, [part, ...others]) => {
    if (part?.kind !== 'text' || others.length > 0) return undefined;
    const wanted = scope.textNamed(orEmpty(part), 'wanted');
    const isIn = value(cs.call(cs.cast('string', t), 'Contains', wanted));
    const isSame = (each: Expression): Expression =>
      cs.all([typeIs(each, 'String'), cs.binary('==', cs.cast('string', each), wanted)]);
    const hasItem = value(cs.call(cs.call(t, 'Children'), 'Any', cs.lambda('each', isSame)));
    return tokenOrNull(cs.conditional(typeIs(t, 'String'), isIn, only(typeIs(t, 'Array'), hasItem).code));
  },
  add: (scope, t, [each, ...others]) => {
    if (each === undefined || others.length > 0) return undefined;
    scope.changes();
    const given = scope.asToken(each);
    scope.emit(cs.when(typeIs(t, 'Array'), [cs.run(cs.call(cs.cast('JArray', t), 'Add', given))]));
    return only(typeIs(t, 'Array'), value(cs.literal(true)));
  },
};

/** A method of what stands in JSON: a map's, a list's or a text's, whichever it is as the policy runs. */
export function tokenMethod(scope: Scope, target: Code, name: string, values: readonly Code[]): Code {
  if (name === 'toString' && values.length === 0) return text(scope.fullText(target));
  const own = scope.tokenNamed(target, 'value');
  const method = Object.hasOwn(METHODS, name) ? METHODS[name]?.(scope, own, values) : undefined;
  if (method !== undefined) return method;
  if (!isTextMethod(name)) return scope.refuse('VTL-METHOD', `${name} of a value of the payload`);
  return stringMethod(scope, own, name, values);
}

/** Methods of texts only: another value has none of the name, which gives nothing. */
function stringMethod(scope: Scope, own: Expression, name: string, values: readonly Code[]): Code {
  const asText = cs.conditional(typeIs(own, 'String'), cs.cast('string', own), cs.literal(null));
  const string = scope.textNamed(asText, 'string');
  const given = values.map((each) =>
    each.kind === 'text' ? text(orEmpty(each)) : each.kind === 'nothing' ? text('') : each,
  );
  const result =
    textMethod(string, name, given) ?? scope.refuse('VTL-METHOD', `${name} of a text, with these arguments`);
  const isMissing = isNull(string);
  switch (result.kind) {
    case 'text':
      return textOrNull(cs.conditional(isMissing, cs.literal(null), result.code));
    case 'int':
    case 'bool':
      return tokenOrNull(cs.conditional(isMissing, cs.literal(null), value(result.code)));
    default: {
      const parts = textMethod(cs.binary('??', string, ''), name, given) ?? NOTHING;
      return { kind: 'texts', code: cs.call(parts.code, 'Skip', cs.conditional(isMissing, 1, 0)) };
    }
  }
}

function keyText(scope: Scope, key: Code): Expression {
  if (key.kind === 'text') return orEmpty(key);
  if (key.kind === 'token') return scalarText({ kind: 'token', code: scope.tokenNamed(key, 'key') });
  return key.kind === 'int'
    ? cs.call(key.code, 'ToString')
    : scope.refuse('VTL-VALUE', 'a member is asked for by what is no name');
}

/** `get(key)`: of a map by name, of a list by number; beyond its end a list fails, as in Java. */
function item(scope: Scope, target: Expression, key: Code): Code {
  if (key.kind === 'int') {
    const list = cs.conditional(typeIs(target, 'Array'), cs.index(target, key.code), cs.literal(null));
    return tokenOrNull(list);
  }
  if (key.kind === 'token') {
    const own = scope.tokenNamed(key, 'key');
    const byNumber = cs.index(target, cs.cast('int', own));
    const byName = cs.index(objectOf(target), scalarText({ kind: 'token', code: own }));
    return tokenOrNull(cs.conditional(cs.all([typeIs(target, 'Array'), typeIs(own, 'Integer')]), byNumber, byName));
  }
  return tokenOrNull(cs.index(objectOf(target), keyText(scope, key)));
}
