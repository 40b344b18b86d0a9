import { NetworkError, type Network, type NetworkRequest } from '../network.ts';
import type { ConnectEgress, Egress, EgressRequest } from './egress.ts';

/** The target gateway's way out over the simulated internet. */
export function networkEgress(network: Pick<Network, 'request'>): Egress {
  return async (request) => {
    const answer = await timed(network.request(asNetworkRequest(request)));
    return { status: answer.status, headers: answer.rawHeaders, body: answer.body };
  };
}

/** The same for handshakes of WebSockets. */
export function networkConnect(network: Pick<Network, 'connect'>): ConnectEgress {
  return async (request) => {
    const answer = await timed(network.connect(asNetworkRequest(request)));
    const { status, rawHeaders: headers } = answer;
    if ('body' in answer) return { status, headers, body: answer.body };
    return { status, headers, body: Buffer.alloc(0), tunnel: { socket: answer.socket, head: answer.head } };
  };
}

function asNetworkRequest({ method, url, headers, body, timeoutMs }: EgressRequest): NetworkRequest {
  const grouped: Record<string, string[]> = {};
  for (const [name, value] of headers) (grouped[name.toLowerCase()] ??= []).push(value);
  return { method, url, headers: grouped, timeoutMs, ...(body && { body }) };
}

async function timed<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NetworkError) || error.code !== 'ETIMEDOUT') throw error;
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'TimeoutError' });
  }
}
