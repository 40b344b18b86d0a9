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
