import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { AuthorizerFunction } from './authorizer-function.ts';
import { eventV1 } from './function-event.ts';
import { eventV2 } from './function-event-v2.ts';

/** What a function is told of a request. */
export interface AuthorizerEvent {
  readonly api: AwsApi;
  readonly route: AwsRoute;
  readonly asked: AuthorizerFunction;
  /** Under which callers of custom names reach the API. */
  readonly basePath: string | undefined;
  /** ARN of the method that is called. */
  readonly arn: Expression;
}

const property = (name: string, value: string | Expression): Expression => cs.create('JProperty', name, value);

/** The event as JSON (API Gateway guide, input to a Lambda authorizer, and Lambda authorizers for HTTP APIs, 2026-11-29). */
export function authorizerEvent({ api, route, asked, basePath, arn }: AuthorizerEvent): Expression {
  const { authorizer, sources } = asked;
  const scope = { api, route, basePath };
  const type = property('type', authorizer.type);
  const method = property('methodArn', arn);
  if (authorizer.type === 'TOKEN')
    return cs.compactJson(cs.create('JObject', type, method, property('authorizationToken', sources[0] ?? '')));
  if (api.type === 'REST') return besides(eventV1(scope), [type, method]);
  if (authorizer.payloadFormatVersion === '1.0') {
    const joined = cs.joinedText(sources.flatMap((source, at) => (at === 0 ? [source] : [',', source])));
    const identity = [property('identitySource', joined), property('authorizationToken', joined)];
    return besides(eventV1(scope), [type, method, ...identity]);
  }
  const values = sources.length === 0 ? [] : [cs.stringArray(...sources)];
  const identity = property('identitySource', cs.create('JArray', ...values));
  return besides(eventV2(scope), [type, property('routeArn', arn), identity]);
}

/** Authorizers are not told of bodies. */
const LEFT_OUT = ['body', 'isBase64Encoded'];

/** The event of a function behind a route with further members first, and without the body's. */
function besides(event: Expression, more: readonly Expression[]): Expression {
  const whole = event.kind === 'call' ? event.target : event;
  if (whole.kind !== 'new') throw new Error('the event of a function is no new object');
  const [first] = whole.arguments;
  // Members of payload format 2.0 are one list, of which those that are null fall out.
  if (first?.kind === 'call' && first.target.kind === 'array') {
    const items = [...more, ...first.target.items.filter(isKept)];
    return cs.compactJson({ ...whole, arguments: [{ ...first, target: { ...first.target, items } }] });
  }
  return cs.compactJson({ ...whole, arguments: [...more, ...whole.arguments.filter(isKept)] });
}

function isKept(part: Expression): boolean {
  const name = part.kind === 'new' && part.type === 'JProperty' ? part.arguments[0] : undefined;
  return name?.kind !== 'string' || !LEFT_OUT.includes(name.value);
}
