import type { Environment } from '../../model/environment.ts';
import { parameterised } from './environment-values.ts';
import { isPolicy } from './apiops-layout.ts';
import { collectionsOf, type PlannedResource } from './planned-resources.ts';

/** What a plan leaves, as another environment has it, and names of the environment that the plan does not know. */
export interface InEnvironment {
  readonly resources: readonly PlannedResource[];
  readonly unused: readonly string[];
}

/**
 * The same decisions in another environment: addresses of backends, host names that policies tell apart, and the vault of secrets.
 * @param keyVault of the plan
 */
export function inEnvironment(
  resources: readonly PlannedResource[],
  keyVault: string,
  { backends, hostnames, keyVault: vault }: Environment,
  moved: readonly string[],
): InEnvironment {
  const used = new Set<string>(moved);
  const replaced = resources.map((resource): PlannedResource => {
    const { path } = resource;
    const properties = parameterised(resource, keyVault, (reference) => {
      if (reference.kind === 'backend') return addressIn(String(resource.properties['url']), backends, used);
      return `https://${reference.vault ?? vault}.vault.azure.net/secrets/${reference.name}`;
    });
    if (!isPolicy(path)) return { path, properties };
    return { path, properties: { ...properties, value: hostsIn(String(properties['value']), hostnames, used) } };
  });
  const unused = [...Object.keys(backends), ...Object.keys(hostnames)].filter((name) => !used.has(name));
  return { resources: replaced, unused };
}

/** The longest address that it is, or is below. */
function addressIn(url: string, backends: Environment['backends'], used: Set<string>): string {
  const [longest] = Object.keys(backends)
    .filter((each) => url === each || url.startsWith(each.endsWith('/') ? each : `${each}/`))
    .sort((a, b) => b.length - a.length);
  if (longest === undefined) return url;
  used.add(longest);
  return `${backends[longest] ?? longest}${url.slice(longest.length)}`;
}

/** Host names stand in policies as texts of C#, which are quoted in XML. */
function hostsIn(xml: string, hostnames: Environment['hostnames'], used: Set<string>): string {
  return Object.entries(hostnames).reduce((text, [from, to]) => {
    const quoted = (name: string): string => `&quot;${name.replace(/^\*/, '').toLowerCase()}&quot;`;
    if (!text.includes(quoted(from))) return text;
    used.add(from);
    return text.replaceAll(quoted(from), () => quoted(to));
  }, xml);
}

/** One resource that two environments have otherwise. */
export interface EnvironmentDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Members that differ, as JSON pointers into the properties. */
  readonly members: readonly string[];
  /** The parameters of the environment carry it: one set of files serves both. */
  readonly isParameter: boolean;
}

/** What differs between two plans, by resource. */
export function differencesBetween(
  before: readonly PlannedResource[],
  after: readonly PlannedResource[],
): readonly EnvironmentDifference[] {
  const [old, now] = [byPath(before), byPath(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path): readonly EnvironmentDifference[] => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === undefined || is === undefined)
      return [{ path, change: was === undefined ? 'added' : 'removed', members: [], isParameter: false }];
    const members = [...changedMembers(was, is, '')];
    if (members.length === 0) return [];
    const isParameter = members.every((member) => PARAMETERS.has(`${collectionsOf(path)}${member}`));
    return [{ path, change: 'changed', members, isParameter }];
  });
}

/** Members that the parameter `environment` gives. */
const PARAMETERS = new Set([
  'backends/url',
  'namedValues/keyVault/secretIdentifier',
  'certificates/keyVault/secretIdentifier',
]);

const byPath = (resources: readonly PlannedResource[]): ReadonlyMap<string, PlannedResource['properties']> =>
  new Map(resources.map(({ path, properties }) => [path, properties]));

function* changedMembers(before: unknown, after: unknown, at: string): Iterable<string> {
  if (before === after) return;
  if (!isObject(before) || !isObject(after)) {
    yield at;
    return;
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    yield* changedMembers(before[name], after[name], `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
