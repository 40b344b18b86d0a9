import { randomBytes } from 'node:crypto';
import type { SandboxResponse } from '../http-server.ts';
import { invalid, isJson, json, jsonBody, Refusal, type Json } from './answers.ts';
import {
  copyContents,
  currentRevisionPath,
  inherited,
  releaseRevision,
  revisionsOf,
  shareProperties,
  sourceOf,
} from './api-revisions.ts';
import { servicePath, type ArmContext, type ArmRequest } from './context.ts';
import { entity, withValueLists } from './entity.ts';
import { entityOperationHeaders } from './long-running.ts';
import { importDocument, type ImportedDocument, type ImportedOperation } from './openapi-import.ts';
import { reformatPolicy } from './policy-document.ts';
import { apimEtag, checkIfMatch, childrenOf, findResource, putResource, removeResource } from './resource-store.ts';
import { resourceType, type ResourceType } from './resource-types.ts';
import type { ArmResource, AzureState } from './state.ts';

/** Answers what is below the service: `segments` alternate collection and name. */
export function apiManagement(context: ArmContext, asked: ArmRequest, path: readonly string[]): SandboxResponse {
  const segments = currentRevisionPath(context.state, path);
  const arm = { ...asked, path: `${servicePath(context.state)}/${segments.join('/')}` };
  const { method } = arm.request;
  if (segments.length % 2 === 1) return collectionOrAction(context, arm, segments);
  const type = typeOf(segments);
  const existing = findResource(context.state, arm.path);
  const operation = arm.request.url.searchParams.get('azure-asyncId') ?? arm.request.url.searchParams.get('asyncId');
  if (operation !== null) return poll(context, arm, operation, existing);
  if (method === 'PUT') return put(context, arm, segments, type);
  checkParent(context.state, segments);
  if (method === 'DELETE') return remove(context, arm, type, existing);
  if (type.assigns !== undefined && method === 'GET')
    return json(405, { Message: "The requested resource does not support http method 'GET'." });
  if (!existing) throw notFound(type);
  if (method === 'HEAD') return type.assigns === undefined ? json(200, undefined, { ETag: existing.etag }) : json(204);
  if (method === 'GET') {
    const format = arm.request.url.searchParams.get('format');
    return json(200, entity(context.state, existing, 'read', format), { ETag: existing.etag });
  }
  if (method === 'PATCH') return patch(context, arm, segments, type, existing);
  throw new Refusal(405, 'MethodNotAllowed', `${method} is not supported here.`);
}

function typeOf(segments: readonly string[]): ResourceType {
  const name = segments.filter((_, index) => index % 2 === 0).join('/');
  const type = resourceType(name);
  if (!type) throw new Refusal(404, 'InvalidResourceType', `The resource type '${name}' could not be found.`);
  return type;
}

function notFound(type: ResourceType): Refusal {
  return new Refusal(404, 'ResourceNotFound', `${type.label} not found.`);
}

function checkParent(state: AzureState, segments: readonly string[]): void {
  if (segments.length < 3) return;
  const parent = segments.slice(0, -2);
  if (!findResource(state, `${servicePath(state)}/${parent.join('/')}`)) throw notFound(typeOf(parent));
}

function collectionOrAction(context: ArmContext, arm: ArmRequest, segments: readonly string[]): SandboxResponse {
  const last = segments.at(-1) as string;
  const parentPath = arm.path.slice(0, arm.path.lastIndexOf('/'));
  if (arm.request.method === 'POST') return action(context, parentPath, last, typeOf(segments.slice(0, -1)));
  checkParent(context.state, [...segments, '']);
  if (/^revisions$/i.test(last)) return revisions(context.state, parentPath);
  typeOf([...segments, '']);
  const value = childrenOf(context.state, parentPath, last).map((one) => entity(context.state, one, 'listed'));
  return json(200, { value, count: value.length });
}

function revisions(state: AzureState, apiPath: string): SandboxResponse {
  const name = (apiPath.split('/').at(-1) as string).split(';')[0] as string;
  const value = revisionsOf(state, name).map((api) => {
    const revision = String(api.properties['apiRevision']);
    const id = `/apis/${name};rev=${revision}`;
    const at = new Date().toISOString();
    const path = `/${String(api.properties['path'])}`;
    const isCurrent = api.properties['isCurrent'] === true;
    const privateUrl = isCurrent ? path : `${path};rev=${revision}`;
    const dates = { createdDateTime: at, updatedDateTime: at };
    return {
      id: `${id}/revisions/${name};rev=${revision}`,
      apiId: id,
      apiRevision: revision,
      ...dates,
      privateUrl,
      isOnline: true,
      isCurrent,
    };
  });
  return json(200, { value, count: value.length });
}

