import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import type { Value } from '../ir.ts';
import { isNull, NOTHING, orEmpty, text, textOrNull, token, typeIs, type Code } from './code.ts';
import { constantOf } from './code.ts';
import { selectPath } from './paths.ts';
import type { Scope } from './scope.ts';

/** `$util` in C# (docs: templates, 1). */
export function utilCode(scope: Scope, name: string, values: readonly Value[]): Code {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return NOTHING;
  if (name === 'parseJson') return parseJson(scope, value);
  const given = scope.value(value);
  if (name === 'escapeJavaScript') return text(escaped(scope.textNamed(scope.fullText(given), 'escaped')));
  const make = Object.hasOwn(OF_TEXT, name) ? OF_TEXT[name] : undefined;
  if (make === undefined) return scope.refuse('VTL-UTIL', `$util.${name} is not documented`);
  if (name === 'urlDecode' || name === 'base64Decode') scope.corner('VTL-DECODE');
  return ofText(scope, given, make);
}

const dot = (...names: readonly string[]): Expression => names.slice(1).reduce(cs.member, cs.named(names[0] ?? ''));

const OF_TEXT: Readonly<Record<string, (text: Expression) => Expression>> = {
  // URLEncoder leaves letters, digits and .-*_; WebUtility leaves !() as well.
  urlEncode: (s) =>
    ['!', '(', ')'].reduce<Expression>(
      (code, sign) => cs.call(code, 'Replace', sign, `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
      cs.call(cs.named('WebUtility'), 'UrlEncode', s),
    ),
  urlDecode: (s) => cs.call(cs.named('WebUtility'), 'UrlDecode', s),
  base64Encode: (s) => cs.call(cs.named('Convert'), 'ToBase64String', cs.utf8(s)),
  base64Decode: (s) =>
    cs.call(dot('Encoding', 'UTF8'), 'GetString', cs.call(cs.named('Convert'), 'FromBase64String', padded(s))),
};

/** Java's decoder does without the padding, .NET's does not. */
function padded(s: Expression): Expression {
  const bare = cs.call(s, 'TrimEnd', cs.char('='));
  const missing = cs.binary('%', cs.binary('-', cs.literal(4), cs.binary('%', cs.member(bare, 'Length'), 4)), 4);
  return cs.concatenation(bare, cs.call(cs.literal('==='), 'Substring', 0, missing));
}

/** Of a text; of a value that is none there is no such function, which gives nothing. */
function ofText(scope: Scope, value: Code, make: (text: Expression) => Expression): Code {
  if (value.kind === 'nothing') return text(make(cs.literal('')));
  if (value.kind === 'text') return text(make(scope.textNamed(orEmpty(value), 'string')));
  if (value.kind !== 'token') return NOTHING;
  const own = scope.tokenNamed(value, 'value');
  const isNothing = typeIs(own, 'Null');
  const asText = cs.conditional(
    typeIs(own, 'String'),
    cs.cast('string', own),
    cs.conditional(isNothing, '', cs.literal(null)),
  );
  const string = scope.textNamed(asText, 'string');
  return textOrNull(cs.conditional(isNull(string), cs.literal(null), make(string)));
}

/** Empty text holds nothing (measured against the reference engine). */
const orNull = (json: Expression): Expression => cs.conditional(cs.binary('==', json, ''), 'null', json);

/** `$util.parseJson($input.json(path))` is what the path finds. */
function parseJson(scope: Scope, value: Value): Code {
  const inner = value.kind === 'reference' ? value.value : value;
  if (inner.kind === 'json') {
    const path = constantOf(scope.value(inner.path));
    if (path !== undefined) return selectPath(scope, path);
  }
  const given = scope.value(value);
  if (given.kind === 'text')
    return token(scope.parsed(scope.textNamed(orNull(scope.textNamed(orEmpty(given), 'json')), 'json')));
  if (given.kind !== 'token') return scope.refuse('VTL-VALUE', '$util.parseJson reads what is no text');
  const own = scope.tokenNamed(given, 'value');
  // Of what is no text there is nothing to read.
  const asText = cs.conditional(typeIs(own, 'String'), cs.cast('string', own), 'null');
  return token(scope.parsed(scope.textNamed(orNull(scope.textNamed(asText, 'json')), 'json')));
}

const SHORT: readonly (readonly [unit: string, escape: string])[] = [
  ['"', '\\"'],
  ["'", "\\'"],
  ['/', '\\/'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
];

/** commons-lang's StringEscapeUtils.escapeJavaScript, unit by unit. */
function escaped(s: Expression): Expression {
  const unicode = (c: Expression): Expression => cs.concatenation('\\u', cs.call(cs.cast('int', c), 'ToString', 'X4'));
  const map = (c: Expression): Expression =>
    SHORT.reduceRight<Expression>(
      (otherwise, [unit, escape]) => cs.conditional(cs.binary('==', c, cs.char(unit)), escape, otherwise),
      cs.conditional(
        cs.any([cs.binary('<', c, cs.char(' ')), cs.binary('>', c, cs.char('\u007F'))]),
        unicode(c),
        cs.call(c, 'ToString'),
      ),
    );
  return cs.call(cs.named('string'), 'Concat', cs.call(s, 'Select', cs.lambda('c', map)));
}
