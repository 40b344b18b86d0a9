/**
 * Whether a header's FIRST media type is one of an API's binary types: `a/*` matches by its prefix, a type with `*` on
 * the left nothing, save `*` + `/*`, which means every type (recorded 2026-11-23).
 */
export function isBinary(header: string | undefined, binaryTypes: readonly string[]): boolean {
  const type = header?.split(',')[0]?.split(';')[0]?.trim() ?? '';
  return binaryTypes.some((binary) => {
    if (binary === '*/*') return true;
    if (binary.startsWith('*') || type === '') return false;
    return binary.endsWith('/*') ? type.startsWith(binary.slice(0, -1)) : type === binary;
  });
}

/** HTTP APIs have no binary types: a body is text when its type says so (API Gateway guide, payload format 2.0). */
export function isTextType(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim() ?? 'application/json';
  return type.startsWith('text/') || /^application\/(?:.+\+)?(?:json|xml|javascript)$/.test(type);
}
