import type { GatewayCall } from './call.ts';

/** The caller's query parameters with all values of each. */
export function queryValues(call: GatewayCall): ReadonlyMap<string, readonly string[]> {
  const { searchParams } = call.request.url;
  return new Map([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
}

/** The last value of each name wins in a single-value map (recorded 2026-11-23). */
export function lastOf(values: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));
}
