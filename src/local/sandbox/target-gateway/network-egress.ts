import { NetworkError, type Network } from '../network.ts';
import type { Egress } from './egress.ts';

/** The target gateway's way out over the simulated internet. */
export function networkEgress(network: Pick<Network, 'request'>): Egress {
  return async ({ method, url, headers, body, timeoutMs }) => {
    const grouped: Record<string, string[]> = {};
    for (const [name, value] of headers) (grouped[name.toLowerCase()] ??= []).push(value);
    try {
      const answer = await network.request({ method, url, headers: grouped, timeoutMs, ...(body && { body }) });
      return { status: answer.status, headers: answer.rawHeaders, body: answer.body };
    } catch (error) {
      if (!(error instanceof NetworkError) || error.code !== 'ETIMEDOUT') throw error;
      throw Object.assign(new Error(error.message, { cause: error }), { name: 'TimeoutError' });
    }
  };
}
