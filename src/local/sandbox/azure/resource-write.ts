import { randomBytes } from 'node:crypto';
import type { SandboxResponse } from '../http-server.ts';
import { invalid, isJson, json, jsonBody, Refusal, type Json } from './answers.ts';
import { explicitUrl, importedBy, replaceOperations } from './api-import.ts';
import { copyContents, inherited, releaseRevision, shareProperties, sourceOf } from './api-revisions.ts';
import { checkContract } from './contract.ts';
import { checkRules } from './contract-rules.ts';
import { checkCount } from './contract-tier.ts';
import { servicePath, type ArmContext, type ArmRequest } from './context.ts';
import { entity, withValueLists } from './entity.ts';
import { entityOperationHeaders } from './long-running.ts';
import { reformatPolicy } from './policy-document.ts';
import { apimEtag, checkIfMatch, findResource, putResource } from './resource-store.ts';
import { checkParent, notFound, type ResourceType } from './resource-types.ts';
import type { ArmResource, AzureState } from './state.ts';
import { checkVaulted, withLastStatus } from './vault-secrets.ts';
import { withhold } from './withheld.ts';
import { checkBelowWebSocket, makeHandshake, typeOfApi } from './websocket-api.ts';

/** Writes a resource. Throws 400, 404 and 412 as API Management does, 409 while its API is being imported. */
export function put(
  context: ArmContext,
  arm: ArmRequest,
  segments: readonly string[],
  type: ResourceType,
): SandboxResponse {
  const { state } = context;
  checkParent(state, segments);
  const existing = findResource(state, arm.path);
  checkIfMatch(arm.request.headers['if-match'], existing);
  if (/^apis\b/i.test(type.type)) checkNotBusy(context, segments);
  const body = jsonBody(arm.request.body);
  checkContract(type.type, segments.at(-1) ?? '', body['properties']);
  const input =
    type.assigns === undefined
      ? isJson(body['properties'])
        ? body['properties']
        : {}
      : assigned(state, type, segments);
  checkBelowWebSocket(state, segments, type.type, body);
  const ofType = type.type === 'apis' ? typeOfApi(state, input, existing) : {};
  if (type.assigns === undefined) checkRules(state, { type: type.type, id: arm.path, segments, input, existing });
  const document = type.type === 'apis' ? importedBy(context, arm.path, input) : undefined;
  if (document) {
    const added = document.operations.filter(({ id }) => !findResource(state, `${arm.path}/operations/${id}`));
    checkCount(state, 'apis/operations', added.length);
  }
  const source = type.type === 'apis' && !existing ? sourceOf(state, input) : undefined;
  const given = { ...(source && inherited(source)), ...input, ...document?.api, ...explicitUrl(input), ...ofType };
  const written = putResource(state, build(context, arm, segments, type, given, existing), apimEtag);
  if (written.created) joinBuiltInGroup(state, type, written.resource);
  if (source) copyContents(state, source, written.resource);
  if (document) replaceOperations(state, written.resource, document);
  if (type.type === 'apis') shareProperties(state, written.resource);
  if (type.type === 'apis') makeHandshake(state, written.resource);
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
  if (type.type === 'namedValues') checkVaulted(context.state, properties);
  if (isJson(properties['keyVault']))
    properties['keyVault'] = withLastStatus(properties['keyVault'], existing, context.now());
  const shown = withhold(type, properties, existing);
  const secrets = secretsOf(type, input, existing) ?? shown.secrets;
  if (type.type === 'namedValues' && properties['secret'] === true) delete shown.properties['value'];
  const id = existing?.id ?? `${servicePath(context.state)}/${segments.join('/')}`;
  const shape = {
    id,
    name: segments.at(-1) as string,
    type: `Microsoft.ApiManagement/service/${type.type}`,
    properties: shown.properties,
  };
  return Object.keys(secrets).length > 0 ? { ...shape, secrets } : shape;
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

/** A subscription key as API Management makes it. */
export function newKey(): string {
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

/** Changes what the request names of a resource that is there. */
export function patch(
  context: ArmContext,
  arm: ArmRequest,
  segments: readonly string[],
  type: ResourceType,
  existing: ArmResource,
): SandboxResponse {
  checkIfMatch(arm.request.headers['if-match'], existing);
  const body = jsonBody(arm.request.body);
  checkBelowWebSocket(context.state, segments, type.type, body);
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
