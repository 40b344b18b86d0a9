import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, setBody, setVariable, type Value } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import { isBinary, mediaType, mediaTypeOf } from './function-event-parts.ts';
import { gatewayAnswer } from './gateway-answer.ts';

/**
 * contentHandling and binary media types of custom integrations: a payload is bytes where its own Content-Type is one of the API's binary
 * types, else text, and becomes the other where contentHandling says so; an answer without one becomes what the caller's first accepted
 * type is (recorded 2025-03-17).
 */

/** Whether something holds: known here, or by the call. */
type Test = boolean | Expression;

/** What is done to payloads of a route. */
export interface PayloadTerms {
  readonly handling: AwsIntegration['contentHandling'];
  /** What answers become depends on what the caller accepts. */
  readonly isByAccept: boolean;
}

/** Undefined where every payload is text and stays so. */
export function payloadTerms({ contentHandling, responses }: AwsIntegration, api: AwsApi): PayloadTerms | undefined {
  const hasTypes = api.binaryMediaTypes.length > 0;
  if (!hasTypes && contentHandling === undefined) return undefined;
  const isByAccept = hasTypes && responses.some((each) => each.contentHandling === undefined);
  return { handling: contentHandling, isByAccept };
}

/** Said of the request as it came: what the backend is sent may have another Accept. */
const ACCEPTS_BYTES = 'accepts-bytes';

/** What a conversion breaks is API Gateway's to answer for (recorded 2025-03-17). */
const broken = (api: AwsApi): PolicyElement => gatewayAnswer(api, 'API_CONFIGURATION_ERROR');

/** What stands before the request's body: what the caller accepts, and the refusal of what should be Base64. */
export function beforeBody({ handling, isByAccept }: PayloadTerms, api: AwsApi): readonly PolicyNode[] {
  const accepts = isBinary(mediaType('Accept'), api.binaryMediaTypes);
  const isBad = handling === 'CONVERT_TO_BINARY' && both(opposite(isBytes('Request', api)), notBase64('Request'));
  return [...(isByAccept ? [setVariable(ACCEPTS_BYTES, accepts)] : []), ...when(isBad, [broken(api)])];
}

/** A template's policies: on bytes a template breaks the call. */
export function withTemplate(
  { handling }: PayloadTerms,
  api: AwsApi,
  nodes: readonly PolicyNode[],
): readonly PolicyNode[] {
  if (handling === 'CONVERT_TO_TEXT') return nodes;
  const isRefused = handling === 'CONVERT_TO_BINARY' || isBytes('Request', api);
  return isRefused === true ? [broken(api)] : [...when(isRefused, [broken(api)]), ...nodes];
}

/** The request's body as the backend gets it; what is no UTF-8 in a text becomes U+FFFD. */
export function convertedBody({ handling }: PayloadTerms, api: AwsApi): readonly PolicyNode[] {
  const bytes = isBytes('Request', api);
  if (handling === 'CONVERT_TO_TEXT')
    return when(hasBody('Request'), [setBody(pick(bytes, base64Of('Request'), cs.bodyText('Request')))]);
  const text = handling === 'CONVERT_TO_BINARY' ? decoded('Request') : cs.bodyText('Request');
  return when(both(hasBody('Request'), opposite(bytes)), [setBody(text)]);
}

/** A body of an answer, with what refuses to make one. */
export interface AnswerBody {
  readonly before: readonly PolicyNode[];
  readonly value: Value;
}

/** The backend's body as the caller gets it. */
export function answeredBody(handling: AwsIntegration['contentHandling'], api: AwsApi): AnswerBody {
  const bytes = both(isBytes('Response', api), hasBody('Response'));
  const wanted = isWanted(handling, api);
  const text = cs.bodyText('Response');
  if (wanted === false && bytes === false) return { before: [], value: text };
  const isBad = both(both(wanted, opposite(bytes)), notBase64('Response'));
  const asBytes = pick(bytes, bytesOf('Response'), decoded('Response'));
  const asText = pick(bytes, base64Of('Response'), text);
  const value = wanted === false ? asText : pick(wanted, asBytes, cs.utf8(asText));
  return { before: when(isBad, [broken(api)]), value };
}

/** A body of an answer that a template writes: on bytes the template breaks the call. */
export function templatedBody(handling: AwsIntegration['contentHandling'], api: AwsApi, value: Value): AnswerBody {
  return { before: when(isWanted(handling, api), [broken(api)]), value };
}

/** What a template reads as its payload, where it is not refused: bytes that become text are Base64. */
export function templatePayload(
  message: Message,
  handling: AwsIntegration['contentHandling'],
  api: AwsApi,
): Expression {
  const isText = message === 'Request' && handling !== 'CONVERT_TO_TEXT';
  const bytes = isText ? false : both(isBytes(message, api), hasBody(message));
  return pick(bytes, base64Of(message), cs.bodyText(message));
}

function isWanted(handling: AwsIntegration['contentHandling'], api: AwsApi): Test {
  if (handling !== undefined) return handling === 'CONVERT_TO_BINARY';
  return api.binaryMediaTypes.length > 0 && cs.variable(ACCEPTS_BYTES, 'bool');
}

type Message = 'Request' | 'Response';

function isBytes(message: Message, { binaryMediaTypes }: AwsApi): Test {
  const type = cs.call(cs.context(message, 'Headers'), 'GetValueOrDefault', 'Content-Type', '');
  if (binaryMediaTypes.includes('*/*')) return true;
  const test = isBinary(mediaTypeOf(type), binaryMediaTypes);
  return test.kind === 'boolean' ? test.value : test;
}

const hasBody = (message: Message): Expression => cs.binary('!=', cs.context(message, 'Body'), cs.literal(null));

const bytesOf = (message: Message): Expression =>
  cs.callOf(cs.context(message, 'Body'), 'As', 'byte[]', [{ name: 'preserveContent', value: cs.literal(true) }]);

const base64Of = (message: Message): Expression => cs.call(cs.named('Convert'), 'ToBase64String', bytesOf(message));

/** Without its padding, which API Gateway may do without and .NET may not. */
const bare = (message: Message): Expression => cs.call(cs.bodyText(message), 'Replace', '=', '');
const overhang = (message: Message): Expression => cs.binary('%', cs.member(bare(message), 'Length'), 4);

function notBase64(message: Message): Expression {
  const isAlphabet = cs.call(cs.named('Regex'), 'IsMatch', cs.bodyText(message), String.raw`\A[A-Za-z0-9+/]*={0,2}\z`);
  return cs.any([cs.not(isAlphabet), cs.binary('==', overhang(message), 1)]);
}

function decoded(message: Message): Expression {
  const missing = cs.binary('%', cs.binary('-', cs.literal(4), overhang(message)), 4);
  const padding = cs.call(cs.literal('==='), 'Substring', 0, missing);
  return cs.call(cs.named('Convert'), 'FromBase64String', cs.concatenation(bare(message), padding));
}

const opposite = (test: Test): Test => (typeof test === 'boolean' ? !test : cs.not(test));

function both(one: Test, other: Test): Test {
  if (one === false || other === false) return false;
  if (one === true) return other;
  return other === true ? one : cs.all([one, other]);
}

function pick(test: Test, whenTrue: Expression, whenFalse: Expression): Expression {
  if (typeof test === 'boolean') return test ? whenTrue : whenFalse;
  return cs.conditional(test, whenTrue, whenFalse);
}

function when(test: Test, policies: readonly PolicyNode[]): readonly PolicyNode[] {
  if (typeof test === 'boolean') return test ? policies : [];
  return [choose([{ condition: test, policies }])];
}
