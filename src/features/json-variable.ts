import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { typeIs } from './function-result.ts';

/**
 * Objects in variables, which hold simple types only (Microsoft Learn, set-variable; read 2026-11-29): as JSON. What reads one again would
 * make dates of texts that look like some, so they are marked before, and the mark is taken out of what is read.
 */

/** No text has it: a noncharacter of Unicode. */
const MARK = '\uFDD0';
const LIKE_DATES = String.raw`"(?=[0-9]{4}-|\\?/Date\()`;

/** The JSON of an object that C# makes. */
export function asJson(object: Expression): Expression {
  if (object.kind !== 'block') return cs.compactJson(object);
  const statements = object.statements.map((statement) =>
    statement.kind === 'return' ? { ...statement, value: cs.compactJson(statement.value) } : statement,
  );
  return { ...object, statements };
}

/** The object in a variable, with marks; an empty one where there is no such variable. */
export function objectIn(variable: string): Expression {
  const json = cs.binary('??', cs.variableOrNull(variable), '{}');
  return cs.call(cs.named('JObject'), 'Parse', cs.call(cs.named('Regex'), 'Replace', json, LIKE_DATES, `"${MARK}`));
}

const unmarked = (text: Expression): Expression => cs.call(text, 'Replace', MARK, '');

/** A text of such an object. */
export const textOf = (token: Expression): Expression => unmarked(cs.cast('string', token));

/** A token of such an object as text: numbers and truth values are their JSON, nothing is empty. */
export const printed = (token: Expression): Expression =>
  cs.conditional(
    cs.binary('==', token, cs.literal(null)),
    '',
    unmarked(cs.conditional(typeIs(token, 'String'), cs.cast('string', token), cs.compactJson(token))),
  );

/** An object without its marks, of values and, to the given depth, of objects again. `name` begins the names of parameters. */
export function restored(object: Expression, depth: number, name = 'member'): Expression {
  const value = (token: Expression): Expression => {
    const plain = cs.conditional(typeIs(token, 'String'), cs.cast('JToken', textOf(token)), token);
    if (depth <= 1) return plain;
    const inner = cs.cast('JToken', restored(token, depth - 1, `${name}Of`));
    return cs.conditional(typeIs(token, 'Object'), inner, plain);
  };
  const member = cs.lambda(name, (each) =>
    cs.create('JProperty', unmarked(cs.member(each, 'Name')), value(cs.member(each, 'Value'))),
  );
  return cs.create('JObject', cs.call(cs.call(cs.cast('JObject', object), 'Properties'), 'Select', member));
}
