import { randomUUID } from 'node:crypto';
import type { SandboxResponse } from '../../http-server.ts';
import { isJson, json, jsonBody, Refusal, type Json } from '../answers.ts';
import type { ArmContext, ArmRequest } from '../context.ts';
import { checkIfMatch, childrenOf, findResource, putResource, removeResource } from '../resource-store.ts';
import type { ArmResource, AzureState } from '../state.ts';
import { assertAcceptable } from './accept.ts';
import { operationAnswer, operationHeaders } from './operations.ts';
import type { ResourceType } from './resource-type.ts';
import { resourceType } from './types.ts';

/** What a path names: a resource, or where `name` is missing all of a type below a scope. */
interface Place {
  readonly type: ResourceType;
  /** What an extension stands on, or the parent, or the resource group. */
  readonly scope: string;
  readonly collection: string;
  readonly name: string | undefined;
}

/** Answers for every type of the table; undefined for what others simulate or nobody has. */
export function providers(context: ArmContext, arm: ArmRequest): SandboxResponse | undefined {
  const polled = operationAnswer(context, arm);
  if (polled) return polled;
  const place = placeOf(arm.path);
  if (place === undefined) return undefined;
  const { state } = context;
  const { method, url } = arm.request;
  assertScope(state, place);
  assertVersion(place.type, url.searchParams.get('api-version'));
  if (place.name === undefined) return listAnswer(state, place, url.searchParams.get('$filter'));
  const id = `${place.collection}/${place.name}`;
  const there = findResource(state, id) ?? given(state, place, id);
  if (method === 'GET' || method === 'HEAD') {
    if (!there) throw notFound(id);
    return json(200, method === 'GET' ? shown(place.type, there) : undefined, etagHeader(place.type, there));
  }
  if (!place.type.methods.includes(method as 'PUT' | 'DELETE'))
    throw new Refusal(405, 'MethodNotAllowed', `${method} of ${place.type.type} is not simulated here.`);
  checkIfMatch(arm.request.headers['if-match'], there && { ...there, etag: versionOf(place.type, there) });
  return method === 'PUT' ? put(context, arm, place, id, there) : remove(context, arm, place, there);
}

function placeOf(path: string): Place | undefined {
  const at = path.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return undefined;
  const [provider = '', ...segments] = path.slice(at + '/providers/'.length).split('/');
  const names = segments.filter((_, index) => index % 2 === 0);
  const type = resourceType([provider, ...names].join('/'));
  if (type === undefined || segments.length === 0) return undefined;
  const isOne = segments.length % 2 === 0;
  const name = isOne ? segments.at(-1) : undefined;
  const collection = isOne ? path.slice(0, path.lastIndexOf('/')) : path;
  const isNested = names.length > 1;
  return {
    type,
    collection,
    name,
    scope: isNested ? collection.slice(0, collection.lastIndexOf('/')) : path.slice(0, at),
  };
}

/** What it stands on must be there: subscription, resource group, parent, or the resource that it extends. */
function assertScope(state: AzureState, { type, scope, name }: Place): void {
  const [, subscription = '', , group] = /^\/subscriptions\/([^/]+)(\/resourceGroups\/([^/]+))?/i.exec(scope) ?? [];
  if (subscription.toLowerCase() !== state.subscriptionId.toLowerCase())
    throw new Refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  if (group !== undefined && group.toLowerCase() !== state.resourceGroup.toLowerCase())
    throw new Refusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  const isResource = scope.toLowerCase().includes('/providers/');
  const isListed = name === undefined && type.isTracked;
  if (!isResource && (group !== undefined || type.isExtension || isListed)) return;
  if (isResource && (findResource(state, scope) ?? givenAt(state, scope))) return;
  if (!isResource) throw new Refusal(404, 'InvalidResourceType', `A ${type.type} stands in a resource group.`);
  throw type.isExtension
    ? new Refusal(404, 'ResourceNotFound', `The Resource '${scope}' was not found.`)
    : new Refusal(
        404,
        'ParentResourceNotFound',
        `Failed to perform the operation: the parent resource '${scope}' was not found.`,
      );
}

