import { Unsimulated } from './refusal.ts';

/** The JSONPath of parameter mappings: `$`, `$.a.b` and `$.a[0]`; other paths are not simulated. */
export function readJsonPath(value: unknown, path: string): unknown {
  if (!/^\$(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/.test(path)) throw new Unsimulated(`JSONPath ${path}`);
  let current = value;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name ?? index ?? ''];
  }
  return current;
}
