import { invalid, isJson, Refusal, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { childrenOf, findResource } from './resource-store.ts';
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
/** Element, attribute, id; an id that an expression or a named value gives is known only to the gateway. */
const ATTRIBUTE = new RegExp(`<([\\w-]+)[^<>]*? (${Object.keys(ATTRIBUTES).join('|')})=["']([^"'@{]+)["']`, 'g');
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

/**
 * Refuses what names something that is not there. The words about backends, certificates, loggers and version sets are those of
 * public reports (apiops#565, #749, #669, #584); the others are assumed to be alike (2026-11-29).
 */
export function checkReferences(state: AzureState, type: string, properties: Json): void {
  const isThere = (collection: string, name: string): boolean =>
    findResource(state, `${servicePath(state)}/${collection}/${name}`) !== undefined;
  const { value, loggerId, apiVersionSetId, certificateId, credentials } = properties;
  if (/policies$|^policyFragments$/.test(type)) {
    checkPolicy(String(value), isThere);
    checkNamedValues(state, String(value), 'representation');
  }
  if (type === 'backends') checkNamedValues(state, JSON.stringify(credentials), 'credentials');
  if (type === 'backends' && isJson(credentials))
    for (const id of textsIn(credentials['certificateIds']))
      if (!isThere('certificates', nameIn(id)))
        throw invalid('credentials', `Certificate with id '${nameIn(id)}' not found.`);
  if (type.endsWith('diagnostics') && !isThere('loggers', nameIn(loggerId)))
    throw invalid('loggerId', `Logger Id '${nameIn(loggerId)}' does not exist`);
  if (type === 'apis' && apiVersionSetId !== undefined && !isThere('apiVersionSets', nameIn(apiVersionSetId)))
    throw new Refusal(404, 'ResourceNotFound', 'ApiVersionSet not found.');
  if (type === 'gateways/hostnameConfigurations' && certificateId !== undefined)
    if (!isThere('certificates', nameIn(certificateId)))
      throw invalid('certificateId', `Certificate with id '${nameIn(certificateId)}' not found.`);
}

/** Liquid templates have braces of their own. */
function checkNamedValues(state: AzureState, text = '', target: string): void {
  if (text.includes('template="liquid"')) return;
  for (const [, name = ''] of text.matchAll(NAMED_VALUE))
    if (!hasNamedValue(state, name)) throw invalid(target, `Cannot find a property '${name}'`);
}

/** By display name; most have their id's. */
function hasNamedValue(state: AzureState, displayName: string): boolean {
  const service = servicePath(state);
  if (findResource(state, `${service}/namedValues/${displayName}`)?.properties['displayName'] === displayName)
    return true;
  return childrenOf(state, service, 'namedValues').some(({ properties }) => properties['displayName'] === displayName);
}

const nameIn = (id: unknown): string => String(id).slice(String(id).lastIndexOf('/') + 1);

function checkPolicy(text: string, isThere: (collection: string, name: string) => boolean): void {
  for (const { element, collection, name } of policyReferences(text))
    if (!isThere(collection, name))
      throw invalid(
        element,
        `Error in element '${element}': ${REFERRED[collection]?.label} with id '${name}' could not be found.`,
      );
}

/** What the text of a policy refers to, in the order of the text. */
function policyReferences(
  text: string,
): { readonly element: string; readonly collection: string; readonly name: string }[] {
  return [...text.matchAll(ATTRIBUTE)].map(([, element = '', attribute = '', name = '']) => ({
    element,
    collection: ATTRIBUTES[attribute] as string,
    name,
  }));
}

function referencesOf(resource: ArmResource): ReadonlySet<string> {
  const found = known.get(resource) ?? new Set(references(resource));
  known.set(resource, found);
  return found;
}

function* references({ properties }: ArmResource): Generator<string> {
  for (const text of textsIn(properties)) {
    for (const [, name = ''] of text.matchAll(NAMED_VALUE)) yield key('namedValues', name);
    for (const { collection, name } of policyReferences(text)) yield key(collection, name);
    const [, collection, name] = ID.exec(text) ?? [];
    if (collection !== undefined && name !== undefined) yield key(collection, name);
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) yield* textsIn(item);
}
