import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { AwsApi, AwsRoute } from '../model/aws.ts';
import { cacheLookupValue, cacheStoreValue, choose, sendRequest, setVariable } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { ANSWER, withoutDates } from './authorizer-answer.ts';
import { authorizerEvent } from './authorizer-event.ts';
import type { AuthorizerFunction } from './authorizer-function.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { methodArn } from './authorizer-verdict.ts';
import type { FeatureContext } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { signRequest } from './sigv4.ts';

/** What a function is asked about and by. */
export interface Asking {
  readonly api: AwsApi;
  readonly route: AwsRoute;
  readonly asked: AuthorizerFunction;
  readonly aws: AwsCredentials;
  readonly tier: FeatureContext['tier'];
  /** Under which callers of custom names reach the API. */
  readonly basePath: string | undefined;
}

const METHOD_ARN = 'authorizer-method-arn';
const text = (name: string): Expression => cs.variable(name, 'string');
export const askedArn = (): Expression => text(METHOD_ARN);

/**
 * Leaves the function's answer in a variable, or ends the request: without identity it is not asked (edge case 28), and what is kept is
 * its answer, which says more than whether this call may pass (edge case 27). Nothing that goes wrong lets anybody in.
 */
export function askingPolicies(asking: Asking, names: Readonly<Record<string, string>>): readonly PolicyElement[] {
  const { api, asked, tier, route } = asking;
  const key = text('authorizer-key');
  // The Consumption tier has no cache of its own.
  const cachingType = tier === 'Consumption' ? 'prefer-external' : 'internal';
  const isKept = asked.ttl > 0;
  const isUnknown = cs.call(cs.named('string'), 'IsNullOrEmpty', cs.variableOrNull(ANSWER));
  const ask = [...invocation(asking), ...(isKept ? [cacheStoreValue(key, text(ANSWER), asked.ttl, cachingType)] : [])];
  return [
    ...refusals(asked, api),
    setVariable(METHOD_ARN, methodArn(api, route, names)),
    ...(isKept
      ? [
          setVariable('authorizer-key', keyOf(asked, api)),
          cacheLookupValue(key, ANSWER, { cachingType }),
          choose([{ condition: isUnknown, policies: ask }]),
        ]
      : ask),
  ];
}

function refusals({ sources, tokenPattern }: AuthorizerFunction, api: AwsApi): readonly PolicyElement[] {
  const identity = sources.filter((value) => typeof value === 'object');
  const [token] = identity;
  const missing = identity.map((value) => cs.binary('==', value, ''));
  const malformed =
    tokenPattern === undefined || token === undefined
      ? []
      : [cs.not(cs.call(cs.named('Regex'), 'IsMatch', token, tokenPattern))];
  const conditions = [...missing, ...malformed];
  if (conditions.length === 0) return [];
  return [choose([{ condition: cs.any(conditions), policies: [gatewayAnswer(api, 'UNAUTHORIZED')] }])];
}

/** A hash: whoever sees keys of the cache must see no token. As JSON no two lists of values are the same text. */
function keyOf({ authorizer, sources }: AuthorizerFunction, api: AwsApi): Expression {
  const values = sources.map((value) =>
    typeof value === 'string' ? JSON.stringify(value) : cs.call(cs.named('JsonConvert'), 'SerializeObject', value),
  );
  const whole = [api.id, api.stage.name, authorizer.id].map((part) => JSON.stringify(part)).join(',');
  const content = cs.concatenation(whole, ...values.flatMap((value) => [',', value]));
  return cs.concatenation('crossgate-authorizer-', cs.hexadecimal(cs.sha256(cs.utf8(content))));
}

/** API Gateway's own limits: 29 seconds of a REST API, 10 of an HTTP API (API Gateway guide, quotas, 2026-11-29). */
const TIMEOUT_SECONDS = { REST: 29, HTTP: 10, WEBSOCKET: 29 } as const;

/** Lambda's Invoke (Lambda API reference, 2026-11-29): 200 also where the function failed, which a header tells. */
function invocation({ api, route, asked, aws, basePath }: Asking): readonly PolicyElement[] {
  const host = `lambda.${asked.region}.amazonaws.com`;
  const path = `/2015-03-31/functions/${encodeURIComponent(asked.arn)}/invocations`;
  const { policies, headers } = signRequest({
    service: 'lambda',
    region: asked.region,
    host,
    method: 'POST',
    path,
    headers: [['Content-Type', 'application/json']],
    body: text('authorizer-event'),
    credentials: aws.credentials,
  });
  return [
    setVariable('authorizer-event', authorizerEvent({ api, route, asked, basePath, arn: askedArn() })),
    ...aws.policies,
    ...policies,
    sendRequest({
      responseVariableName: 'authorizer-answer',
      url: `https://${host}${path}`,
      method: 'POST',
      headers,
      body: text('authorizer-event'),
      timeoutMs: TIMEOUT_SECONDS[api.type] * 1000,
      ignoreError: true,
    }),
    failures(api),
    setVariable(ANSWER, withoutDates(cs.answerText(ANSWERED))),
  ];
}

const ANSWERED = cs.variable('authorizer-answer', 'IResponse');

/** The one message by which functions refuse a caller is a 401 of a REST API; any other failure is a 500. */
function failures(api: AwsApi): PolicyElement {
  const failure = gatewayAnswer(api, 'AUTHORIZER_FAILURE');
  const isUnreached = cs.any([
    cs.binary('==', ANSWERED, cs.literal(null)),
    cs.binary('!=', cs.member(ANSWERED, 'StatusCode'), 200),
  ]);
  const hasFailed = cs.call(cs.member(ANSWERED, 'Headers'), 'ContainsKey', 'X-Amz-Function-Error');
  const error = cs.call(cs.named('JToken'), 'Parse', withoutDates(cs.answerText(ANSWERED)));
  const message = cs.cast('string', cs.call(error, 'SelectToken', 'errorMessage'));
  const isRefused = cs.all([hasFailed, cs.binary('==', message, 'Unauthorized')]);
  return choose([
    { condition: isUnreached, policies: [failure] },
    ...(api.type === 'REST' ? [{ condition: isRefused, policies: [gatewayAnswer(api, 'UNAUTHORIZED')] }] : []),
    { condition: hasFailed, policies: [failure] },
  ]);
}