function action(context: ArmContext, path: string, name: string, type: ResourceType): SandboxResponse {
  const resource = findResource(context.state, path);
  if (!resource) throw notFound(type);
  if (name === 'listSecrets' || name === 'listValue') return json(200, resource.secrets ?? {}, { ETag: resource.etag });
  const regenerated = /^regenerate(Primary|Secondary)Key$/.exec(name)?.[1];
  if (regenerated === undefined) throw new Refusal(404, 'InvalidAction', `There is no action ${name}.`);
  const secrets = { ...resource.secrets, [`${regenerated.toLowerCase()}Key`]: newKey() };
  putResource(context.state, { ...resource, secrets }, apimEtag);
  return json(204);
}

function put(context: ArmContext, arm: ArmRequest, segments: readonly string[], type: ResourceType): SandboxResponse {
  const { state } = context;
  checkParent(state, segments);
  const existing = findResource(state, arm.path);
  checkIfMatch(arm.request.headers['if-match'], existing);
  if (/^apis\b/i.test(type.type)) checkNotBusy(context, segments);
  const body = jsonBody(arm.request.body);
  const input =
    type.assigns === undefined
      ? isJson(body['properties'])
        ? body['properties']
        : {}
      : assigned(state, type, segments);
  const document = type.type === 'apis' ? importedBy(context, arm.path, input) : undefined;
  const source = type.type === 'apis' && !existing ? sourceOf(state, input) : undefined;
  const given = { ...(source && inherited(source)), ...input, ...document?.api, ...explicitUrl(input) };
  const written = putResource(state, build(context, arm, segments, type, given, existing), apimEtag);
  if (written.created) joinBuiltInGroup(state, type, written.resource);
  if (source) copyContents(state, source, written.resource);
  if (document) replaceOperations(state, written.resource, document.operations);
  if (type.type === 'apis') shareProperties(state, written.resource);
  if (type.type === 'apis/releases') releaseRevision(state, String(input['apiId']));
  const status = written.created ? 201 : 200;
  if (type.longRunningPut || document) return accepted(context, arm, written.resource, status);
  return json(status, entity(state, written.resource, written.created ? 'created' : 'updated'), {
    ETag: written.resource.etag,
  });
}

/** A new product is visible to Administrators, a new user is a Developer (recorded 2026-11-23). */
function joinBuiltInGroup(state: AzureState, type: ResourceType, { id, name }: ArmResource): void {
  const link = (path: string, linkType: string, target: ArmResource | undefined): void => {
    if (!target) return;
    const shape = { id: path, name: path.slice(path.lastIndexOf('/') + 1), properties: { ...target.properties } };
    putResource(state, { ...shape, type: `Microsoft.ApiManagement/service/${linkType}` }, apimEtag);
  };
  const groups = `${servicePath(state)}/groups`;
  if (type.type === 'products')
    link(`${id}/groups/administrators`, 'products/groups', findResource(state, `${groups}/administrators`));
  if (type.type === 'users') link(`${groups}/developers/users/${name}`, 'groups/users', findResource(state, id));
}

function checkNotBusy(context: ArmContext, segments: readonly string[]): void {
  if (!context.operations.isBusy(`${servicePath(context.state)}/apis/${segments[1] ?? ''}`)) return;
  throw new Refusal(409, 'PessimisticConcurrencyConflict', 'Operation on the API is in progress');
}

/** An assignment shows the properties of what it assigns. */
function assigned(state: AzureState, type: ResourceType, segments: readonly string[]): Json {
  const target = findResource(state, `${servicePath(state)}/${type.assigns}/${segments.at(-1)}`);
  if (!target) throw notFound(type);
  return { ...target.properties };
}

/** A backend's address in the request wins over the document's servers (recorded 2026-11-23). */
function explicitUrl({ serviceUrl }: Json): Json {
  return typeof serviceUrl === 'string' ? { serviceUrl } : {};
}

function importedBy(context: ArmContext, apiId: string, input: Json): ImportedDocument | undefined {
  if (typeof input['value'] !== 'string') return undefined;
  if (isRefused(context, apiId)) throw invalid('representation', 'Parsing error(s): the document is refused.');
  const format = typeof input['format'] === 'string' ? input['format'] : 'swagger-json';
  if (!['openapi+json', 'swagger-json'].includes(format))
    throw invalid('format', `The sandbox imports openapi+json and swagger-json, not ${format}.`);
  return importDocument(input['value']);
}

/** The fault import-400 refuses one API, however often it is tried; the others of a wave go through. */
function isRefused(context: ArmContext, apiId: string): boolean {
  if (!context.faults.isActive('import-400')) {
    context.refusedImport = undefined;
    return false;
  }
  context.refusedImport ??= apiId.toLowerCase();
  return context.refusedImport === apiId.toLowerCase();
}

function replaceOperations(state: AzureState, api: ArmResource, operations: readonly ImportedOperation[]): void {
  for (const old of childrenOf(state, api.id, 'operations')) removeResource(state, old.id);
  for (const { id, properties } of operations)
    putResource(
      state,
      { id: `${api.id}/operations/${id}`, name: id, type: `${api.type}/operations`, properties },
      apimEtag,
    );
}

