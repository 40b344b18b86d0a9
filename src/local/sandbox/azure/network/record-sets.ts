import { randomUUID } from 'node:crypto';
import type { SandboxResponse } from '../../http-server.ts';
import { isJson, json, jsonBody, Refusal, type Json } from '../answers.ts';
import type { ArmRequest } from '../context.ts';
import { childrenOf, findResource, putResource, removeResource } from '../resource-store.ts';
import type { ArmResource, AzureState } from '../state.ts';

/** Member of `properties` that holds the records of a type. */
const RECORDS: Readonly<Record<string, string>> = {
  A: 'ARecords',
  AAAA: 'AAAARecords',
  CAA: 'caaRecords',
  CNAME: 'CNAMERecord',
  MX: 'MXRecords',
  NS: 'NSRecords',
  PTR: 'PTRRecords',
  SOA: 'SOARecord',
  SRV: 'SRVRecords',
  TXT: 'TXTRecords',
};
const COLLECTIONS = ['recordsets', 'all'];

/** Answers `TYPE/NAME`, `TYPE`, `recordsets` and `all` of one zone. */
export function recordSets(
  state: AzureState,
  arm: ArmRequest,
  zone: ArmResource,
  [collection = '', name]: readonly string[],
): SandboxResponse {
  const { method } = arm.request;
  if (name === undefined && method === 'GET' && COLLECTIONS.includes(collection.toLowerCase()))
    return list(Object.keys(RECORDS).flatMap((type) => childrenOf(state, zone.id, type)));
  const type = collection.toUpperCase();
  if (!(type in RECORDS)) throw new Refusal(404, 'NotFound', `There are no record sets of type '${collection}'.`);
  if (name === undefined && method === 'GET') return list(childrenOf(state, zone.id, type));
  if (name === undefined) throw new Refusal(405, 'MethodNotAllowed', `${method} is not supported here.`);
  const existing = findResource(state, `${zone.id}/${type}/${name}`);
  if (method === 'PUT') return put(state, arm, zone, type, name, existing);
  if (method === 'PATCH' && existing) return patch(state, arm, zone, type, existing);
  if (method === 'DELETE') return remove(state, arm, existing, name);
  if (!existing)
    throw new Refusal(
      404,
      'NotFound',
      `The resource record '${name}' does not exist in resource group '${state.resourceGroup}' of subscription '${state.subscriptionId}'.`,
    );
  if (method !== 'GET') throw new Refusal(405, 'MethodNotAllowed', `${method} is not supported here.`);
  return json(200, answer(existing), { ETag: existing.etag });
}

/** By name and then by type, `@` first (recorded 2026-11-23). */
function list(records: readonly ArmResource[]): SandboxResponse {
  const key = ({ name, type }: ArmResource): string => `${name === '@' ? '' : name} ${type}`;
  return json(200, { value: records.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map(answer) });
}

/** 412 without an envelope: `If-None-Match: *` on a set that is there, or `If-Match` of another version. */
function checkConditions(arm: ArmRequest, name: string, existing: ArmResource | undefined): void {
  const { 'if-none-match': none, 'if-match': match } = arm.request.headers;
  if (none === '*' && existing)
    throw new Refusal(
      412,
      'PreconditionFailed',
      `The Record set ${name} exists already and hence cannot be created again.`,
    );
  if (match === undefined || match === '*' || match === existing?.etag) return;
  throw new Refusal(412, 'PreconditionFailed', `The Record set ${name} has been modified (etag mismatch).`);
}

function put(
  state: AzureState,
  arm: ArmRequest,
  zone: ArmResource,
  type: string,
  name: string,
  existing: ArmResource | undefined,
): SandboxResponse {
  checkConditions(arm, name, existing);
  const body = jsonBody(arm.request.body);
  return write(state, zone, type, name, isJson(body['properties']) ? body['properties'] : {});
}

function patch(
  state: AzureState,
  arm: ArmRequest,
  zone: ArmResource,
  type: string,
  existing: ArmResource,
): SandboxResponse {
  checkConditions(arm, existing.name, existing);
  const body = jsonBody(arm.request.body);
  const changed = isJson(body['properties']) ? body['properties'] : {};
  return write(state, zone, type, existing.name, { ...existing.properties, ...changed });
}

function write(state: AzureState, zone: ArmResource, type: string, name: string, given: Json): SandboxResponse {
  const member = RECORDS[type] as string;
  const ttl = given['TTL'] ?? given['ttl'];
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl < 1 || ttl > 2_147_483_647)
    throw new Refusal(400, 'BadRequest', `The TTL of '${name}' must be from 1 to 2147483647 seconds.`);
  checkAlone(state, zone, type, name);
  const records = given[member] ?? (member.endsWith('Records') ? [] : undefined);
  const properties = {
    ...(isJson(given['metadata']) && { metadata: given['metadata'] }),
    fqdn: name === '@' ? `${zone.name}.` : `${name}.${zone.name}.`,
    TTL: ttl,
    ...(records !== undefined && { [member]: records }),
    targetResource: given['targetResource'] ?? {},
    provisioningState: 'Succeeded',
  };
  const set = { id: `${zone.id}/${type}/${name}`, name, type: `${zone.type}/${type}`, properties };
  const { resource, created } = putResource(state, set, randomUUID);
  return json(created ? 201 : 200, answer(resource), { ETag: resource.etag });
}

/** A CNAME stands alone at its name (RFC 1034, 3.6.2), never at the apex. */
function checkAlone(state: AzureState, zone: ArmResource, type: string, name: string): void {
  const others = Object.keys(RECORDS).filter((one) => one !== type && findResource(state, `${zone.id}/${one}/${name}`));
  if (type === 'CNAME' ? others.length === 0 : !others.includes('CNAME')) return;
  throw new Refusal(
    400,
    'BadRequest',
    `The record set '${name}' of type ${type} cannot be added: a record set of type ${others.join(', ')} is there.`,
  );
}

function remove(state: AzureState, arm: ArmRequest, existing: ArmResource | undefined, name: string): SandboxResponse {
  if (!existing) return json(204);
  checkConditions(arm, name, existing);
  removeResource(state, existing.id);
  return json(200);
}

function answer({ id, name, type, etag, properties }: ArmResource): Json {
  return { id, name, type, etag, properties };
}
