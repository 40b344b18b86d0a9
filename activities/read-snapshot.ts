import type { Properties } from '../src/planning/target-snapshot.ts';
import type { ApiManagement } from '../src/ports/api-management.ts';

/** Reads at once: ARM's quota of reads is the bound, not we. */
const READS_AT_ONCE = 16;

/** What stands at places, and what else their collections hold. */
interface Seen {
  readonly resources: ReadonlyMap<string, Properties>;
  readonly others: ReadonlyMap<string, Properties>;
}

/**
 * What stands at these paths, and all operations of their APIs: a list for each collection whose parent is there, a read for each
 * policy, which no list of a service tells. Nothing is asked about what lies below what is not there.
 */
export async function readSnapshot(apiManagement: ApiManagement, paths: ReadonlySet<string>): Promise<Seen> {
  const found = new Map<string, Properties>();
  const others = new Map<string, Properties>();
  const [collections, policies] = placesOf(paths);
  const depths = Map.groupBy(collections, (collection) => collection.split('/').length);
  for (const depth of [...depths.keys()].sort((a, b) => a - b)) {
    const due = (depths.get(depth) ?? []).filter((collection) => isThere(parentOf(collection), found));
    await inPool(due, async (collection) => {
      const isWhole = /^apis\/[^/]+\/operations$/.test(collection);
      for (const { path, properties } of await apiManagement.list(collection))
        (isWhole || paths.has(path) ? found : others).set(path, properties);
    });
  }
  const there = policies.filter((path) => isThere(parentOf(parentOf(path)), found));
  await inPool(there, async (path) => {
    const read = await apiManagement.read(path);
    if (read !== undefined) found.set(path, read.properties);
  });
  return { resources: found, others };
}

/** Collections that hold the paths and what they stand below, and the paths of policies. */
function placesOf(paths: ReadonlySet<string>): readonly [collections: readonly string[], policies: readonly string[]] {
  const collections = new Set<string>();
  const policies: string[] = [];
  for (const path of paths) {
    const segments = path.split('/');
    const isPolicy = path.endsWith('policies/policy');
    if (isPolicy) policies.push(path);
    const named = isPolicy ? segments.slice(0, -2) : segments;
    for (let length = 1; length < named.length; length += 2) collections.add(named.slice(0, length).join('/'));
  }
  return [[...collections], policies];
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const isThere = (path: string, found: ReadonlyMap<string, Properties>): boolean => path === '' || found.has(path);

async function inPool<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(READS_AT_ONCE, items.length) }, worker));
}
