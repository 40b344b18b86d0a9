import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { AwsApi, AwsRoute } from '../model/aws.ts';
import { asGiven, fromAnswer, ofAnswer } from './authorizer-answer.ts';

/** A value that a function hands on, as text, and whether it does. */
export interface HandedOn {
  readonly value: Expression;
  readonly isThere: Expression;
}

/**
 * `context.authorizer.NAME` of a route whose function API Management asks: a member of the answer's context, numbers and truth values as
 * their JSON, or `principalId` of a REST API. Undefined for names that no plain path says.
 */
export function handedOn(name: string, { type }: AwsApi, { authorizationType }: AwsRoute): HandedOn | undefined {
  const own = /^authorizer\.([\w-]+)$/.exec(name)?.[1];
  if (own === undefined || authorizationType !== 'CUSTOM') return undefined;
  const isPrincipal = own === 'principalId';
  if (isPrincipal && type !== 'REST') return undefined;
  const path = isPrincipal ? own : `context['${own}']`;
  const at = (result: Expression): Expression => cs.call(result, 'SelectToken', path);
  return {
    isThere: ofAnswer((result) => cs.binary('!=', at(result), cs.literal(null))),
    value: fromAnswer((result) => asText(at(result))),
  };
}

/** A value of an answer as text: numbers and truth values are their JSON, what is not there is empty. */
export function asText(token: Expression): Expression {
  const isText = cs.binary('==', cs.member(token, 'Type'), cs.member(cs.named('JTokenType'), 'String'));
  const text = cs.conditional(isText, cs.cast('string', token), cs.compactJson(token));
  return cs.conditional(cs.binary('==', token, cs.literal(null)), '', asGiven(text));
}
