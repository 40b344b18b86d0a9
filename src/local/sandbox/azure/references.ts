import { Refusal } from './answers.ts';
import { servicePath } from './context.ts';
import type { ArmResource, AzureState } from './state.ts';

/** What each type is called where a deletion is refused, and by what others name it. */
const REFERRED: Readonly<
  Record<string, { readonly label: string; readonly name?: (resource: ArmResource) => string }>
> = {
  policyFragments: { label: 'Policy Fragment' },
  namedValues: { label: 'Named Value', name: ({ properties }) => String(properties['displayName']) },
  backends: { label: 'Backend' },
  certificates: { label: 'Certificate' },
  loggers: { label: 'Logger' },
  apiVersionSets: { label: 'API Version Set' },
  schemas: { label: 'Schema' },
};

/** How policies name resources: the attribute, and the collection that its value is an id in. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'backend-id': 'backends',
  'certificate-id': 'certificates',
  'fragment-id': 'policyFragments',
  'schema-id': 'schemas',
  'logger-id': 'loggers',
};
/** Attribute and id; an id that an expression or a named value gives is known only to the gateway. */
const ATTRIBUTE = new RegExp(`\\s(${Object.keys(ATTRIBUTES).join('|')})=["']([^"'@{]+)["']`, 'g');
const NAMED_VALUE = /\{\{([\w.-]+)\}\}/g;
const ID = /\/(backends|certificates|loggers|apiVersionSets)\/([^/]+)$/i;

/** A reference as it is compared: collection and name in lower case. */
const key = (collection: string, name: string): string => `${collection}/${name}`.toLowerCase();

/** Resources are replaced and never changed, so that what one refers to is found once. */
const known = new WeakMap<ArmResource, ReadonlySet<string>>();

/**
 * Refuses to delete what others refer to. The words are those that a fragment is refused in (apiops-cli#261, 2026-09-03); that the
 * other types are refused alike is assumed, but for named values (mapping.md C4).
 */
export function checkUnreferenced(state: AzureState, type: string, resource: ArmResource): void {
  const referred = REFERRED[type];
  if (!referred) return;
  const wanted = key(type, referred.name?.(resource) ?? resource.name);
  const service = servicePath(state);
  const users = [...state.resources.values()].filter(
    (other) => other.id.startsWith(`${service}/`) && referencesOf(other).has(wanted),
  );
  if (users.length === 0) return;
  const paths = users.map(({ id }) => `${id.slice(service.length)}\r\n`).join('');
  throw new Refusal(
    400,
    'ValidationError',
    `The ${referred.label} '${resource.name}' is used by the following entities:\r\n${paths}`,
  );
}

function referencesOf(resource: ArmResource): ReadonlySet<string> {
  const found = known.get(resource) ?? new Set(references(resource));
  known.set(resource, found);
  return found;
}

function* references({ properties }: ArmResource): Generator<string> {
  for (const text of textsIn(properties)) {
    for (const [, name = ''] of text.matchAll(NAMED_VALUE)) yield key('namedValues', name);
    for (const [, attribute = '', name = ''] of text.matchAll(ATTRIBUTE))
      yield key(ATTRIBUTES[attribute] as string, name);
    const [, collection, name] = ID.exec(text) ?? [];
    if (collection !== undefined && name !== undefined) yield key(collection, name);
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) yield* textsIn(item);
}
