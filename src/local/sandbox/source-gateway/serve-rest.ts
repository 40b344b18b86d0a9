import type { Method } from '@aws-sdk/client-api-gateway';
import type { SandboxResponse } from '../http-server.ts';
import type { RestApiSnapshot } from '../aws/state.ts';
import type { GatewayCall, GatewayWorld } from './call.ts';
import { answerFunction } from './function-integration.ts';
import { forward } from './forward.ts';
import { answerHttp } from './http-integration.ts';
import { callFunction } from './lambda-proxy.ts';
import { answerMock } from './mock.ts';
import { mapParameters, parameterOf } from './parameter-mapping.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { verifyToken } from './verify-token.ts';

const TIMEOUT_MS = 29_000;

/** Serves one method of a REST API: authorizer, key, parameters, integration, in API Gateway's order. */
export async function serveRest(
  call: GatewayCall,
  method: Method,
  served: RestApiSnapshot,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const authorizer = await authorize(call, method, served, world);
  if (method.apiKeyRequired === true && !hasKey(call, world)) throw new Refusal('INVALID_API_KEY', 403, 'Forbidden');
  const missing = missingParameters(call, method, served);
  if (missing.length > 0)
    throw new Refusal('BAD_REQUEST_PARAMETERS', 400, `Missing required request parameters: [${missing.join(', ')}]`);
  return integrate({ ...call, authorizer }, method, world);
}

async function authorize(
  call: GatewayCall,
  method: Method,
  served: RestApiSnapshot,
  world: GatewayWorld,
): Promise<Readonly<Record<string, unknown>>> {
  const type = method.authorizationType ?? 'NONE';
  if (type === 'NONE') return {};
  // The sandbox has no IAM: a signature could not be verified, so only its absence has an answer.
  if (type === 'AWS_IAM' && !call.request.headers['authorization']?.startsWith('AWS4-HMAC-SHA256'))
    throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token');
  const authorizer = served.authorizers.find(({ id }) => id === method.authorizerId);
  const poolArn = authorizer?.providerARNs?.[0];
  if (type !== 'COGNITO_USER_POOLS' || poolArn === undefined)
    throw new Unsimulated(`authorization ${type} of ${call.template}`);
  const [, , , region = '', , pool = ''] = poolArn.split(':');
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${pool.replace('userpool/', '')}`;
  const header = (authorizer?.identitySource ?? 'method.request.header.Authorization').split('.').at(-1) ?? '';
  const token = call.request.headers[header.toLowerCase()];
  if (token === undefined) throw unauthorized();
  const verdict = await verifyToken(token, { issuer, scopes: method.authorizationScopes ?? [] }, world.network);
  if ('claims' in verdict) return { claims: verdict.claims };
  world.log(`source gateway: token of ${call.template} lacks ${verdict.lacks}: ${verdict.why}`);
  throw unauthorized();
}

/** A key counts when it is enabled and in a usage plan of this stage. */
function hasKey(call: GatewayCall, { state }: GatewayWorld): boolean {
  const value = call.request.headers['x-api-key'];
  const key = [...state.apiKeys.values()].find((known) => known.value === value && known.enabled === true);
  return [...state.usagePlans.values()].some(
    ({ plan, keyIds }) =>
      key?.id !== undefined &&
      keyIds.includes(key.id) &&
      plan.apiStages?.some(({ apiId, stage }) => apiId === call.apiId && stage === call.stageName) === true,
  );
}

function missingParameters(call: GatewayCall, method: Method, served: RestApiSnapshot): string[] {
  const validator = served.requestValidators.find(({ id }) => id === method.requestValidatorId);
  if (validator?.validateRequestParameters !== true) return [];
  return Object.entries(method.requestParameters ?? {})
    .filter(([, isRequired]) => isRequired)
    .flatMap(([parameter]) => {
      const [, place, name = ''] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(parameter) ?? [];
      if (place !== 'header' && place !== 'querystring' && place !== 'path')
        throw new Unsimulated(`validation of ${parameter}`);
      return parameterOf(call, place, name)?.trim() ? [] : [name];
    });
}

async function integrate(call: GatewayCall, method: Method, world: GatewayWorld): Promise<SandboxResponse> {
  const integration = method.methodIntegration ?? {};
  const verb = integration.httpMethod ?? 'ANY';
  const plan = {
    method: verb === 'ANY' ? call.request.method : verb,
    timeoutMs: integration.timeoutInMillis ?? TIMEOUT_MS,
  };
  if (integration.type === 'MOCK') return answerMock(call, integration);
  if (integration.type === 'HTTP') return answerHttp(call, integration, plan, world);
  if (integration.type === 'AWS') return answerFunction(call, integration, world);
  if (integration.type === 'AWS_PROXY') return callFunction(call, integration.uri ?? '', '1.0', world);
  if (integration.type === 'HTTP_PROXY') {
    const mapped = mapParameters(call, integration.requestParameters, 'http');
    return forward(call, { ...plan, uri: integration.uri ?? '', mapped }, world);
  }
  throw new Unsimulated(`integration ${integration.type ?? 'none'} of ${call.template}`);
}

function unauthorized(): Refusal {
  return new Refusal('UNAUTHORIZED', 401, 'Unauthorized');
}
