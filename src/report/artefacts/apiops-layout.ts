import { collectionsOf } from './planned-resources.ts';

/** What the publisher of Azure/apiops calls folders that have another name than their collection (tools/code/common, read 2026-11-25). */
const FOLDERS: Readonly<Record<string, string>> = {
  apiVersionSets: 'version sets',
  namedValues: 'named values',
  policyFragments: 'policy fragments',
};
const COLLECTIONS = new Map(Object.entries(FOLDERS).map(([collection, folder]) => [folder, collection]));

/** First word of the information file of each kind that the publisher reads (VersionSet.cs, PolicyFragment.cs, ProductApi.cs ...). */
const INFORMATION: Readonly<Record<string, string>> = {
  'apis': 'api',
  'apis/diagnostics': 'diagnostic',
  'apis/tags': 'tag',
  'apiVersionSets': 'versionSet',
  'backends': 'backend',
  'diagnostics': 'diagnostic',
  'gateways': 'gateway',
  'gateways/apis': 'gatewayApi',
  'loggers': 'logger',
  'namedValues': 'namedValue',
  'policyFragments': 'policyFragment',
  'products': 'product',
  'products/apis': 'productApi',
  'subscriptions': 'subscription',
  'tags': 'tag',
};

/** First words of what the publisher has no place for, and passes over. */
const OTHERS: Readonly<Record<string, string>> = {
  'apis/operations': 'operation',
  'certificates': 'certificate',
  'schemas': 'schema',
};

const POLICY = /^((?:apis\/[^/]+(?:\/operations\/[^/]+)?|products\/[^/]+)\/)?policies\/policy$/;

export const isPolicy = (path: string): boolean => POLICY.test(path);
export const isFragment = (path: string): boolean => collectionsOf(path) === 'policyFragments';
/** Members of products and gateways, which have no properties. */
export const isLink = (path: string): boolean => /^(?:products|gateways)\/[^/]+\/apis\//.test(path);

/** Whether the publisher reads it: other resources are in the folder for people and for Bicep. */
export const isPublished = (path: string): boolean => isPolicy(path) || Object.hasOwn(INFORMATION, collectionsOf(path));

/** The folder of a resource, with a slash at its end where it has a name. */
export function folderOf(path: string): string {
  checkPath(path);
  const parts = path.split('/');
  return `${[FOLDERS[parts[0] ?? ''] ?? parts[0] ?? '', ...parts.slice(1)].join('/')}/`;
}

export const informationFile = (path: string): string => {
  const collections = collectionsOf(path);
  const word = INFORMATION[collections] ?? OTHERS[collections] ?? 'resource';
  return `${folderOf(path)}${word}Information.json`;
};

/** The text of a policy, or of a fragment, is a file of its own. */
export const policyFile = (path: string): string =>
  isFragment(path) ? `${folderOf(path)}policy.xml` : folderOf(path).replace(/policies\/policy\/$/, 'policy.xml');

export const specificationFile = (path: string): string => `${folderOf(path)}specification.json`;

/** Where a file of the folder belongs: the resource and which of its files it is. Undefined for one that is about the folder. */
export function placeOf(
  file: string,
): { readonly path: string; readonly part: 'information' | 'policy' | 'specification' } | undefined {
  const [, folder = '', name] = /^(?:(.+)\/)?([^/]+)$/.exec(file) ?? [];
  const [root = '', ...rest] = folder.split('/');
  const path = [COLLECTIONS.get(root) ?? root, ...rest].join('/');
  if (name === 'policy.xml')
    return { path: isFragment(path) ? path : `${folder === '' ? '' : `${path}/`}policies/policy`, part: 'policy' };
  if (folder === '') return undefined;
  if (name === 'specification.json') return { path, part: 'specification' };
  return name?.endsWith('Information.json') === true ? { path, part: 'information' } : undefined;
}

/**
 * Names that are safe on every file system: no `..`, no device of Windows, at most what most take.
 * @throws Error for another one: a defect of ours
 */
function checkPath(path: string): void {
  const isSafe = path
    .split('/')
    .every(
      (name) =>
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name) && !/\.$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
    );
  if (!isSafe) throw new Error(`not a path of a resource that can be a file: ${path}`);
}
