import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Network } from '../network.ts';

/** API Gateway keeps an issuer's public keys for two hours (API Gateway guide, JWT authorizers; checked 2026-11-25). */
const KEPT_MS = 2 * 3_600_000;

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** Public keys of issuers, fetched over the network at first use. */
export class IssuerKeys {
  readonly #kept = new Map<string, { readonly keys: Promise<KeySet>; readonly until: number }>();

  /** @param now milliseconds since the epoch @throws Error when the issuer does not answer; that is not kept */
  of(issuer: string, network: Pick<Network, 'request'>, now: number): Promise<KeySet> {
    const known = this.#kept.get(issuer);
    if (known && known.until > now) return known.keys;
    const keys = fetchKeys(issuer, network);
    this.#kept.set(issuer, { keys, until: now + KEPT_MS });
    keys.catch(() => this.#kept.delete(issuer));
    return keys;
  }
}

async function fetchKeys(issuer: string, network: Pick<Network, 'request'>): Promise<KeySet> {
  const discovery = await fetchJson(network, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const keys = await fetchJson(network, String(discovery['jwks_uri']));
  return createLocalJWKSet(keys as unknown as JSONWebKeySet);
}

async function fetchJson(network: Pick<Network, 'request'>, url: string): Promise<Record<string, unknown>> {
  const answer = await network.request({ method: 'GET', url });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>;
}
