import * as cs from '../../csharp/build.ts';
import type { Expression, Statement } from '../../csharp/expression.ts';
import { orEmpty, text, textOrNull, tokenOrNull, typeIs, type Code } from './code.ts';
import { scalarText } from './json.ts';
import type { Scope } from './scope.ts';
import { isTextMethod, OF_LETTERS, textOrNothing } from './text-methods.ts';

/** `text` is the target's text, null where it is none. */
type Method = (scope: Scope, target: Expression, values: readonly Code[], isText: Text) => Code | undefined;

/** What is a text of a target: what a variable holds is empty text where it was given nothing. */
interface Text {
  readonly test: Expression;
  readonly value: Expression;
}

const objectOf = (target: Expression): Expression =>
  cs.binary('??', cs.castOrNull('JObject', target), cs.create('JObject'));
/** Null where the target is no object. */
const propertiesOf = (target: Expression): Expression =>
  ({ ...cs.call(cs.castOrNull('JObject', target), 'Properties'), nullSafe: true }) as Expression;
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
            propertiesOf(t),
            'Select',
            cs.lambda('p', (p) => cs.member(p, 'Name')),
          ),
          mayBeNull: true,
        },
  values: (_, t, values) =>
    values.length > 0
      ? undefined
      : {
          kind: 'tokens',
          code: cs.call(
            propertiesOf(t),
            'Select',
            cs.lambda('p', (p) => cs.member(p, 'Value')),
          ),
          mayBeNull: true,
        },
  entrySet: (_, t, values) =>
    values.length > 0 ? undefined : { kind: 'entries', code: propertiesOf(t), mayBeNull: true },
  isEmpty: (_, t, values, own) => {
    if (values.length > 0) return undefined;
    const isEmptyText = cs.binary('==', own.value, '');
    const isEmptyList = only(typeIs(t, 'Array', 'Object'), value(cs.binary('==', count(t), 0)));
    return tokenOrNull(cs.conditional(own.test, value(isEmptyText), isEmptyList.code));
  },
  get: (scope, t, [key, ...others]) => (key === undefined || others.length > 0 ? undefined : item(scope, t, key)),
  containsKey: (scope, t, [key, ...others]) => {
    if (key === undefined || others.length > 0) return undefined;
    const property = cs.call(objectOf(t), 'Property', keyText(scope, key));
    return only(typeIs(t, 'Object'), value(cs.binary('!=', property, cs.literal(null))));
  },
  contains: (scope, t, [part, ...others], own) => {
    if (part?.kind !== 'text' || others.length > 0) return undefined;
    const wanted = scope.textNamed(orEmpty(part), 'wanted');
    const isIn = value(cs.call(own.value, 'Contains', wanted));
    const hasItem = value(
      cs.call(
        cs.call(t, 'Children'),
        'Any',
        cs.lambda('each', (each) => isText(each, wanted)),
      ),
    );
    return tokenOrNull(cs.conditional(own.test, isIn, only(typeIs(t, 'Array'), hasItem).code));
  },
  indexOf: (scope, t, [part, ...others], own) => {
    if (part?.kind !== 'text' || others.length > 0) return undefined;
    const wanted = scope.textNamed(orEmpty(part), 'wanted');
    const ordinal = cs.member(cs.named('StringComparison'), 'Ordinal');
    const inText = value(cs.call(own.value, 'IndexOf', wanted, ordinal));
    const inList = only(typeIs(t, 'Array'), value(itemIndex(scope, t, wanted)));
    return tokenOrNull(cs.conditional(own.test, inText, inList.code));
  },
  equals: (scope, t, [other, ...others], own) => {
    if (other?.kind !== 'text' || others.length > 0) return undefined;
    const wanted = scope.textNamed(orEmpty(other), 'wanted');
    const isSame = cs.all([own.test, cs.binary('==', own.value, wanted)]);
    return tokenOrNull(cs.conditional(cs.all([typeIs(t, 'Null'), cs.not(own.test)]), cs.literal(null), value(isSame)));
  },
  add: (scope, t, [each, ...others]) => {
    if (each === undefined || others.length > 0) return undefined;
    scope.changes();
    const given = scope.stored(each);
    scope.emit(cs.when(typeIs(t, 'Array'), [cs.run(cs.call(cs.cast('JArray', t), 'Add', given))]));
    return only(typeIs(t, 'Array'), value(cs.literal(true)));
  },
};

const isText = (item: Expression, wanted: Expression): Expression =>
  cs.all([typeIs(item, 'String'), cs.binary('==', cs.cast('string', item), wanted)]);

/** Where a text stands in a list; -1 where it does not. */
function itemIndex(scope: Scope, list: Expression, wanted: Expression): Expression {
  const found = scope.names.fresh('found');
  const items = cs.conditional(typeIs(list, 'Array'), count(list), 0);
  const look = (at: Expression): readonly Statement[] => {
    const isFirst = cs.all([cs.binary('==', cs.named(found), -1), isText(cs.index(list, at), wanted)]);
    return [cs.when(isFirst, [cs.assign(found, at)])];
  };
  const places = cs.call(cs.named('Enumerable'), 'Range', 0, items);
  scope.emit(cs.declare(found, -1), cs.forEach(scope.names.fresh('at'), places, look));
  return cs.named(found);
}

/** A method of what stands in JSON: a map's, a list's or a text's, whichever it is as the policy runs. */
export function tokenMethod(scope: Scope, target: Code, name: string, values: readonly Code[]): Code {
  const own = scope.tokenNamed(target, 'value');
  if (name === 'toString' && values.length === 0) return printed(scope, own, target);
  const method = Object.hasOwn(METHODS, name) ? METHODS[name]?.(scope, own, values, textIn(own, target)) : undefined;
  if (method !== undefined) return method;
  if (!isTextMethod(name)) return scope.refuse('VTL-METHOD', `${name} of a value of the payload`);
  if (OF_LETTERS.has(name)) scope.corner('VTL-LETTERS');
  return stringMethod(scope, textIn(own, target), name, values);
}

/** What a token prints; nothing has no method that prints it. */
function printed(scope: Scope, own: Expression, { isSet }: Code): Code {
  const whole = scope.fullText({ kind: 'token', code: own });
  if (isSet === true) return text(whole);
  return textOrNull(cs.conditional(typeIs(own, 'Null'), cs.literal(null), whole));
}

function textIn(own: Expression, { isSet }: Code): Text {
  if (isSet !== true) return { test: typeIs(own, 'String'), value: cs.cast('string', own) };
  return { test: typeIs(own, 'String', 'Null'), value: cs.binary('??', cs.cast('string', own), '') };
}

/** Methods of texts only: another value has none of the name, which gives nothing. */
function stringMethod(scope: Scope, own: Text, name: string, values: readonly Code[]): Code {
  const asText = cs.conditional(own.test, own.value, cs.literal(null));
  return textOrNothing(scope, scope.textNamed(asText, 'string'), name, values);
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
