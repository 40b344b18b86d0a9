import { isDeepStrictEqual } from 'node:util';
import type { SandboxResponse } from '../http-server.ts';
import { generationOf } from '../../../model/tier.ts';
import { isJson, json, jsonBody, Refusal, type Json } from './answers.ts';
import { boundAuthorities } from './authorities.ts';
import type { ArmContext, ArmRequest } from './context.ts';
import { tierOf } from './contract-tier.ts';
import { boundHostnames } from './hostnames.ts';
import { serviceOperationHeaders } from './long-running.ts';
import { apimEtag, checkIfMatch, findResource, putResource } from './resource-store.ts';
import { defaultProperties } from './new-service.ts';
import type { ArmResource } from './state.ts';

/** What rolls through the gateways, one change at a time. */
const INFRASTRUCTURE = ['hostnameConfigurations', 'certificates'];

/** What only the service writes. */
const OWN = ['provisioningState', 'targetProvisioningState', 'createdAtUtc', 'gatewayUrl'];

/**
 * The API Management service itself: GET, and PATCH. A change of host names or authorities rolls through the gateways for minutes: it is
 * accepted with 202, GET shows it with `Updating` meanwhile, and the names are served when it has ended. Other changes are
 * there at once (recorded 2026-11-23).
 */
export function serviceAnswer(context: ArmContext, arm: ArmRequest, service: ArmResource): SandboxResponse {
  const { request } = arm;
  if (request.method === 'GET') return shown(200, context.serviceUpdate ?? service);
  if (request.method !== 'PATCH')
    throw new Refusal(405, 'MethodNotAllowed', `${request.method} is not simulated here.`);
  if (context.serviceUpdate)
    throw new Refusal(
      409,
      'ServiceLocked',
      `The API Service ${service.name} is transitioning at this time. Please try the request again later.`,
    );
  checkIfMatch(request.headers['if-match'], service);
  const { state } = context;
  const { properties } = jsonBody(request.body);
  const sent: Json = isJson(properties) ? properties : {};
  const merged: Json = { ...service.properties, ...sent };
  // A property that a PATCH leaves out falls back to its default (contract 2024-05-01, customProperties).
  if (isJson(sent['customProperties']))
    merged['customProperties'] = { ...defaultProperties(), ...spelled(sent['customProperties']) };
  if (
    generationOf(tierOf(state)) !== 'classic' &&
    Array.isArray(sent['certificates']) &&
    sent['certificates'].length > 0
  )
    throw new Refusal(400, 'InvalidParameters', 'Invalid parameter: CA certificates are not supported in this tier.');
  const held = 'certificates' in sent ? boundAuthorities(service, sent['certificates']) : undefined;
  if (held) merged['certificates'] = held.certificates;
  if ('hostnameConfigurations' in sent)
    merged['hostnameConfigurations'] = boundHostnames(state, sent['hostnameConfigurations']);
  for (const name of OWN) merged[name] = service.properties[name];
  const next = { ...service, properties: merged, ...(held && { secrets: held.encoded }) };
  if (INFRASTRUCTURE.every((name) => isDeepStrictEqual(merged[name], service.properties[name])))
    return shown(200, putResource(state, next, apimEtag).resource);
  return rollOut(context, arm, next);
}

function rollOut(context: ArmContext, arm: ArmRequest, next: ArmResource): SandboxResponse {
  const { state, operations } = context;
  const properties = { ...next.properties, provisioningState: 'Updating', targetProvisioningState: 'Updating' };
  context.serviceUpdate = { ...next, properties, etag: apimEtag() };
  const operation = operations.startUntil(next.id, context.serviceUpdateMs, () => {
    context.serviceUpdate = undefined;
    putResource(state, next, apimEtag);
  });
  return shown(202, context.serviceUpdate, serviceOperationHeaders(arm.base, state.subscriptionId, operation));
}

const OPERATION =
  /^\/subscriptions\/[^/]+\/providers\/Microsoft\.ApiManagement\/locations\/[^/]+\/(operationResults|operationsStatuses)\/([^/]+)$/i;

/** How an operation on the service stands; undefined for any other path. */
export function serviceOperation(
  context: ArmContext,
  arm: ArmRequest,
  servicePath: string,
): SandboxResponse | undefined {
  const [, kind, id] = OPERATION.exec(arm.path) ?? [];
  if (kind === undefined || id === undefined) return undefined;
  const status = context.operations.status(id);
  if (status === undefined) throw new Refusal(404, 'ResourceNotFound', 'Operation not found.');
  const { subscriptionId } = context.state;
  const headers = status === 'InProgress' ? serviceOperationHeaders(arm.base, subscriptionId, id) : {};
  if (kind.toLowerCase() === 'operationsstatuses') return json(200, { status }, headers);
  const service = findResource(context.state, servicePath);
  return status === 'InProgress' || !service ? json(202, undefined, headers) : shown(200, service);
}

/** The service gives back `False` for whatever spelling it was sent (recorded 2026-11-23). */
function spelled(custom: Json): Json {
  const capital = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase();
  return Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, capital(String(value))]));
}

function shown(status: number, service: ArmResource, headers: Record<string, string> = {}): SandboxResponse {
  const { id, name, type, properties, etag, more, location = 'East US', tags = {} } = service;
  const body = { id, name, type, location, tags, etag: etag.slice(1, -1), ...more, properties };
  return json(status, body, { ETag: etag, ...headers });
}
