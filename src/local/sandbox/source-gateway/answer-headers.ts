import { HOP_HEADERS } from './call.ts';

const REMAPPED = new Set([...HOP_HEADERS, 'authorization', 'date', 'host', 'user-agent', 'x-amzn-requestid']);

/** Headers of an answer as the caller sees them: set S and a few more renamed, `TE` kept, Transfer-Encoding gone (recorded 2024-12-11). */
export function answeredHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const answered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'transfer-encoding') continue;
    answered[renamed(name)] = value;
  }
  return answered;
}

/** The name under which a header reaches the caller. */
export function renamed(name: string): string {
  return REMAPPED.has(name) && name !== 'te' ? `x-amzn-remapped-${name}` : name;
}
