import type { ContextMultimap } from '../csharp/context.ts';

/** Header or query entries in their order and spelling; one name may stand several times. */
export type Entries = readonly (readonly [name: string, value: string])[];

export interface SimulatedRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Entries;
  readonly body?: Uint8Array;
  /** Address of the caller. */
  readonly ip: string;
  /** What the caller showed in the handshake (PEM), where the name asks for it. */
  readonly certificate?: string;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: Entries;
  readonly body: Uint8Array;
}

/** What is sent to a backend. */
export interface BackendRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Entries;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
}

export type BackendAnswer =
  | { readonly ok: true; readonly response: SimulatedResponse }
  | { readonly ok: false; readonly reason: 'Timeout' | 'BackendConnectionFailure'; readonly message: string };

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** All values of a header, joined by commas as the expressions see them; undefined when it is absent. */
export function headerValue(headers: ContextMultimap, name: string): string | undefined {
  const values = headers.filter(([key]) => sameName(key, name)).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}

export function withoutNamed(entries: Entries, name: string): Entries {
  return entries.filter(([key]) => !sameName(key, name));
}

export function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function fromBytes(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The query's parameters, decoded (a plus sign is a blank). */
export function queryEntries(query: string): Entries {
  return [...new URLSearchParams(query)];
}

/** `?a=1&b=2`, or nothing; blanks as %20. */
export function queryString(entries: Entries): string {
  const pairs = entries.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
