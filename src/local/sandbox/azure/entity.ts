import { isJson, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { rawPolicy } from './policy-document.ts';
import { childrenOf, findResource } from './resource-store.ts';
import type { ArmResource, AzureState } from './state.ts';

/** How a resource of API Management is answered: by the write that made or changed it, read alone, or in a list. */
export type View = 'created' | 'updated' | 'read' | 'listed';

/** What stands in the answer beside what is stored, by type; from the recordings of 2026-11-23. */
type Shape = (state: AzureState, resource: ArmResource, view: View) => Json;

const SHAPES: Readonly<Record<string, Shape>> = {
  'apis': (state, api, view) => ({
    ...(api.properties['isCurrent'] === false && { isCurrent: undefined }),
    specificationLastUpdated: undefined,
    ...(view !== 'listed' && versionSetOf(state, api, view)),
  }),
  // A link to an API shows less of it than the API itself, and one thing more.
  'products/apis': (_state, _link, view) => ({
    authenticationSettings: null,
    subscriptionKeyParameterNames: null,
    effectivePath: undefined,
    ...(view !== 'listed' && { protocols: null }),
  }),
  'products': (state, product, view) => {
    if (view === 'listed') return {};
    return {
      groups: view === 'created' ? childrenOf(state, product.id, 'groups').map((link) => group(state, link)) : [],
    };
  },
  'users': (state, user, view) => ({
    ...(view === 'created' && { groups: groupsOf(state, user) }),
    identities: [{ provider: 'Basic', id: user.properties['email'] }],
  }),
  'subscriptions': (_state, subscription, view) =>
    view === 'created' || view === 'updated' ? { ...subscription.secrets } : {},
};
const PROVIDER = 'Microsoft.ApiManagement/service/';

/** A resource as API Management answers it; `format` is the query parameter of that name, for policies. */
export function entity(state: AzureState, resource: ArmResource, view: View, format?: string | null): Json {
  const { id, type, name } = resource;
  const shape = SHAPES[type.slice(PROVIDER.length)]?.(state, resource, view) ?? {};
  const properties: Json = { ...resource.properties, ...shape };
  if (format === 'rawxml' && typeof properties['value'] === 'string') {
    properties['format'] = format;
    properties['value'] = rawPolicy(properties['value']);
  }
  return { id, type, name, properties };
}

/** Only a write says where the API answers in the end (recorded 2026-11-23). */
function versionSetOf(state: AzureState, api: ArmResource, view: View): Json {
  const { apiVersionSetId, apiVersion, path } = api.properties;
  const versionSet = typeof apiVersionSetId === 'string' ? findResource(state, apiVersionSetId) : undefined;
  if (!versionSet) return {};
  const { displayName, description, versioningScheme, versionQueryName, versionHeaderName } = versionSet.properties;
  const scheme = { versioningScheme, versionQueryName, versionHeaderName };
  const inPath = versioningScheme === 'Segment' && typeof apiVersion === 'string';
  return {
    apiVersionSet: { id: versionSet.id, name: displayName, description, ...scheme },
    ...(view !== 'read' && { effectivePath: inPath ? `${String(path)}/${apiVersion}` : path }),
  };
}

function groupsOf(state: AzureState, user: ArmResource): Json[] {
  const groups = childrenOf(state, servicePath(state), 'groups');
  return groups.filter((one) => findResource(state, `${one.id}/users/${user.name}`)).map((one) => group(state, one));
}

/** `group` or a link to it, as products and users show it: its display name is the name here. */
function group(state: AzureState, { name }: ArmResource): Json {
  const found = findResource(state, `${servicePath(state)}/groups/${name}`);
  const { displayName, description, builtIn, type, externalId = null } = found?.properties ?? {};
  return { id: found?.id, name: displayName, description, builtIn, type, externalId };
}

/** Lists in parameters that a write leaves out are answered empty. */
export function withValueLists(parameters: unknown): unknown {
  if (!Array.isArray(parameters)) return parameters;
  return parameters.map((one: unknown) => (isJson(one) ? { values: [], ...one } : one));
}
