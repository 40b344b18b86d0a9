import type { Route } from '@aws-sdk/client-apigatewayv2';
import { planOfKey } from '../api-key.ts';
import type { GatewayCall } from '../call.ts';
import { invoke, verdictOn, type Authorized } from '../lambda-authorizer-rest.ts';
import { Refusal, Unsimulated } from '../refusal.ts';
import { contextValue } from '../scope.ts';
import { eventOf, type Session, type SessionEvent } from './session.ts';

/** Who may connect: the authorizer of the route, then the key. What either refuses is answered to the handshake. */
export async function authorizeConnect(session: Session, event: SessionEvent, route: Route): Promise<Authorized> {
  const authorized = await authorize(session, event, route);
  if (route.ApiKeyRequired === true) checkKey(session, route, authorized);
  return authorized;
}

async function authorize(session: Session, event: SessionEvent, route: Route): Promise<Authorized> {
  const { call, world, target } = session;
  const type = route.AuthorizationType ?? 'NONE';
  if (type === 'NONE') return { context: {} };
  // The sandbox has no IAM: a signature could not be verified, so only its absence has an answer.
  if (type === 'AWS_IAM' && !isSigned(call))
    throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token');
  const authorizer = target.served.authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId);
  if (type !== 'CUSTOM' || !authorizer) throw new Unsimulated(`authorization ${type} of ${event.routeKey}`);
  const sources = authorizer.IdentitySource ?? [];
  if (sources.some((source) => !identityOf(call, source))) throw new Refusal('UNAUTHORIZED', 401, 'Unauthorized');
  const methodArn = `arn:aws:execute-api:${world.state.region}:${world.state.accountId}:${call.apiId}/${call.stageName}/${event.routeKey}`;
  const { isBase64Encoded: _, ...handshake } = eventOf(session, event);
  // Results are not kept: that is for HTTP APIs only (API reference, authorizerResultTtlInSeconds; read 2026-11-29).
  const named = { authorizerUri: authorizer.AuthorizerUri ?? '', name: authorizer.Name ?? '' };
  return verdictOn(await invoke(named, { type: 'REQUEST', methodArn, ...handshake }, world), methodArn, world);
}

const isSigned = ({ request }: GatewayCall): boolean =>
  (request.headers['authorization'] ?? '').startsWith('AWS4-HMAC-SHA256') ||
  request.url.searchParams.has('X-Amz-Signature');

function identityOf(call: GatewayCall, source: string): string | undefined {
  const [, place, name = ''] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return call.request.headers[name.toLowerCase()];
  if (place === 'querystring') return call.request.url.searchParams.getAll(name).at(-1);
  const [root = '', ...rest] = source.replace(/^\$/, '').split('.');
  if (root === 'stageVariables') return call.variables[rest.join('.')];
  const value = root === 'context' ? contextValue(call, rest.join('.')) : undefined;
  if (value === undefined) throw new Unsimulated(`identity source ${source}`);
  return value;
}

function checkKey({ call, target, memory, world }: Session, route: Route, { usageKey }: Authorized): void {
  const expression = target.served.api.ApiKeySelectionExpression ?? '$request.header.x-api-key';
  const isOfAuthorizer = expression === '$context.authorizer.usageIdentifierKey';
  const known = planOfKey(call, isOfAuthorizer ? usageKey : call.request.headers['x-api-key'], world);
  if (known === undefined) throw new Refusal('INVALID_API_KEY', 403, 'Forbidden');
  memory.throttles.passPlan(call, route.RouteKey ?? '', known, (world.now ?? Date.now)());
}
