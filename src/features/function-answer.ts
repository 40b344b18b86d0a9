import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import {
  choose,
  element,
  returnResponse,
  setBody,
  setHeader,
  setStatus,
  setVariable,
  textElement,
} from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import { isBinary, mediaType } from './function-event.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { RENAMED_ANSWER_HEADERS } from './http-answer.ts';

/**
 * A function's result as the caller's answer (API Gateway guide, Lambda proxy integration; results recorded 2026-11-23). It stands once in
 * the outbound section of the API, for all routes that leave an answer of Lambda in `function-answer`.
 */
export const ANSWER_VARIABLE = 'function-answer';
/** In it: how the route's result is read. */
export const FORM_VARIABLE = 'function-form';

/** Values of headers besides Content-Type that an answer may have: policies have no loops. */
export const MOST_HEADERS = 16;

const call = cs.call;
const answer = (): Expression => cs.variable(ANSWER_VARIABLE, 'IResponse');
const text = (name: string): Expression => cs.variable(name, 'string');
const isMatch = (value: Expression, pattern: string): Expression => call(cs.named('Regex'), 'IsMatch', value, pattern);
const ignoringCase = (): Expression => cs.member(cs.named('StringComparison'), 'OrdinalIgnoreCase');
const lines = (name: string): Expression => cs.split(text(name), '\n');

/** A mark without width before text that Newtonsoft.Json would make a date of (checked 2026-11-29); it is taken out again. */
const MARK = '\u2063';
export const resultText = (): Expression =>
  call(cs.named('Regex'), 'Replace', cs.answerText(answer()), '"(?=[0-9]{4}-|\\\\?/Date)', `"${MARK}`);
const unmarked = (value: Expression): Expression => call(value, 'Replace', MARK, '');

const typeIs = (token: Expression, type: string): Expression =>
  cs.binary('==', cs.member(token, 'Type'), cs.member(cs.named('JTokenType'), type));
const select = (token: Expression, path: string): Expression => call(token, 'SelectToken', path);
const isMissing = (token: Expression): Expression =>
  cs.any([cs.binary('==', token, cs.literal(null)), typeIs(token, 'Null')]);

/** A value as text: strings as they are, everything else as JSON. */
const valueText = (token: Expression): Expression =>
  unmarked(cs.conditional(typeIs(token, 'String'), cs.cast('string', token), cs.compactJson(token)));

/** The result, read once, as the parameter of a lambda; `otherwise` where it is no object. */
function ofResult(read: (result: Expression) => Expression): Expression {
  const parsed = cs.arrayOf(call(cs.named('JObject'), 'Parse', resultText()));
  return call(call(parsed, 'Select', cs.lambda('r', read)), 'First');
}

const isObject = (): Expression => isMatch(cs.answerText(answer()), '\\A[ \t\r\n]*\\{');

/** Properties of an object member of the result; none where it is no object. */
function propertiesOf(result: Expression, name: string): Expression {
  const member = select(result, name);
  const isThere = cs.all([cs.binary('!=', member, cs.literal(null)), typeIs(member, 'Object')]);
  return call(cs.conditional(isThere, cs.cast('JObject', member), cs.create('JObject')), 'Properties');
}

const all = (items: Expression, test: (item: Expression) => Expression, name: string): Expression =>
  call(items, 'All', cs.lambda(name, test));

const MEMBERS_V1 = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];

