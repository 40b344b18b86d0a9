import type { Step } from '../model/plan.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** What stands at the places of a plan when it is made: read once, compared by content. */
export interface TargetSnapshot {
  /** Properties by path below the service, of what is there; APIs of the plan with all their operations. */
  readonly resources: ReadonlyMap<string, Properties>;
  /** Ids of the operations by path of their API. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  /** What runs wrote last, by path: properties; of an import (`importedAt`) with `operationIds`. */
  readonly written: ReadonlyMap<string, Properties>;
  /** What else the collections of the plan's places hold. */
  readonly others: ReadonlyMap<string, Properties>;
}

/** A snapshot of what was read and what runs remember. */
export function targetSnapshot(
  resources: ReadonlyMap<string, Properties>,
  written: ReadonlyMap<string, Properties>,
  others: ReadonlyMap<string, Properties> = new Map(),
): TargetSnapshot {
  const operations = new Map<string, string[]>();
  for (const path of resources.keys()) {
    const [, owner, id] = /^(apis\/[^/]+)\/operations\/([^/]+)$/.exec(path) ?? [];
    if (owner === undefined || id === undefined) continue;
    const own = operations.get(owner);
    if (own === undefined) operations.set(owner, [id]);
    else own.push(id);
  }
  return { resources, operations, written, others };
}

/** Of plans that are made without a target. */
export const EMPTY_TARGET: TargetSnapshot = targetSnapshot(new Map(), new Map());

/** Where what was imported into an API is remembered: no path of a resource. */
export const importedAt = (apiPath: string): string => `${apiPath}/import`;

/** The place that a step writes, as it is remembered; undefined for what is no resource of the service. */
export function placeOf({ kind, payload }: Step): string | undefined {
  const { path } = payload;
  if (typeof path !== 'string') return undefined;
  if (kind === 'import-operations') return importedAt(path);
  return kind === 'put-apim-resource' || kind === 'put-subscription' ? path : undefined;
}

/** What a step leaves at its place. */
export const propertiesOf = ({ payload }: Step): Properties => (payload['properties'] ?? {}) as Properties;

/** Ids of the operations that a step imports; none of other steps. */
export function importedOperations({ kind, payload }: Step): readonly string[] {
  return kind === 'import-operations' ? (payload['operationIds'] as readonly string[]) : [];
}

/** Every path that steps write, operations of imports included. */
export function pathsOf(steps: readonly Step[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const step of steps) {
    if (step.kind === 'import-operations')
      for (const id of importedOperations(step)) paths.add(`${String(step.payload['path'])}/operations/${id}`);
    else {
      const path = placeOf(step);
      if (path !== undefined) paths.add(path);
    }
  }
  return paths;
}
