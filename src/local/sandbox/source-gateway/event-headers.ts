import { HOP_HEADERS, type GatewayCall } from './call.ts';

/** Spelled in one way whatever the caller wrote; other names keep the caller's case (recorded 2026-11-23). */
const WELL_KNOWN = new Map(
  ['Accept', 'Accept-Encoding', 'Authorization', 'Content-Type', 'Cookie', 'Host', 'Referer', 'User-Agent', 'Via'].map(
    (name) => [name.toLowerCase(), name],
  ),
);

/** The caller's headers and the forwarding ones of the gateway, with all values; set S is not seen. */
export function eventHeaders(call: GatewayCall): Map<string, readonly string[]> {
  const { request } = call;
  const byKey = new Map<string, { readonly name: string; readonly values: readonly string[] }>();
  const add = (name: string, value: string): void => {
    const key = name.toLowerCase();
    if (HOP_HEADERS.has(key)) return;
    const known = byKey.get(key);
    byKey.set(key, { name: known?.name ?? WELL_KNOWN.get(key) ?? name, values: [...(known?.values ?? []), value] });
  };
  for (const [name, value] of request.rawHeaders) add(name, value);
  const scheme = request.url.protocol.slice(0, -1);
  add('X-Amzn-Trace-Id', `Root=${call.requestId}`);
  add('X-Forwarded-For', request.remoteAddress);
  add('X-Forwarded-Port', request.url.port || (scheme === 'https' ? '443' : '80'));
  add('X-Forwarded-Proto', scheme);
  return new Map([...byKey.values()].map(({ name, values }) => [name, values]));
}
