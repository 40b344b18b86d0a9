import { rootOf, type References } from './arm-resource.ts';
import { collectionsOf, type PlannedResource } from './planned-resources.ts';

/** Resources that are deployed together, with the other modules of the same entry point that come first. */
export interface DeployedModule {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly resources: readonly PlannedResource[];
  readonly after: readonly string[];
}

/** One deployment: what it takes for granted is in the ones before it. */
export interface EntryPoint {
  readonly name: string;
  readonly modules: readonly DeployedModule[];
}

/**
 * Limits of one deployment (Microsoft Learn, template best practices; read 2026-11-29): 800 resources, 4 MB once it is compiled. The
 * resources of its modules are counted with it, which is stricter than they are said to be. What is estimated stays well below.
 */
const MOST_RESOURCES = 780;
const MOST_BYTES = 3_600_000;
/** Texts that a module loads are variables of its template, of which 256 are allowed. */
const MOST_TEXTS = 240;
const MOST_OF_MODULE = { resources: 400, bytes: 1_000_000 };

/** Collections in the order in which the service needs them, with the module that holds them. */
const ORDER: readonly (readonly [string, string])[] = [
  ['namedValues', 'named-values'],
  ['certificates', 'certificates'],
  ['tags', 'tags'],
  ['apiVersionSets', 'version-sets'],
  ['schemas', 'schemas'],
  ['loggers', 'loggers'],
  ['backends', 'backends'],
  ['policyFragments', 'policy-fragments'],
  ['diagnostics', 'diagnostics'],
  ['policies', 'service-policy'],
  ['apis', 'api'],
  ['products', 'products'],
  ['gateways', 'gateways'],
  ['subscriptions', 'subscriptions'],
];

/** All deployments of what is deployable, in order. @throws Error for a collection that nobody has given a place */
export function deployments(resources: readonly PlannedResource[], references: References): readonly EntryPoint[] {
  const sized = modulesOf(resources);
  const entryPoints: EntryPoint[] = [];
  for (const own of packed(sized)) {
    const holders = new Map(own.flatMap(({ name, resources: its }) => its.map(({ path }) => [path, name] as const)));
    const modules = own.map(({ name, resources: its }) => {
      const after = new Set(its.flatMap((each) => references(each).map((path) => holders.get(path))));
      after.delete(name);
      return { name, resources: its, after: [...after].filter((each) => each !== undefined) };
    });
    entryPoints.push({ name: entryPoints.length === 0 ? 'apis' : `apis-${entryPoints.length + 1}`, modules });
  }
  return entryPoints;
}

interface Sized {
  readonly name: string;
  readonly resources: readonly PlannedResource[];
  readonly bytes: number;
}

/** Modules by collection, and by API; a large one in parts. */
function modulesOf(resources: readonly PlannedResource[]): readonly Sized[] {
  const taken = new Set<string>();
  const groups = Map.groupBy(resources, ({ path }) =>
    path.startsWith('apis/') ? rootOf(path) : (path.split('/')[0] ?? ''),
  );
  const ranked = [...groups].map(([group, own]) => ({ group, own, rank: rankOf(group) }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ group, own, rank }) => {
      const name = group.startsWith('apis/') ? `api-${group.slice('apis/'.length)}` : (ORDER[rank]?.[1] ?? group);
      return parts(own).map((part, index) => ({ ...part, name: unique(name, index, taken) }));
    });
}

function rankOf(group: string): number {
  const rank = ORDER.findIndex(([collection]) => collection === group.split('/')[0]);
  if (rank < 0) throw new Error(`no deployment has a place for ${group}`);
  return rank;
}

function unique(name: string, index: number, taken: Set<string>): string {
  let one = index === 0 ? name : `${name}-part-${index + 1}`;
  while (taken.has(one.toLowerCase())) one = `${one}-`;
  taken.add(one.toLowerCase());
  return one;
}

function parts(resources: readonly PlannedResource[]): readonly Omit<Sized, 'name'>[] {
  const all: { resources: PlannedResource[]; bytes: number; texts: number }[] = [];
  // What holds others comes before them: an API, then its operations, then their policies.
  for (const resource of resources.toSorted((a, b) => depthOf(a) - depthOf(b))) {
    const bytes = compiledBytes(resource);
    const texts = 'value' in resource.properties || 'document' in resource.properties ? 1 : 0;
    let part = all.at(-1);
    const isFull =
      part === undefined ||
      part.resources.length >= MOST_OF_MODULE.resources ||
      part.texts + texts > MOST_TEXTS ||
      part.bytes + bytes > MOST_OF_MODULE.bytes;
    if (part === undefined || isFull) all.push((part = { resources: [], bytes: 0, texts: 0 }));
    part.resources.push(resource);
    part.bytes += bytes;
    part.texts += texts;
  }
  return all;
}

/** Schemas before the operations that name them. */
const depthOf = ({ path }: PlannedResource): number =>
  path.split('/').length + (collectionsOf(path) === 'apis/operations' ? 0.5 : 0);

function packed(modules: readonly Sized[]): readonly (readonly Sized[])[] {
  const all: { modules: Sized[]; resources: number; bytes: number }[] = [];
  for (const each of modules) {
    // Besides its resources the deployment of the module, and the service that it names.
    const resources = each.resources.length + 2;
    const bytes = each.bytes + BYTES_OF_MODULE;
    let last = all.at(-1);
    const isFull = last === undefined || last.resources + resources > MOST_RESOURCES || last.bytes + bytes > MOST_BYTES;
    if (last === undefined || isFull) all.push((last = { modules: [], resources: 0, bytes: 0 }));
    last.modules.push(each);
    last.resources += resources;
    last.bytes += bytes;
  }
  return all.map(({ modules: own }) => own);
}

const BYTES_OF_MODULE = 3_000;
const BYTES_OF_RESOURCE = 900;
/** Blanks before each line, at the depth at which the compiler writes a module's resources. */
const INDENT = 28;

/** Bytes of a resource in what the compiler makes of it: at least as many as it takes. */
export function compiledBytes({ path, properties }: PlannedResource): number {
  const { value, ...others } = properties;
  const named = BYTES_OF_RESOURCE + 4 * path.length + indentedBytes(others);
  if (typeof value !== 'string') return named;
  if (properties['format'] === 'openapi+json') return named + indentedBytes(JSON.parse(value));
  return named + Buffer.byteLength(JSON.stringify(value));
}

function indentedBytes(value: unknown): number {
  const text = JSON.stringify(value, null, 2);
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return Buffer.byteLength(text) + lines * INDENT;
}
