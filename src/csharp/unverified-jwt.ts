import type { ContextJwt, ContextMultimap } from './context.ts';

/** Claims as C# sees them: a list is one name with several values, an object its JSON. */
export function claimsOf(payload: Readonly<Record<string, unknown>>): ContextMultimap {
  return Object.entries(payload).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(
      (item) => [name, typeof item === 'string' ? item : JSON.stringify(item)] as const,
    ),
  );
}

const COMPACT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/** What a compact token says of itself, unverified; null for text that is no token. */
export function unverifiedJwt(text: string): ContextJwt | null {
  const payload = COMPACT.exec(text)?.[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
    return { type: 'Jwt', claims: claimsOf(value as Record<string, unknown>) };
  } catch {
    return null;
  }
}
