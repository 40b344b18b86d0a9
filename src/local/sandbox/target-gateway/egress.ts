import type { Duplex } from 'node:stream';
import type { BackendAnswer, BackendRequest, Entries } from '../../../simulator/message.ts';

export interface EgressRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Entries;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
}

export interface EgressResponse {
  readonly status: number;
  readonly headers: Entries;
  readonly body: Uint8Array;
}

/** The gateway's way out. Rejects when there is no answer; with an error named TimeoutError when it came too late. */
export type Egress = (request: EgressRequest) => Promise<EgressResponse>;

/** A backend's side of a WebSocket. */
export interface EgressTunnel {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The way out for a handshake: an answer, with a tunnel where it is 101. Rejects as {@link Egress} does. */
export type ConnectEgress = (
  request: EgressRequest,
) => Promise<EgressResponse & { readonly tunnel?: EgressTunnel | undefined }>;

/** Of one connection only (RFC 9110, 7.6.1), or computed anew by the server. */
const NOT_RETURNED = new Set(['connection', 'content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade']);

export async function sendToBackend(egress: Egress, request: BackendRequest): Promise<BackendAnswer> {
  try {
    const { status, headers, body } = await egress(request);
    const returned = headers.filter(([name]) => !NOT_RETURNED.has(name.toLowerCase()));
    return { ok: true, response: { status, reason: '', headers: returned, body } };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = error.name === 'TimeoutError' ? 'Timeout' : 'BackendConnectionFailure';
    return { ok: false, reason, message: error.message };
  }
}
