import type { Step } from '../../model/plan.ts';

/** A resource of the service as the plan leaves it: its path below the service, such as `apis/orders/policies/policy`. */
export interface PlannedResource {
  readonly path: string;
  /** Of the ARM contract 2024-05-01. Those of an API whose operations are imported hold `format` and `value`, the document. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * What the plan leaves at the service, by path: the one model of all artefacts. An API's policy is written by several steps, of which
 * the opening comes last, so that the guard of a closed import is never part of it. No key is in it: the plan has none.
 */
export function plannedResources(steps: readonly Step[]): readonly PlannedResource[] {
  const byPath = new Map<string, PlannedResource>();
  const imported = new Map<string, { readonly format: unknown; readonly value: unknown }>();
  for (const { kind, payload } of steps) {
    const path = String(payload['path']);
    const properties = payload['properties'] as PlannedResource['properties'];
    if (kind === 'put-apim-resource' || kind === 'put-subscription') byPath.set(path, { path, properties });
    if (kind === 'import-operations') imported.set(path, { format: properties['format'], value: properties['value'] });
  }
  for (const [path, document] of imported)
    byPath.set(path, { path, properties: { ...byPath.get(path)?.properties, ...document } });
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The collections of a path: `apis/operations` of `apis/orders/operations/get`. */
export const collectionsOf = (path: string): string =>
  path
    .split('/')
    .filter((_name, index) => index % 2 === 0)
    .join('/');

/** The names of a path: those of the resource and of what holds it. */
export const namesOf = (path: string): readonly string[] => path.split('/').filter((_name, index) => index % 2 === 1);
