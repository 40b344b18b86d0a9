import * as cs from '../../csharp/build.ts';
import type { Expression, Statement } from '../../csharp/expression.ts';
import { boolText, isNull, orEmpty, typeIs, type Code } from './code.ts';
import type { Names } from './names.ts';

/** C# that reads JSON and writes it as API Gateway's engine does, on .NET Framework and .NET alike (docs: templates, 2). */

/** Stands before every text while Newtonsoft.Json reads it, which would make dates of some; a number with a fraction becomes such a text too. */
const TEXT_MARK = '\uFDD0';
const NUMBER_MARK = '\uFDD1';
/**
 * Names with their colon, texts, and numbers. What has begun always matches, a text without its end too: the time that callers can take
 * grows with what they send, and not with its square.
 */
const PARTS = '("(?:[^"\\\\]|\\\\.)*"[ \\t\\r\\n]*:|"(?:[^"\\\\]|\\\\.)*"?|-?[0-9][0-9.eE+-]*)';
const FRACTION = '\\A-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)\\z';
/** Texts and signs of compact JSON. */
const PIECES = '("(?:[^"\\\\]|\\\\.)*"|[{}\\[\\],:])';
const IS_JSON =
  '\\A[ \\t\\r\\n]*(?:[{\\["]|(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)[ \\t\\r\\n]*\\z)';

const regex = (method: string, ...values: readonly (Expression | string)[]): Expression =>
  cs.call(cs.named('Regex'), method, ...values);
const startsWith = (code: Expression, start: string): Expression =>
  cs.call(code, 'StartsWith', start, cs.member(cs.named('StringComparison'), 'Ordinal'));
const endsWith = (code: Expression, end: string): Expression =>
  cs.call(code, 'EndsWith', end, cs.member(cs.named('StringComparison'), 'Ordinal'));

/** Reads `raw`, the name of a text, into a token of the name `name`; what is no JSON is a string where `mayBeText`. */
export function parseStatements(raw: Expression, name: string, names: Names, mayBeText: boolean): readonly Statement[] {
  const marked = names.fresh('marked');
  const root = names.fresh('root');
  const kept = names.fresh('kept');
  const markedPart = (part: Expression): Expression =>
    cs.conditional(
      endsWith(part, ':'),
      part,
      cs.conditional(
        startsWith(part, '"'),
        cs.concatenation(`"${TEXT_MARK}`, cs.call(part, 'Substring', 1)),
        cs.conditional(regex('IsMatch', part, FRACTION), cs.concatenation(`"${NUMBER_MARK}`, part, '"'), part),
      ),
    );
  const json = cs.call(
    cs.named('string'),
    'Concat',
    cs.call(regex('Split', raw, PARTS), 'Select', cs.lambda('part', markedPart)),
  );
  const read = cs.call(cs.named('JArray'), 'Parse', cs.concatenation('[', cs.named(marked), ']'));
  const bare = cs.call(cs.named(kept), 'Substring', 1);
  // Newtonsoft.Json takes texts in single quotes as well, which are not marked.
  const own = cs.conditional(startsWith(cs.named(kept), TEXT_MARK), bare, cs.named(kept));
  const texts = cs.call(
    cs.call(
      cs.call(cs.named(root), 'Descendants'),
      'Where',
      cs.lambda('token', (token) => typeIs(token, 'String')),
    ),
    'ToList',
  );
  // A Double's text has no zeros at its end but one; longer than 18 characters it is a BigDecimal, which keeps them.
  const digits = cs.conditional(
    cs.binary('>', cs.member(bare, 'Length'), 18),
    bare,
    regex('Replace', bare, '(\\.[0-9]+?)0+\\z', '$1'),
  );
  const whole = mayBeText
    ? cs.conditional(
        regex('IsMatch', raw, IS_JSON),
        json,
        cs.call(cs.named('JsonConvert'), 'SerializeObject', cs.concatenation(TEXT_MARK, raw)),
      )
    : json;
  return [
    cs.declare(marked, whole),
    cs.declare(root, read),
    cs.forEach(names.fresh('item'), texts, (item) => [
      cs.declare(kept, cs.cast('string', item)),
      cs.run(
        cs.call(
          item,
          'Replace',
          cs.conditional(startsWith(cs.named(kept), NUMBER_MARK), cs.create('JRaw', digits), cs.create('JValue', own)),
        ),
      ),
    ]),
    // Several values with commas between them are no JSON.
    cs.declare(name, cs.call(cs.named(root), 'Single')),
  ];
}

