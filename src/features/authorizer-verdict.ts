import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { matchesGlob } from '../csharp/glob.ts';
import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import { choose, type Branch } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { ofAnswer } from './authorizer-answer.ts';
import { gatewayAnswer } from './gateway-answer.ts';

type Test = (token: Expression) => Expression;
type TokenType = 'Object' | 'Array' | 'String' | 'Boolean' | 'Null';

const at = (token: Expression, path: string): Expression => cs.call(token, 'SelectToken', path);
const is = (token: Expression, type: TokenType): Expression =>
  cs.binary('==', cs.memberOrNull(token, 'Type'), cs.member(cs.named('JTokenType'), type));
const isText = (token: Expression, ...texts: readonly string[]): Expression =>
  cs.any(texts.map((each) => cs.binary('==', cs.cast('string', token), each)));
const isMissing = (token: Expression): Expression => cs.binary('==', token, cs.literal(null));
/** One or a list of them: policies have both. */
const listOf = (token: Expression): Expression =>
  cs.conditional(is(token, 'Array'), cs.cast('JArray', token), cs.create('JArray', token));
const test = (items: Expression, how: 'Any' | 'All', name: string, holds: Test): Expression =>
  cs.call(items, how, cs.lambda(name, holds));

/**
 * The ARN of the method that is called, as policies of functions spell it. Its literal parts are those of the route, not of the caller's
 * path: API Management takes paths of another case for the same, and no denial may be passed by that.
 * @throws Error for a parameter that the operations' templates have not: a defect of ours
 */
export function methodArn(api: AwsApi, { path }: Pick<AwsRoute, 'path'>, names: Readonly<Record<string, string>>) {
  const prefix = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${api.stage.name}/`;
  const below = path === '$default' ? '{rest+}' : path.replace(/^\/+/, '');
  const parts = below.split(/\{([^{}]+?)\+?\}/).map((part, index) => (index % 2 === 0 ? part : matched(names, part)));
  const whole = cs.joinedText(['/', ...parts]);
  return cs.concatenation(prefix, cs.context('Request', 'Method'), whole);
}

/** The operation of the root has no rest of a path. */
function matched(names: Readonly<Record<string, string>>, parameter: string): Expression {
  const name = Object.hasOwn(names, parameter) ? names[parameter] : undefined;
  if (name === undefined) throw new Error(`no template has the parameter ${parameter}`);
  return cs.call(cs.context('Request', 'MatchedParameters'), 'GetValueOrDefault', name, '');
}

const DENIED = 'User is not authorized to access this resource';

/** Refuses what the function's answer does not allow, held to the method of this very call (edge case 27). */
export function verdict(api: AwsApi, authorizer: AwsAuthorizer, arn: Expression): PolicyElement {
  const refused = (holds: Test, ...by: Parameters<typeof gatewayAnswer> extends [unknown, ...infer R] ? R : never) =>
    ({ condition: cs.not(ofAnswer(holds)), policies: [gatewayAnswer(api, ...by)] }) satisfies Branch;
  if (api.type === 'HTTP' && authorizer.simpleResponses === true)
    return choose([
      refused((result) => is(at(result, 'isAuthorized'), 'Boolean'), 'AUTHORIZER_FAILURE'),
      refused((result) => cs.cast('bool', at(result, 'isAuthorized')), 'ACCESS_DENIED'),
    ]);
  const applies =
    (effect: 'Allow' | 'Deny'): Test =>
    (result) =>
      test(listOf(at(result, 'policyDocument.Statement')), 'Any', 'statement', (statement) =>
        cs.all([isText(at(statement, 'Effect'), effect), speaksOf(statement, arn)]),
      );
  const isRest = api.type === 'REST';
  return choose([
    refused(
      (result) => (isRest ? cs.all([isKnown(result), isPolicy(result)]) : isPolicy(result)),
      isRest ? 'AUTHORIZER_CONFIGURATION_ERROR' : 'AUTHORIZER_FAILURE',
    ),
    refused(
      (result) => cs.not(applies('Deny')(result)),
      'ACCESS_DENIED',
      ...(isRest ? [`${DENIED} with an explicit deny`] : []),
    ),
    refused(applies('Allow'), 'ACCESS_DENIED', ...(isRest ? [DENIED] : [])),
  ]);
}

/** A REST API wants to know who calls, and a context of plain values (API Gateway guide, output from a Lambda authorizer, 2026-11-29). */
function isKnown(result: Expression): Expression {
  const context = at(result, 'context');
  const values = cs.call(cs.cast('JObject', context), 'Properties');
  const isPlain: Test = (property) => {
    const value = cs.member(property, 'Value');
    return cs.not(cs.any([is(value, 'Object'), is(value, 'Array'), is(value, 'Null')]));
  };
  const isFlat = cs.any([
    isMissing(context),
    cs.all([is(context, 'Object'), test(values, 'All', 'property', isPlain)]),
  ]);
  return cs.all([is(at(result, 'principalId'), 'String'), isFlat]);
}

/** Elements that would have to be understood to know whom a statement lets in, and are not. */
const NOT_UNDERSTOOD = ['Condition', 'NotAction', 'NotResource'];

function isPolicy(result: Expression): Expression {
  const statements = at(result, 'policyDocument.Statement');
  return cs.all([
    cs.not(isMissing(statements)),
    cs.call(listOf(statements), 'Any'),
    test(listOf(statements), 'All', 'statement', isStatement),
  ]);
}

function isStatement(statement: Expression): Expression {
  const effect = at(statement, 'Effect');
  return cs.all([
    is(statement, 'Object'),
    is(effect, 'String'),
    isText(effect, 'Allow', 'Deny'),
    ...NOT_UNDERSTOOD.map((name) => isMissing(at(statement, name))),
    areTexts(at(statement, 'Action'), 'action'),
    areTexts(at(statement, 'Resource'), 'resource'),
  ]);
}

const areTexts = (token: Expression, name: string): Expression =>
  cs.all([cs.not(isMissing(token)), test(listOf(token), 'All', name, (each) => is(each, 'String'))]);

/** `*` and `?` stand for any characters and one, slashes too; actions are told apart without case (IAM guide, read 2026-11-29). */
function speaksOf(statement: Expression, arn: Expression): Expression {
  const text = (token: Expression): Expression => cs.cast('string', token);
  return cs.all([
    test(listOf(at(statement, 'Action')), 'Any', 'action', (action) =>
      matchesGlob(cs.literal('execute-api:invoke'), cs.call(text(action), 'ToLowerInvariant')),
    ),
    test(listOf(at(statement, 'Resource')), 'Any', 'resource', (resource) => matchesGlob(arn, text(resource))),
  ]);
}
