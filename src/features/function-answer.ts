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
import {
  ANSWER_VARIABLE,
  answer,
  bodyOfResult,
  bodyValue,
  call,
  ignoringCase,
  isDecoded,
  isMatch,
  isObject,
  joined,
  lines,
  linesV1,
  linesV2,
  ofResult,
  resultText,
  select,
  statusV1,
  text,
  valueText,
} from './function-result.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { RENAMED_ANSWER_HEADERS } from './header-names.ts';

/**
 * A function's result as the caller's answer (API Gateway guide, Lambda proxy integration; results recorded 2026-11-23). It stands once in
 * the outbound section of the API, for all routes that leave an answer of Lambda in `function-answer`.
 *
 * The variable says how the route's result is read.
 */
export const FORM_VARIABLE = 'function-form';

/** Values of headers besides Content-Type that an answer may have: policies have no loops. */
export const MOST_HEADERS = 16;

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