function assertVersion({ type, apiVersions }: ResourceType, version: string | null): void {
  if (version === null)
    throw new Refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  if (apiVersions.includes(version)) return;
  throw new Refusal(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for API version '${version}' for type '${type}'. The supported api-versions are '${apiVersions.join(', ')}'.`,
  );
}

/** `principalId eq 'ID'` and `atScope()` are all that is filtered by; whoever asks for a resource's assignments gets those above it too. */
function listAnswer(state: AzureState, { type, collection, scope }: Place, filter: string | null): SandboxResponse {
  const principal = /principalId eq '([^']+)'/i.exec(filter ?? '')?.[1];
  const name = collection.slice(collection.lastIndexOf('/') + 1);
  const isInherited = type.type.startsWith('Microsoft.Authorization/');
  const scopes = isInherited ? [scope, ...above(scope)] : [scope];
  const parents = type.isExtension
    ? scopes.map((each) => `${each}/providers/${type.type.split('/')[0] ?? ''}`)
    : [collection.slice(0, -name.length - 1)];
  const isOfSubscription = type.isTracked && !/\/resourceGroups\//i.test(collection);
  const found = isOfSubscription
    ? [...state.resources.values()].filter((each) => each.type === type.type)
    : parents.flatMap((parent) => childrenOf(state, parent, name));
  const only = givenOf(state, type, scope, collection);
  const wanted = [...found, ...(only && !found.some(({ id }) => id === only.id) ? [only] : [])].filter(
    ({ properties }) =>
      principal === undefined || String(properties['principalId']).toLowerCase() === principal.toLowerCase(),
  );
  // What somebody may do is no resource: it is listed without an id.
  if (type.type === 'Microsoft.Authorization/permissions')
    return json(200, { value: wanted.map(({ properties }) => properties) });
  return json(200, { value: wanted.map((each) => shown(type, each)) });
}

/** The resource group and the subscription of a scope, as far as they are above it. */
function above(scope: string): string[] {
  const [, , subscription, , group] = scope.split('/');
  const found = [`/subscriptions/${subscription}/resourceGroups/${group}`, `/subscriptions/${subscription}`];
  return found.filter((each) => scope.length > each.length && scope.toLowerCase().startsWith(`${each}/`.toLowerCase()));
}

function put(
  context: ArmContext,
  arm: ArmRequest,
  place: Place,
  id: string,
  before: ArmResource | undefined,
): SandboxResponse {
  const { state } = context;
  const { type, scope, name = '' } = place;
  const body = jsonBody(arm.request.body);
  const properties: Json = isJson(body['properties']) ? body['properties'] : {};
  assertAcceptable(type, { state, id, name, scope, body, properties, before });
  const more = Object.fromEntries((type.more ?? []).flatMap((each) => (each in body ? [[each, body[each]]] : [])));
  const { resource, created } = putResource(
    state,
    {
      id,
      name,
      type: type.type,
      properties: { ...type.defaults?.(properties), ...properties },
      ...(type.isTracked && {
        location: String(body['location']),
        tags: (isJson(body['tags']) ? body['tags'] : {}) as Record<string, string>,
      }),
      ...(Object.keys(more).length > 0 && { more }),
    },
    randomUUID,
  );
  const status = created ? (type.createdStatus ?? 201) : 200;
  if (!type.isLong) return json(status, shown(type, resource), etagHeader(type, resource));
  const operation = context.operations.start(id);
  const pending = shown(type, resource);
  return json(
    status,
    { ...pending, properties: { ...(pending['properties'] as Json), provisioningState: 'Updating' } },
    operationHeaders(arm.base, state.subscriptionId, type.type, operation, 'PUT'),
  );
}

function remove(
  context: ArmContext,
  arm: ArmRequest,
  { type }: Place,
  there: ArmResource | undefined,
): SandboxResponse {
  if (!there || !removeResource(context.state, there.id)) return json(204);
  if (!type.isLong) return json(200);
  const operation = context.operations.start(there.id);
  return json(202, undefined, operationHeaders(arm.base, context.state.subscriptionId, type.type, operation, 'DELETE'));
}

/** The one that its parent has from the start, as long as nobody wrote it. */
function given(state: AzureState, { type, scope, collection }: Place, id: string): ArmResource | undefined {
  const only = givenOf(state, type, scope, collection);
  return only?.id.toLowerCase() === id.toLowerCase() ? only : undefined;
}

function givenOf(state: AzureState, type: ResourceType, scope: string, collection: string): ArmResource | undefined {
  if (type.given === undefined || !findResource(state, scope)) return undefined;
  const { name, properties } = type.given;
  return { id: `${collection}/${name}`, name, type: type.type, properties, etag: '"given"' };
}

function givenAt(state: AzureState, id: string): ArmResource | undefined {
  const place = placeOf(id);
  return place && given(state, place, id);
}

function shown(type: ResourceType, resource: ArmResource): Json {
  const { id, name, properties, location, tags, more } = resource;
  return {
    id,
    name,
    type: type.type,
    ...(type.isTracked && { location, tags: tags ?? {} }),
    ...(type.etag === 'body' && { etag: versionOf(type, resource) }),
    ...more,
    properties,
  };
}

/** As the type tells it: in the body of Microsoft.Network's it is a weak one. */
const versionOf = ({ etag }: ResourceType, resource: ArmResource): string =>
  etag === 'body' ? `W/"${resource.etag}"` : resource.etag;

const etagHeader = ({ etag }: ResourceType, resource: ArmResource): Record<string, string> =>
  etag === 'header' ? { ETag: resource.etag } : {};

const notFound = (id: string): Refusal =>
  new Refusal(
    404,
    'ResourceNotFound',
    `The Resource '${id.slice(id.toLowerCase().lastIndexOf('/providers/') + 11)}' was not found.`,
  );
