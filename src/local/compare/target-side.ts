import type { ApimConfiguration } from '../../model/apim.ts';
import type { BackendAnswer, BackendRequest } from '../../simulator/message.ts';
import { simulate } from '../../simulator/simulate.ts';
import { sendToBackend } from '../sandbox/target-gateway/egress.ts';
import { gatewayEffects } from '../sandbox/target-gateway/gateway-effects.ts';
import { networkEgress } from '../sandbox/target-gateway/network-egress.ts';
import type { CaseBackend } from './case-backend.ts';
import type { Side } from './exchange.ts';
import type { ExecuteApiCall } from './source-side.ts';

/** A custom name that the simulated service answers to. */
export const TARGET_HOST = 'api.compare.example';

/** API Gateway behind API Management, where it stays the origin of a route. */
export interface Origin {
  readonly host: string;
  readonly call: (call: ExecuteApiCall) => Promise<Side['response']>;
}

/** What API Management answers, and why it could not be simulated if so. */
export interface TargetSide extends Side {
  readonly defect?: string;
}

/** Answers one call as API Management with this configuration does. */
export async function askTarget(
  configuration: ApimConfiguration,
  call: ExecuteApiCall,
  backend: CaseBackend,
  origin?: Origin,
): Promise<TargetSide> {
  return targetOf(configuration, backend, origin)(call);
}

/** API Management with this configuration: what it keeps and counts lasts from call to call. */
export function targetOf(
  configuration: ApimConfiguration,
  backend: CaseBackend,
  origin?: Origin,
): (call: ExecuteApiCall) => Promise<TargetSide> {
  const egress = networkEgress(backend.network);
  const send = async (request: BackendRequest): Promise<BackendAnswer> => {
    const to = new URL(request.url);
    return origin !== undefined && to.host === origin.host
      ? await throughOrigin(origin, request, to)
      : await sendToBackend(egress, request);
  };
  const fetchJson = async (address: string): Promise<unknown> => {
    const answer = await egress({ method: 'GET', url: address, headers: [], timeoutMs: 10_000 });
    return JSON.parse(Buffer.from(answer.body).toString('utf8')) as unknown;
  };
  const effects = gatewayEffects({ send, fetchJson });
  return async ({ method, url, headers, body, ip }) => {
    const request = { method, url: url.href, headers: [['Host', url.host] as const, ...headers], body, ip };
    const before = backend.requests.length;
    const { response, defect } = await simulate(configuration, request, effects);
    return {
      response: { status: response.status, headers: response.headers, body: Buffer.from(response.body) },
      backendRequests: backend.requests.slice(before),
      ...(defect !== undefined && { defect }),
    };
  };
}

/** The address that API Gateway sees is one of API Management's own. */
const OUTBOUND_ADDRESS = '192.0.2.10';

async function throughOrigin(origin: Origin, request: BackendRequest, url: URL): Promise<BackendAnswer> {
  const { status, headers, body } = await origin.call({
    method: request.method,
    url,
    headers: request.headers,
    body: Buffer.from(request.body ?? ''),
    ip: OUTBOUND_ADDRESS,
  });
  return { ok: true, response: { status, reason: '', headers, body: new Uint8Array(body) } };
}
