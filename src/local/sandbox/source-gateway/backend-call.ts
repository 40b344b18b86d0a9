import { NetworkError, type NetworkResponse } from '../network.ts';
import { INTERNAL_ERROR, substituteVariables, type GatewayCall, type GatewayWorld } from './call.ts';
import { Refusal, Unsimulated } from './refusal.ts';

/** A request to what stands behind an HTTP integration. */
export interface BackendRequest {
  readonly method: string;
  /** With `${stageVariables.x}` and `{parameter}`, or the ARN of a listener behind a VPC link. */
  readonly uri: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Added to the URI's own query. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly timeoutMs: number;
}

/** Sends a request to the backend. Throws {@link Refusal} when the URI or the connection fails. */
export async function callBackend(
  call: GatewayCall,
  wanted: BackendRequest,
  world: GatewayWorld,
): Promise<NetworkResponse> {
  const url = backendUrl(call, wanted, world);
  try {
    return await world.network.request({
      method: wanted.method,
      url: url.href,
      headers: wanted.headers,
      timeoutMs: wanted.timeoutMs,
      ...(wanted.body.length > 0 ? { body: wanted.body } : {}),
    });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    world.log(`source gateway: ${error.message}`);
    if (call.kind === 'http') throw new Refusal('INTEGRATION_FAILURE', 503, 'Service Unavailable', { cause: error });
    if (error.code === 'ETIMEDOUT')
      throw new Refusal('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out', { cause: error });
    if (error.code === 'ENOTFOUND') throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR, { cause: error });
    throw new Refusal('INTEGRATION_FAILURE', 504, 'Network error communicating with endpoint', { cause: error });
  }
}

function backendUrl(call: GatewayCall, wanted: BackendRequest, world: GatewayWorld): URL {
  // A stage variable that is not set breaks the URI and with it the call (recorded 2026-11-23).
  const uri = substituteVariables(wanted.uri, call.variables);
  if (uri === undefined) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const filled = uri.startsWith('arn:')
    ? listenerUrl(call, uri, world)
    : uri.replace(/\{([^}]+?)\+?\}/g, (_, name: string) => wanted.pathParameters[name] ?? '');
  if (!URL.canParse(filled)) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const url = new URL(filled);
  for (const [name, value] of wanted.query) url.searchParams.append(name, value);
  return url;
}

/** A private integration keeps the caller's path, with the stage unless it is $default (API Gateway guide, private integrations). */
function listenerUrl(call: GatewayCall, arn: string, world: GatewayWorld): string {
  const base = world.listeners?.get(arn);
  if (base === undefined) throw new Unsimulated(`listener ${arn}`);
  const stage = call.stageName === '$default' ? '' : `/${call.stageName}`;
  return `${base.replace(/\/$/, '')}${stage}${call.path}`;
}