function accepted(context: ArmContext, arm: ArmRequest, resource: ArmResource, status: number): SandboxResponse {
  const operation = context.operations.start(resource.id);
  const body = {
    id: resource.id,
    type: resource.type,
    name: resource.name,
    properties: { ProvisioningState: 'InProgress' },
  };
  return json(status, body, entityOperationHeaders(arm.base, resource.id, operation, status));
}

function build(
  context: ArmContext,
  arm: ArmRequest,
  segments: readonly string[],
  type: ResourceType,
  input: Json,
  existing: ArmResource | undefined,
): Omit<ArmResource, 'etag'> {
  const missing = type.required?.find((name) => input[name] === undefined || input[name] === '');
  if (missing !== undefined) throw invalid(missing, `Property ${missing} is required.`);
  const properties: Json = { ...type.defaults, ...input };
  for (const name of type.inputOnly ?? []) delete properties[name];
  for (const name of type.ids ?? []) properties[name] = longId(context.state, properties[name]);
  if (type.policyRoot) {
    properties['value'] = reformatPolicy(String(input['value']), type.policyRoot);
    properties['format'] = 'xml';
  }
  if (typeof properties['path'] === 'string') properties['path'] = properties['path'].replace(/^\/+/, '');
  if (type.type === 'apis') {
    const revision = /;rev=(\d+)$/.exec(segments[1] ?? '')?.[1];
    properties['apiRevision'] = revision ?? existing?.properties['apiRevision'] ?? '1';
    properties['isCurrent'] = revision === undefined;
  }
  if (type.createdAs !== undefined)
    properties[type.createdAs] = existing?.properties[type.createdAs] ?? new Date(context.now()).toISOString();
  if (type.type === 'apis/releases') properties['updatedDateTime'] = new Date(context.now()).toISOString();
  if (type.type === 'apis/operations')
    properties['templateParameters'] = withValueLists(properties['templateParameters']);
  const secrets = secretsOf(type, input, existing);
  if (type.type === 'namedValues' && properties['secret'] === true) delete properties['value'];
  const id = existing?.id ?? `${servicePath(context.state)}/${segments.join('/')}`;
  const shape = {
    id,
    name: segments.at(-1) as string,
    type: `Microsoft.ApiManagement/service/${type.type}`,
    properties,
  };
  return secrets ? { ...shape, secrets } : shape;
}

function secretsOf(
  type: ResourceType,
  input: Json,
  existing: ArmResource | undefined,
): Record<string, string> | undefined {
  if (type.type === 'namedValues')
    return typeof input['value'] === 'string' ? { value: input['value'] } : existing?.secrets;
  if (type.type !== 'subscriptions') return undefined;
  const key = (name: string): string =>
    typeof input[name] === 'string' ? input[name] : (existing?.secrets?.[name] ?? newKey());
  return { primaryKey: key('primaryKey'), secondaryKey: key('secondaryKey') };
}

function newKey(): string {
  return randomBytes(16).toString('hex');
}

/** `/apis/x;rev=2` becomes the full id of `x`; what is no short id stays. */
function longId(state: AzureState, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('/')) return value;
  const id = value.replace(/;rev=\d+$/, '');
  return id.toLowerCase().startsWith('/subscriptions/') && id.includes('/providers/')
    ? id
    : `${servicePath(state)}${id}`;
}

function patch(
  context: ArmContext,
  arm: ArmRequest,
  segments: readonly string[],
  type: ResourceType,
  existing: ArmResource,
): SandboxResponse {
  checkIfMatch(arm.request.headers['if-match'], existing);
  const body = jsonBody(arm.request.body);
  const input = {
    ...existing.properties,
    ...existing.secrets,
    ...(isJson(body['properties']) ? body['properties'] : {}),
  };
  const { resource } = putResource(context.state, build(context, arm, segments, type, input, existing), apimEtag);
  if (type.longRunningPut) return accepted(context, arm, resource, 202);
  return type.type === 'subscriptions'
    ? json(204)
    : json(200, entity(context.state, resource, 'read'), { ETag: resource.etag });
}

function remove(
  context: ArmContext,
  arm: ArmRequest,
  type: ResourceType,
  existing: ArmResource | undefined,
): SandboxResponse {
  if (!existing) return json(204);
  checkIfMatch(arm.request.headers['if-match'], existing);
  removeResource(context.state, existing.id);
  if (!type.longRunningDelete) return json(200);
  const operation = context.operations.start(existing.id);
  return json(202, undefined, entityOperationHeaders(arm.base, existing.id, operation, 204));
}

function poll(
  context: ArmContext,
  arm: ArmRequest,
  operation: string,
  existing: ArmResource | undefined,
): SandboxResponse {
  const status = context.operations.status(operation);
  if (status === undefined) throw new Refusal(404, 'ResourceNotFound', 'Operation not found.');
  if (arm.request.url.searchParams.has('azure-asyncId')) return json(200, { status });
  if (status === 'InProgress') return json(202, undefined, { Location: arm.request.url.href });
  const code = Number(arm.request.url.searchParams.get('asyncCode') ?? 200);
  return existing ? json(code, entity(context.state, existing, 'read'), { ETag: existing.etag }) : json(204);
}
