import type { Authorizer } from '@aws-sdk/client-apigatewayv2';
import type { AuthorizerCache } from './authorizer-cache.ts';
import { methodArnOf, type GatewayCall, type GatewayWorld } from './call.ts';
import { evaluatePolicy, isRecord } from './execute-policy.ts';
import { identityOf } from './http-identity.ts';
import { eventV1 } from './lambda-event-v1.ts';
import { eventV2 } from './lambda-event-v2.ts';
import { Refusal } from './refusal.ts';

/** A Lambda authorizer of an HTTP API: a simple response (`isAuthorized`) or a policy. Returns its context. */
export async function authorizeHttpByFunction(
  call: GatewayCall,
  authorizer: Authorizer,
  cache: AuthorizerCache,
  world: GatewayWorld,
): Promise<Readonly<Record<string, unknown>>> {
  const identity = (authorizer.IdentitySource ?? []).map((source) => identityOf(call, source));
  if (identity.some((value) => value === undefined || value === ''))
    throw new Refusal('UNAUTHORIZED', 401, 'Unauthorized');
  const values = identity.map((value) => value ?? '');
  const arn = methodArnOf(call, world);
  const event =
    authorizer.AuthorizerPayloadFormatVersion === '1.0'
      ? { ...eventV1(call), version: '1.0', type: 'REQUEST', methodArn: arn, identitySource: values.join(',') }
      : { ...eventV2(call, world), type: 'REQUEST', routeArn: arn, identitySource: values };
  const key = [call.apiId, call.stageName, authorizer.AuthorizerId ?? '', ...values];
  const result = await cache.resultOf(key, authorizer.AuthorizerResultTtlInSeconds ?? 0, world, async () => {
    try {
      return await world.lambdas.invoke(authorizer.AuthorizerUri ?? '', event);
    } catch (error) {
      throw failed(`authorizer ${authorizer.Name ?? ''}: ${String(error)}`, world);
    }
  });
  if (!isRecord(result)) throw failed('authorizer result is no object', world);
  if (!isAllowed(result, authorizer.EnableSimpleResponses === true, arn, world))
    throw new Refusal('ACCESS_DENIED', 403, 'Forbidden');
  return isRecord(result['context']) ? result['context'] : {};
}

function isAllowed(
  result: Readonly<Record<string, unknown>>,
  isSimple: boolean,
  arn: string,
  world: GatewayWorld,
): boolean {
  if (isSimple) {
    if (typeof result['isAuthorized'] !== 'boolean') throw failed('isAuthorized is no boolean', world);
    return result['isAuthorized'];
  }
  try {
    return evaluatePolicy(result['policyDocument'], arn) === 'allow';
  } catch (error) {
    if (error instanceof TypeError) throw failed(error.message, world);
    throw error;
  }
}

function failed(why: string, world: GatewayWorld): Refusal {
  world.log(`source gateway: ${why}`);
  return new Refusal('AUTHORIZER_FAILURE', 500, 'Internal Server Error');
}
