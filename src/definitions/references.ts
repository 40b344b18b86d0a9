import { isObject, memberOf, type Json } from './json.ts';

/**
 * What a local `$ref` leads to, through others; the value itself where it is none. A reference that leads nowhere, in a circle, or
 * outside of the document (never followed) gives undefined.
 */
export function resolve(document: Json, value: Json | undefined): Json | undefined {
  const seen = new Set<string>();
  let current = value;
  while (isObject(current)) {
    const reference = memberOf(current, '$ref');
    if (typeof reference !== 'string') return current;
    if (!reference.startsWith('#/') || seen.has(reference)) return undefined;
    seen.add(reference);
    current = at(document, reference);
  }
  return current;
}

function at(document: Json, reference: string): Json | undefined {
  let current: Json | undefined = document;
  for (const segment of reference.slice(2).split('/')) {
    const key = decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    current = Array.isArray(current) ? (current as readonly Json[])[Number(key)] : memberOf(current, key);
  }
  return current;
}

/** A fragment is percent-encoded (RFC 6901, 6); one that is not decodable is taken as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The last name of a reference to a schema, which is its model's name. */
export function modelNameOf(schema: Json | undefined): string | undefined {
  const reference = memberOf(schema, '$ref');
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}
