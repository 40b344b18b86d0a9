import { collectionsOf, namesOf, type PlannedResource } from './planned-resources.ts';

const SERVICE = 'Microsoft.ApiManagement/service';
/** The contract that plans are written by. */
export const API_VERSION = '2024-05-01';

/** The ARM type of a path below the service. */
export const typeOf = (path: string): string => `${SERVICE}/${collectionsOf(path)}`;

/** The ARM name of a path, behind that of the service. */
export const nameOf = (path: string): string => namesOf(path).join('/');

/** What holds a resource that is nested in another: an operation of its policy. */
export function parentOf(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length > 2 ? parts.slice(0, -2).join('/') : undefined;
}

/** The resource of the service itself that a path belongs to. */
export const rootOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/** Tags and members of products have a contract without properties; a schema of the service has its document in a file. */
export const hasProperties = (path: string): boolean => !/^(?:apis\/[^/]+\/tags|products\/[^/]+\/apis)\//.test(path);

/** What policies name. */
const NAMED = /\{\{([^{}]+)\}\}|\b(backend|fragment|schema)-id="([^"]+)"/g;
const COLLECTIONS: Readonly<Record<string, string>> = {
  backend: 'backends',
  fragment: 'policyFragments',
  schema: 'schemas',
};

/** The paths that a resource needs before it, of those that are deployed. */
export type References = (resource: PlannedResource) => readonly string[];

/** What deployed resources need; each is looked through once. */
export function referencesIn(resources: readonly PlannedResource[]): References {
  const known = new Map<string, readonly string[]>();
  const paths = new Set(resources.map(({ path }) => path));
  const namedValues = new Map(
    resources
      .filter(({ path }) => collectionsOf(path) === 'namedValues')
      .map(({ path, properties }) => [properties['displayName'], path]),
  );
  return ({ path, properties }) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = new Set<string | undefined>([nearest(path, paths), ...linked(path)]);
    for (const member of ['apiVersionSetId', 'loggerId', 'scope'])
      if (typeof properties[member] === 'string') found.add(properties[member].replace(/^\//, ''));
    const { document: _document, ...texts } = properties;
    for (const text of textsIn(texts))
      for (const [, namedValue, kind = '', id = ''] of text.matchAll(NAMED))
        found.add(namedValue === undefined ? `${COLLECTIONS[kind] ?? ''}/${id}` : namedValues.get(namedValue));
    const needed = [...found].filter((each) => each !== undefined && each !== path && paths.has(each)) as string[];
    known.set(path, needed);
    return needed;
  };
}

/** The holder of a resource that is there by itself: an imported operation is there with its API. */
function nearest(path: string, paths: ReadonlySet<string>): string | undefined {
  for (let at = parentOf(path); at !== undefined; at = parentOf(at)) if (paths.has(at)) return at;
  return undefined;
}

/** The other side of a link. A member of a product has its policy first: an API that asks for keys opens with the product. */
function linked(path: string): readonly (string | undefined)[] {
  const [, api, tag] = /^(?:products|gateways)\/[^/]+\/(apis\/[^/]+)$|^apis\/[^/]+\/(tags\/[^/]+)$/.exec(path) ?? [];
  return api === undefined ? [tag] : [api, `${api}/policies/policy`];
}

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* textsIn(each);
}
