import type { Authorizer } from '@aws-sdk/client-api-gateway';
import type { AuthorizerCache } from './authorizer-cache.ts';
import { methodArnOf, type GatewayCall, type GatewayWorld } from './call.ts';
import { evaluatePolicy, isRecord } from './execute-policy.ts';
import { eventV1 } from './lambda-event-v1.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { contextValue, isContextName } from './scope.ts';
import { parameterOf } from './parameter-mapping.ts';

const DEFAULT_TTL_S = 300;

/** What an authorizer hands over: `$context.authorizer`, and the API key when the API takes it from there. */
export interface Authorized {
  readonly context: Readonly<Record<string, unknown>>;
  readonly usageKey?: string;
}

/**
 * A TOKEN or REQUEST authorizer of a REST API: the function's policy, kept by identity and evaluated for each request.
 * Missing identity is refused without asking the function.
 */
export async function authorizeByFunction(
  call: GatewayCall,
  authorizer: Authorizer,
  cache: AuthorizerCache,
  world: GatewayWorld,
): Promise<Authorized> {
  const sources = (authorizer.identitySource ?? '').split(',').flatMap((source) => source.trim() || []);
  const identity = sources.map((source) => identityOf(call, source));
  const values = identity.filter((value) => value !== undefined && value !== '');
  if (values.length < sources.length || !isWellFormed(authorizer, values[0])) throw unauthorized();
  const methodArn = methodArnOf(call, world);
  const event =
    authorizer.type === 'TOKEN'
      ? { type: 'TOKEN', methodArn, authorizationToken: values[0] }
      : { type: 'REQUEST', methodArn, ...withoutBody(eventV1(call)) };
  const key = [call.apiId, call.stageName, authorizer.id ?? '', ...identity.map((value) => value ?? '')];
  const ttl = authorizer.authorizerResultTtlInSeconds ?? DEFAULT_TTL_S;
  const result = await cache.resultOf(key, ttl, world, () => invoke(authorizer, event, world));
  return verdictOn(result, methodArn, world);
}

/** A token must match the expression from end to end. */
function isWellFormed(authorizer: Authorizer, token: string | undefined): boolean {
  if (authorizer.type !== 'TOKEN' || !authorizer.identityValidationExpression) return true;
  return new RegExp(`^(?:${authorizer.identityValidationExpression})$`).test(token ?? '');
}

/** Asks the function; the one message that functions refuse a caller with is a 401, any other failure a 500. */
export async function invoke(
  authorizer: Pick<Authorizer, 'authorizerUri' | 'name'>,
  event: unknown,
  world: GatewayWorld,
): Promise<unknown> {
  try {
    return await world.lambdas.invoke(authorizer.authorizerUri ?? '', event);
  } catch (error) {
    world.log(`source gateway: authorizer ${authorizer.name ?? ''}: ${String(error)}`);
    // The one message that functions refuse a caller with (API Gateway guide, Lambda authorizers).
    if (error instanceof Error && error.message === 'Unauthorized') throw unauthorized();
    throw new Refusal('AUTHORIZER_FAILURE', 500, String(error), { cause: error });
  }
}

/** What the function's policy says of a method. */
export function verdictOn(result: unknown, methodArn: string, world: GatewayWorld): Authorized {
  const { principalId, policyDocument, context = {}, usageIdentifierKey } = isRecord(result) ? result : {};
  const isFlat = isRecord(context) && Object.values(context).every((value) => typeof value !== 'object');
  if (typeof principalId !== 'string' || !isFlat) throw misconfigured('no principalId or a nested context', world);
  let verdict;
  try {
    verdict = evaluatePolicy(policyDocument, methodArn);
  } catch (error) {
    if (error instanceof TypeError) throw misconfigured(error.message, world);
    throw error;
  }
  const denied = 'User is not authorized to access this resource';
  if (verdict === 'explicit deny') throw new Refusal('ACCESS_DENIED', 403, `${denied} with an explicit deny`);
  if (verdict === 'implicit deny') throw new Refusal('ACCESS_DENIED', 403, denied);
  const texts = Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
  return {
    context: { ...texts, principalId },
    ...(typeof usageIdentifierKey === 'string' ? { usageKey: usageIdentifierKey } : {}),
  };
}

function misconfigured(why: string, world: GatewayWorld): Refusal {
  world.log(`source gateway: authorizer result: ${why}`);
  return new Refusal('AUTHORIZER_CONFIGURATION_ERROR', 500, why);
}

function identityOf(call: GatewayCall, source: string): string | undefined {
  const [, place, name = ''] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return call.request.headers[name.toLowerCase()];
  if (place === 'querystring') return parameterOf(call, place, name);
  const [root = '', ...rest] = source.split('.');
  if (root === 'stageVariables') return call.variables[rest.join('.')];
  const member = rest.join('.');
  const value = root === 'context' ? contextValue(call, member) : undefined;
  if (value === undefined && root === 'context' && !isContextName(member)) return undefined;
  if (value === undefined) throw new Unsimulated(`identity source ${source}`);
  return value;
}

function withoutBody(event: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'body' && name !== 'isBase64Encoded'));
}

function unauthorized(): Refusal {
  return new Refusal('UNAUTHORIZED', 401, 'Unauthorized');
}