/** What json-smart escapes and Newtonsoft.Json does not: U+007F to U+009F and U+2000 to U+20FF. */
function smartEscaped(json: Expression): Expression {
  const between = (c: Expression, from: string, to: string): Expression =>
    cs.all([cs.binary('>=', c, cs.char(from)), cs.binary('<=', c, cs.char(to))]);
  return cs.call(
    cs.named('string'),
    'Concat',
    cs.call(
      json,
      'Select',
      cs.lambda('c', (c) =>
        cs.conditional(
          cs.any([between(c, '\u007F', '\u009F'), between(c, '\u2000', '\u20FF')]),
          cs.concatenation('\\u', cs.call(cs.cast('int', c), 'ToString', 'X4')),
          cs.call(c, 'ToString'),
        ),
      ),
    ),
  );
}

/** What `$input.json` prints of a token, whose code is a name. */
export function jsonOfToken(token: Code): Expression {
  const { code } = token;
  const json = smartEscaped(cs.compactJson(code));
  const isMissing = token.mayBeNull === true ? cs.any([isNull(code), typeIs(code, 'Null')]) : typeIs(code, 'Null');
  return cs.conditional(isMissing, '""', json);
}

/** Appends what a token prints to a StringBuilder: text as it is, an array as JSON, an object as Java prints a map. */
export function appendToken(builder: Expression, token: Expression, names: Names): Statement {
  const lists = names.fresh('lists');
  const depth = cs.named(lists);
  const append = (value: Expression): Statement => cs.run(cs.call(builder, 'Append', value));
  const json = cs.conditional(typeIs(token, 'Null'), '', cs.compactJson(token));
  const pieceText = (piece: Expression): Expression =>
    cs.conditional(
      cs.binary('>', depth, 0),
      smartEscaped(cs.call(piece, 'Replace', '/', '\\/')),
      cs.conditional(
        startsWith(piece, '"'),
        regex('Unescape', cs.call(piece, 'Substring', 1, cs.binary('-', cs.member(piece, 'Length'), 2))),
        cs.conditional(cs.binary('==', piece, ','), ', ', cs.conditional(cs.binary('==', piece, ':'), '=', piece)),
      ),
    );
  return cs.when(
    typeIs(token, 'String'),
    [append(cs.cast('string', token))],
    [
      cs.declare(lists, 0),
      cs.forEach(names.fresh('piece'), regex('Split', json, PIECES), (piece) => [
        cs.when(cs.binary('==', piece, '['), [cs.assign(lists, cs.binary('+', depth, 1))]),
        append(pieceText(piece)),
        cs.when(cs.binary('==', piece, ']'), [cs.assign(lists, cs.binary('-', depth, 1))]),
      ]),
    ],
  );
}

/** A token's text where it holds no others: what compares and computes asks for it. */
export function scalarText({ code, mayBeNull }: Code): Expression {
  const json = cs.conditional(typeIs(code, 'String'), cs.cast('string', code), cs.compactJson(code));
  const missing = mayBeNull === true ? cs.any([isNull(code), typeIs(code, 'Null')]) : typeIs(code, 'Null');
  return cs.conditional(missing, '', json);
}

/** A value that is no token, as text. */
export function plainText(value: Code): Expression | undefined {
  switch (value.kind) {
    case 'text':
      return orEmpty(value);
    case 'int':
      return cs.call(value.code, 'ToString');
    case 'bool':
      return value.code.kind === 'boolean' ? cs.literal(String(value.code.value)) : boolText(value.code);
    case 'nothing':
      return cs.literal('');
    default:
      return undefined;
  }
}
