/** An object as ARM answers it. */
export type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member by its path, such as `properties.sku.name`. */
export const memberAt = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isJson(value) ? value[name] : undefined), body);

export function textAt(body: unknown, path: string): string | undefined {
  const value = memberAt(body, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Objects of a list; nothing where there is none. */
export function listAt(body: unknown, path: string): readonly Json[] {
  const value = memberAt(body, path);
  return Array.isArray(value) ? value.filter(isJson) : [];
}

export function textsAt(body: unknown, path: string): readonly string[] {
  const value = memberAt(body, path);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
