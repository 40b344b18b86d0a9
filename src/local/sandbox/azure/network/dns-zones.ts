import { randomUUID } from 'node:crypto';
import type { SandboxResponse } from '../../http-server.ts';
import { isJson, json, jsonBody, Refusal, type Json } from '../answers.ts';
import { networkPath, type ArmContext, type ArmRequest } from '../context.ts';
import { childrenOf, findResource, putResource, removeResource } from '../resource-store.ts';
import type { ArmResource, AzureState } from '../state.ts';
import { recordSets } from './record-sets.ts';

const NAME_SERVERS = [
  'ns1-01.azure-dns.com.',
  'ns2-01.azure-dns.net.',
  'ns3-01.azure-dns.org.',
  'ns4-01.azure-dns.info.',
];
const TYPE = 'Microsoft.Network/dnszones';
/** Seconds after which a client asks again. */
const RETRY_AFTER = '1';

/** Answers what is below `dnsZones`: the zones themselves and their record sets. */
export function dnsZones(context: ArmContext, arm: ArmRequest, segments: readonly string[]): SandboxResponse {
  const { state } = context;
  const [name, ...rest] = segments;
  if (name === undefined) {
    const zones = childrenOf(state, networkPath(state), 'dnszones');
    return json(200, { value: zones.map((zone) => zoneAnswer(state, zone)) });
  }
  const id = `${networkPath(state)}/dnszones/${name}`;
  const zone = findResource(state, id);
  if (rest.length === 0 && arm.request.method === 'PUT') return putZone(state, arm, id, name);
  if (rest.length === 0 && arm.request.method === 'DELETE') return removeZone(context, arm, zone);
  if (!zone)
    throw new Refusal(
      404,
      'NotFound',
      `The zone '${name}' does not exist in resource group '${state.resourceGroup}' of subscription '${state.subscriptionId}'.`,
    );
  if (rest.length > 0) return recordSets(state, arm, zone, rest);
  if (arm.request.method !== 'GET')
    throw new Refusal(405, 'MethodNotAllowed', `${arm.request.method} is not supported here.`);
  return json(200, zoneAnswer(state, zone), { ETag: zone.etag });
}

function putZone(state: AzureState, arm: ArmRequest, id: string, name: string): SandboxResponse {
  const before = findResource(state, id);
  const headers = arm.request.headers;
  if (before && headers['if-none-match'] === '*')
    throw new Refusal(412, 'PreconditionFailed', `The Zone ${name} exists already and hence cannot be created again.`);
  if (headers['if-match'] !== undefined && headers['if-match'] !== '*' && headers['if-match'] !== before?.etag)
    throw new Refusal(412, 'PreconditionFailed', `The Zone ${name} has been modified (etag mismatch).`);
  const body = jsonBody(arm.request.body);
  const asked = isJson(body['properties']) ? body['properties']['zoneType'] : undefined;
  if (asked !== undefined && asked !== 'Public')
    throw new Refusal(400, 'BadRequest', 'The sandbox has zones of type Public only.');
  const tags = isJson(body['tags']) ? (body['tags'] as Record<string, string>) : {};
  const zone = { id, name, type: TYPE, location: 'global', tags, properties: { zoneType: 'Public' } };
  const { resource, created } = putResource(state, zone, randomUUID);
  if (created) addApexRecords(state, resource);
  return json(created ? 201 : 200, zoneAnswer(state, resource), { ETag: resource.etag });
}

/** Every zone has its SOA and NS records from the start. */
function addApexRecords(state: AzureState, zone: ArmResource): void {
  const add = (type: string, properties: Json): void => {
    const record = { id: `${zone.id}/${type}/@`, name: '@', type: `${TYPE}/${type}`, properties };
    putResource(state, record, randomUUID);
  };
  const given = { fqdn: `${zone.name}.`, targetResource: {}, provisioningState: 'Succeeded' };
  add('NS', { ...given, TTL: 172_800, NSRecords: NAME_SERVERS.map((nsdname) => ({ nsdname })) });
  const soa = { email: 'azuredns-hostmaster.microsoft.com', host: NAME_SERVERS[0], serialNumber: 1 };
  const times = { refreshTime: 3_600, retryTime: 300, expireTime: 2_419_200, minimumTTL: 300 };
  add('SOA', { ...given, TTL: 3_600, SOARecord: { ...soa, ...times } });
}

/** Deleting a zone is an operation of its own: 202 and where to ask, even though the zone is gone at once. */
function removeZone(context: ArmContext, arm: ArmRequest, zone: ArmResource | undefined): SandboxResponse {
  if (!zone) return json(204);
  const etag = arm.request.headers['if-match'];
  if (etag !== undefined && etag !== '*' && etag !== zone.etag)
    throw new Refusal(412, 'PreconditionFailed', `The Zone ${zone.name} has been modified (etag mismatch).`);
  removeResource(context.state, zone.id);
  const operation = context.operations.start(zone.id);
  const version = arm.request.url.searchParams.get('api-version') ?? '2018-05-01';
  const url = (type: string): string =>
    `${arm.base}${networkPath(context.state)}/${type}/${operation}?api-version=${version}`;
  return json(202, undefined, {
    'Location': url('dnsOperationResults'),
    'Azure-AsyncOperation': url('dnsOperationStatuses'),
    'Retry-After': RETRY_AFTER,
  });
}

/** How far the deletion of a zone is: statuses answer a body, results a status code. */
export function dnsOperation(context: ArmContext, arm: ArmRequest, type: string, id: string): SandboxResponse {
  const status = context.operations.status(id);
  if (status === undefined) throw new Refusal(404, 'NotFound', `The operation '${id}' does not exist.`);
  if (/statuses$/i.test(type)) return json(200, { status });
  return status === 'InProgress' ? json(202, undefined, { Location: arm.request.url.href }) : json(200);
}

function zoneAnswer(state: AzureState, zone: ArmResource): Json {
  const records = [...state.resources.keys()].filter((id) => id.startsWith(`${zone.id}/`.toLowerCase()));
  const { id, name, type, etag, location, tags } = zone;
  const limits = { maxNumberOfRecordSets: 10_000, maxNumberOfRecordsPerRecordSet: null };
  const properties = { ...limits, nameServers: NAME_SERVERS, numberOfRecordSets: records.length, ...zone.properties };
  return { id, name, type, etag, location, tags, properties };
}
