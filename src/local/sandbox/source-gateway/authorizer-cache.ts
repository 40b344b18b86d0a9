import type { GatewayWorld } from './call.ts';

/** What Lambda authorizers answered, kept for each authorizer and its identity values until the ttl has passed. */
export class AuthorizerCache {
  readonly #results = new Map<string, { readonly until: number; readonly result: unknown }>();

  /** The kept result, else the function's. `ttl` is in seconds; 0 keeps nothing. A function error is not kept. */
  async resultOf(
    key: readonly string[],
    ttl: number,
    world: GatewayWorld,
    invoke: () => Promise<unknown>,
  ): Promise<unknown> {
    if (ttl <= 0) return invoke();
    const name = JSON.stringify(key);
    const now = (world.now ?? Date.now)();
    const kept = this.#results.get(name);
    if (kept && kept.until > now) return kept.result;
    const result = await invoke();
    this.#results.set(name, { until: now + ttl * 1000, result });
    return result;
  }
}
