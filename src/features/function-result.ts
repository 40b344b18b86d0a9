import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { isBinary, mediaType } from './function-event-parts.ts';

/** A function's result as expressions read it: what Lambda answered stands in `function-answer`. */
export const ANSWER_VARIABLE = 'function-answer';

export const call = cs.call;
export const answer = (): Expression => cs.variable(ANSWER_VARIABLE, 'IResponse');
export const text = (name: string): Expression => cs.variable(name, 'string');
export const isMatch = (value: Expression, pattern: string): Expression =>
  call(cs.named('Regex'), 'IsMatch', value, pattern);
export const ignoringCase = (): Expression => cs.member(cs.named('StringComparison'), 'OrdinalIgnoreCase');
export const lines = (name: string): Expression => cs.split(text(name), '\n');

/** A mark without width before text that Newtonsoft.Json would make a date of (checked 2026-11-29); it is taken out again. */
const MARK = '\u2063';
export const markedText = (json: Expression): Expression =>
  call(cs.named('Regex'), 'Replace', json, '"(?=[0-9]{4}-|\\\\?/Date)', `"${MARK}`);
export const resultText = (): Expression => markedText(cs.answerText(answer()));
const unmarked = (value: Expression): Expression => call(value, 'Replace', MARK, '');

export const typeIs = (token: Expression, type: string): Expression =>
  cs.binary('==', cs.member(token, 'Type'), cs.member(cs.named('JTokenType'), type));
export const select = (token: Expression, path: string): Expression => call(token, 'SelectToken', path);
export const isMissing = (token: Expression): Expression =>
  cs.any([cs.binary('==', token, cs.literal(null)), typeIs(token, 'Null')]);

/** A value as text: strings as they are, everything else as JSON. */
export const valueText = (token: Expression): Expression =>
  unmarked(cs.conditional(typeIs(token, 'String'), cs.cast('string', token), cs.compactJson(token)));

/** The result, read once, as the parameter of a lambda; `otherwise` where it is no object. */
export function ofResult(read: (result: Expression) => Expression): Expression {
  const parsed = cs.arrayOf(call(cs.named('JObject'), 'Parse', resultText()));
  return call(call(parsed, 'Select', cs.lambda('r', read)), 'First');
}

export const isObject = (): Expression => isMatch(cs.answerText(answer()), '\\A[ \t\r\n]*\\{');

/** Properties of an object member of the result; none where it is no object. */
function propertiesOf(result: Expression, name: string): Expression {
  const member = select(result, name);
  const isThere = cs.all([cs.binary('!=', member, cs.literal(null)), typeIs(member, 'Object')]);
  return call(cs.conditional(isThere, cs.cast('JObject', member), cs.create('JObject')), 'Properties');
}

export const all = (items: Expression, test: (item: Expression) => Expression, name: string): Expression =>
  call(items, 'All', cs.lambda(name, test));

const MEMBERS_V1 = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];

/** The status as text; empty when the result has no form that its integration takes. */
export function statusV1(): Expression {
  const status = (r: Expression): Expression => {
    const code = select(r, 'statusCode');
    const isGood = cs.all([
      all(call(r, 'Properties'), (p) => call(cs.stringArray(...MEMBERS_V1), 'Contains', cs.member(p, 'Name')), 'p'),
      all(propertiesOf(r, 'multiValueHeaders'), (m) => typeIs(cs.member(m, 'Value'), 'Array'), 'm'),
    ]);
    return cs.conditional(isGood, cs.conditional(isMissing(code), '200', valueText(code)), '');
  };
  return cs.conditional(isObject(), ofResult(status), '');
}

/** `name:value`, a line each, in the order in which they are sent; what no header may hold becomes a blank (RFC 9110, 5.5). */
export const line = (name: Expression, value: Expression): Expression => {
  const flat = call(call(valueText(value), 'Replace', '\r', ' '), 'Replace', '\n', ' ');
  return cs.concatenation(name, ':', flat);
};

const singles = (r: Expression): Expression =>
  call(
    propertiesOf(r, 'headers'),
    'Select',
    cs.lambda('h', (h) => line(cs.member(h, 'Name'), cs.member(h, 'Value'))),
  );

/** Both maps join, the one of lists first (recorded 2026-11-23). */
export function linesV1(): Expression {
  return ofResult((r) => {
    const lists = call(
      propertiesOf(r, 'multiValueHeaders'),
      'SelectMany',
      cs.lambda('m', (m) =>
        call(
          cs.cast('JArray', cs.member(m, 'Value')),
          'Select',
          cs.lambda('v', (v) => line(cs.member(m, 'Name'), v)),
        ),
      ),
    );
    return joined(call(lists, 'Concat', singles(r)));
  });
}

/** Cookies take the place of a header of their name (API Gateway guide, payload format 2.0). */
export function linesV2(): Expression {
  return ofResult((r) => {
    const cookies = select(r, 'cookies');
    const isThere = cs.all([cs.binary('!=', cookies, cs.literal(null)), typeIs(cookies, 'Array')]);
    const list = cs.conditional(isThere, cs.cast('JArray', cookies), cs.create('JArray'));
    const own = call(
      list,
      'Select',
      cs.lambda('c', (c) => line(cs.literal('set-cookie'), c)),
    );
    const others = call(
      singles(r),
      'Where',
      cs.lambda('l', (l) => cs.any([cs.not(isThere), cs.not(call(l, 'StartsWith', 'set-cookie:', ignoringCase()))])),
    );
    return joined(call(others, 'Concat', own));
  });
}

export const joined = (items: Expression): Expression => call(cs.named('string'), 'Join', '\n', items);

export const bodyOfResult = (): Expression =>
  ofResult((r) => {
    const body = select(r, 'body');
    return cs.conditional(isMissing(body), '', valueText(body));
  });

/** Whether the body is bytes in Base64: a REST API decodes for callers that accept a binary type first, an HTTP API always. */
export function isDecoded(api: AwsApi): Expression {
  const flag = ofResult((r) => {
    const encoded = select(r, 'isBase64Encoded');
    return cs.all([
      cs.binary('!=', encoded, cs.literal(null)),
      typeIs(encoded, 'Boolean'),
      cs.binary('==', cs.compactJson(encoded), 'true'),
    ]);
  });
  if (api.type === 'HTTP') return flag;
  const isWanted = isBinary(mediaType('Accept'), api.binaryMediaTypes);
  return isWanted.kind === 'boolean' && !isWanted.value ? isWanted : cs.all([isWanted, flag]);
}

export function bodyValue(api: AwsApi): Expression {
  const decoded = isDecoded(api);
  if (decoded.kind === 'boolean' && !decoded.value) return text('function-body');
  const bytes = call(cs.named('Convert'), 'FromBase64String', text('function-body'));
  return cs.conditional(cs.variable('function-decoded', 'bool'), bytes, cs.utf8(text('function-body')));
}