/** The status as text; empty when the result has no form that its integration takes. */
function statusV1(): Expression {
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
const line = (name: Expression, value: Expression): Expression => {
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
function linesV1(): Expression {
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
function linesV2(): Expression {
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

const joined = (items: Expression): Expression => call(cs.named('string'), 'Join', '\n', items);

const bodyOfResult = (): Expression =>
  ofResult((r) => {
    const body = select(r, 'body');
    return cs.conditional(isMissing(body), '', valueText(body));
  });

/** Whether the body is bytes in Base64: a REST API decodes for callers that accept a binary type first, an HTTP API always. */
function isDecoded(api: AwsApi): Expression {
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

function bodyValue(api: AwsApi): Expression {
  const decoded = isDecoded(api);
  if (decoded.kind === 'boolean' && !decoded.value) return text('function-body');
  const bytes = call(cs.named('Convert'), 'FromBase64String', text('function-body'));
  return cs.conditional(cs.variable('function-decoded', 'bool'), bytes, cs.utf8(text('function-body')));
}

const nameOf = (l: Expression): Expression => call(l, 'Substring', 0, call(l, 'IndexOf', ':', ordinal()));
const valueOf = (l: Expression): Expression =>
  call(l, 'Substring', cs.binary('+', call(l, 'IndexOf', ':', ordinal()), 1));
const ordinal = (): Expression => cs.member(cs.named('StringComparison'), 'Ordinal');
const isContentType = (l: Expression): Expression => call(l, 'StartsWith', 'content-type:', ignoringCase());

/** The name that reaches the caller (recorded 2024-12-11). */
const renamed = (name: Expression): Expression =>
  cs.conditional(
    call(cs.stringArray(...RENAMED_ANSWER_HEADERS), 'Contains', call(name, 'ToLowerInvariant')),
    cs.concatenation('x-amzn-Remapped-', name),
    name,
  );

/** Lines of headers that are sent one by one: Content-Type stands for itself, Transfer-Encoding is never sent. */
const others = (): Expression =>
  call(
    lines('function-headers'),
    'Where',
    cs.lambda('l', (l) =>
      cs.all([
        cs.binary('!=', l, ''),
        cs.not(isContentType(l)),
        cs.not(call(l, 'StartsWith', 'transfer-encoding:', ignoringCase())),
      ]),
    ),
  );

/** Content-Type first, so that neither list is ever empty. */
const withType = (type: Expression | string, of: (l: Expression) => Expression): Expression =>
  joined(call(cs.stringArray(type), 'Concat', call(others(), 'Select', cs.lambda('o', of))));

function contentType(): Expression {
  const typed = call(lines('function-headers'), 'Where', cs.lambda('t', isContentType));
  const values = call(typed, 'Select', cs.lambda('x', valueOf));
  return cs.conditional(call(typed, 'Any'), call(cs.named('string'), 'Join', ',', values), 'application/json');
}

/** One header: the line of that number, or none, which is said by skipping what is there already. */
function slot(at: number): PolicyElement {
  const names = lines('function-names');
  const name = cs.binary('??', call(call(names, 'Skip', at), 'FirstOrDefault'), 'Content-Type');
  const value = cs.binary('??', call(call(lines('function-values'), 'Skip', at), 'FirstOrDefault'), '');
  const action = cs.conditional(cs.binary('>', cs.member(names, 'Length'), at), 'append', 'skip');
  return element('set-header', { name, 'exists-action': action }, [textElement('value', value)]);
}

/** What answers once status, header lines and body stand in variables. */
function answered(api: AwsApi, failure: PolicyElement): readonly PolicyNode[] {
  const isBad = cs.any([
    cs.not(isMatch(text('function-status'), '\\A[1-5][0-9][0-9]\\z')),
    cs.binary('>', cs.member(lines('function-names'), 'Length'), MOST_HEADERS + 1),
  ]);
  return [
    setVariable(
      'function-names',
      withType('Content-Type', (l) => renamed(nameOf(l))),
    ),
    setVariable('function-values', withType(contentType(), valueOf)),
    choose([{ condition: isBad, policies: [failure] }]),
    returnResponse(
      setStatus(
        call(cs.named('Convert'), 'ToInt32', text('function-status')),
        cs.concatenation('Status ', text('function-status')),
      ),
      setHeader('Content-Type', [cs.index(lines('function-values'), 0)]),
      ...Array.from({ length: MOST_HEADERS }, (_, at) => slot(at + 1)),
      setBody(bodyValue(api)),
    ),
  ];
}

const form = (name: string): Expression => cs.binary('==', cs.variableOrNull(FORM_VARIABLE), name);

/** A function that failed, or whose result has another form: 502 of a REST API, 500 of an HTTP API. */
export const functionFailure = (api: AwsApi): PolicyElement => gatewayAnswer(api, 'DEFAULT_5XX');

export const hasFailed = (): Expression => call(cs.member(answer(), 'Headers'), 'ContainsKey', 'X-Amz-Function-Error');

/** Policies of the API's outbound section for proxy integrations in the given payload formats. */
export function proxyAnswer(api: AwsApi, forms: readonly ('proxy-1.0' | 'proxy-2.0')[]): PolicyElement {
  const failure = functionFailure(api);
  const decoded = isDecoded(api);
  const rest = [
    setVariable('function-body', bodyOfResult()),
    ...(decoded.kind === 'boolean' && !decoded.value ? [] : [setVariable('function-decoded', decoded)]),
  ];
  const isBare = cs.not(cs.all([isObject(), ofResult((r) => cs.not(isMissingMember(r, 'statusCode')))]));
  const branches = forms.map((each) =>
    each === 'proxy-1.0'
      ? {
          condition: form(each),
          policies: [
            setVariable('function-status', statusV1()),
            choose([{ condition: cs.binary('==', text('function-status'), ''), policies: [failure] }]),
            setVariable('function-headers', linesV1()),
            ...rest,
          ],
        }
      : {
          condition: form(each),
          policies: [
            choose([{ condition: isBare, policies: [bareAnswer()] }]),
            setVariable(
              'function-status',
              ofResult((r) => valueText(select(r, 'statusCode'))),
            ),
            setVariable('function-headers', linesV2()),
            ...rest,
          ],
        },
  );
  const isProxy = cs.all([call(cs.context('Variables'), 'ContainsKey', ANSWER_VARIABLE), cs.any(forms.map(form))]);
  return choose([
    {
      condition: isProxy,
      policies: [
        choose([{ condition: hasFailed(), policies: [failure] }]),
        choose(branches),
        ...answered(api, failure),
      ],
    },
  ]);
}

const isMissingMember = (r: Expression, name: string): Expression => cs.binary('==', select(r, name), cs.literal(null));

/** Without a status the whole result is the body: text as it is, everything else as JSON. */
function bareAnswer(): PolicyElement {
  const whole = call(cs.named('JToken'), 'Parse', resultText());
  const body = call(call(cs.arrayOf(whole), 'Select', cs.lambda('w', valueText)), 'First');
  return returnResponse(setStatus(200, 'OK'), setHeader('Content-Type', ['application/json']), setBody(body));
}
