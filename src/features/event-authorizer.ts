import type { AwsApi, AwsRoute } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { asGiven, fromAnswer, withoutDates } from './authorizer-answer.ts';
import { asText } from './authorizer-context.ts';
import { bearerToken } from './bearer-token.ts';
import { isPayload2 } from './function-event-parts.ts';

/** `requestContext.authorizer` of events: who calls, as API Gateway tells functions (docs: mapping, B2). */

const property = (name: string | Expression, value: Expression): Expression => cs.create('JProperty', name, value);
const object = (...properties: readonly Expression[]): Expression => cs.create('JObject', ...properties);
const at = (token: Expression, path: string): Expression => cs.call(token, 'SelectToken', path);
const is = (token: Expression, type: 'Object' | 'Array'): Expression =>
  cs.binary('==', cs.memberOrNull(token, 'Type'), cs.member(cs.named('JTokenType'), type));
const members = (token: Expression): Expression => cs.call(cs.cast('JObject', token), 'Properties');
const nameOf = (member: Expression): Expression => asGiven(cs.member(member, 'Name'));
const none = (): Expression => cs.call(cs.named('JValue'), 'CreateNull');

/** What an event says of its caller, null where that is nothing; undefined where nobody guards the route. */
export function eventAuthorizer(api: AwsApi, route: AwsRoute): Expression | undefined {
  switch (route.authorizationType) {
    case 'COGNITO_USER_POOLS':
      return fromToken((claims) => object(property('claims', textsOf(claims))));
    case 'JWT':
      return fromToken((claims) => {
        const told = object(property('claims', textsOf(claims)), property('scopes', scopesOf(claims, route)));
        return isPayload2(route, api) ? object(property('jwt', told)) : told;
      });
    case 'CUSTOM':
      return fromAnswer((result) => (api.type === 'REST' ? restContext(result) : httpContext(result, route, api)));
    default:
      return undefined;
  }
}

/**
 * Of the token that the check before has verified, and which is read again: the claims that validate-jwt stores do not tell a list
 * of one value from the value (Microsoft Learn, context variable, Jwt.Claims; read 2026-11-29).
 */
function fromToken(told: (claims: Expression) => Expression): Expression {
  const payload = cs.call(cs.call(cs.index(cs.split(bearerToken(), '.'), 1), 'Replace', '-', '+'), 'Replace', '_', '/');
  const padded = (text: Expression): Expression =>
    cs.concatenation(text, cs.index(cs.stringArray('', '', '==', '='), cs.binary('%', cs.member(text, 'Length'), 4)));
  const json = (text: Expression): Expression =>
    cs.call(
      cs.member(cs.named('Encoding'), 'UTF8'),
      'GetString',
      cs.call(cs.named('Convert'), 'FromBase64String', padded(text)),
    );
  const claims = cs.call(
    cs.stringArray(payload),
    'Select',
    cs.lambda('payload', (text) => cs.call(cs.named('JToken'), 'Parse', withoutDates(json(text)))),
  );
  return cs.call(cs.call(claims, 'Select', cs.lambda('claims', told)), 'First');
}

/** One claim of a user pool's token as text, empty where the token has none. */
export function tokenClaim(name: string): Expression {
  const value = (claims: Expression): Expression => cs.arrayOf(at(claims, `['${name}']`));
  const text = (claims: Expression): Expression =>
    cs.call(cs.call(value(claims), 'Select', cs.lambda('claim', claimText)), 'First');
  return fromToken(text);
}

/** A claim as text, a list as `[a b]` (API Gateway guide, JWT authorizers). */
function claimText(value: Expression): Expression {
  const items = cs.call(
    cs.cast('JArray', value),
    'Select',
    cs.lambda('item', (item) => asText(item)),
  );
  const list = cs.concatenation('[', cs.call(cs.named('string'), 'Join', ' ', items), ']');
  return cs.conditional(is(value, 'Array'), list, asText(value));
}

/** All claims as text. */
function textsOf(claims: Expression): Expression {
  const claim = (each: Expression): Expression => property(nameOf(each), claimText(cs.member(each, 'Value')));
  return object(cs.call(members(claims), 'Select', cs.lambda('claim', claim)));
}

/** Those that were granted, of a route that asks for any. */
function scopesOf(claims: Expression, { authorizationScopes }: AwsRoute): Expression {
  if (authorizationScopes.length === 0) return none();
  const granted = cs.binary('??', at(claims, 'scope'), at(claims, 'scp'));
  return cs.create('JArray', cs.split(asText(granted), ' '));
}

/** A REST API hands on texts, and who calls under a name that no context takes from it. */
function restContext(result: Expression): Expression {
  const context = at(result, 'context');
  const isOther = (each: Expression): Expression => cs.binary('!=', cs.member(each, 'Name'), 'principalId');
  const member = (each: Expression): Expression => property(nameOf(each), asText(cs.member(each, 'Value')));
  const texts = cs.call(
    cs.call(members(cs.binary('??', context, object())), 'Where', cs.lambda('other', isOther)),
    'Select',
    cs.lambda('member', member),
  );
  const principal = property('principalId', asText(at(result, 'principalId')));
  return object(cs.call(texts, 'Concat', cs.arrayOf(principal)));
}

/** An HTTP API hands on values as they are; without any it says nothing. */
function httpContext(result: Expression, route: AwsRoute, api: AwsApi): Expression {
  const context = at(result, 'context');
  const told = isPayload2(route, api) ? object(property('lambda', context)) : cs.cast('JObject', context);
  const isThere = cs.all([is(context, 'Object'), cs.member(context, 'HasValues')]);
  return cs.conditional(isThere, cs.cast('JToken', told), none());
}
