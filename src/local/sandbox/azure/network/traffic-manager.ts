import { randomUUID } from 'node:crypto';
import type { SandboxResponse } from '../../http-server.ts';
import { isJson, json, jsonBody, Refusal, type Json } from '../answers.ts';
import { networkPath, type ArmContext, type ArmRequest } from '../context.ts';
import { childrenOf, findResource, putResource, removeResource } from '../resource-store.ts';
import type { ArmResource, AzureState } from '../state.ts';

const TYPE = 'Microsoft.Network/trafficManagerProfiles';
const ROUTING = ['Performance', 'Priority', 'Weighted', 'Geographic', 'MultiValue', 'Subnet'];
const ENDPOINT_TYPES = ['azureEndpoints', 'externalEndpoints', 'nestedEndpoints'];
/** Regions come back by their display name (recorded 2026-11-23); others as they were sent. */
const REGIONS: Readonly<Record<string, string>> = {
  eastus: 'East US',
  eastus2: 'East US 2',
  westus: 'West US',
  westus2: 'West US 2',
  northeurope: 'North Europe',
  westeurope: 'West Europe',
};

/** Answers what is below `trafficManagerProfiles`: profiles and their endpoints. No ETags (recorded 2026-11-23). */
export function trafficManagerProfiles(
  context: ArmContext,
  arm: ArmRequest,
  [name, collection, endpoint]: readonly string[],
): SandboxResponse {
  const { state } = context;
  const { method } = arm.request;
  const root = networkPath(state);
  if (name === undefined) {
    const profiles = childrenOf(state, root, 'trafficManagerProfiles');
    return json(200, { value: profiles.map((one) => profileAnswer(state, one)) });
  }
  const id = `${root}/trafficManagerProfiles/${name}`;
  const profile = findResource(state, id);
  if (collection === undefined) {
    if (method === 'PUT') return putProfile(state, arm, id, name);
    if (method === 'DELETE') return remove(state, profile);
  }
  if (!profile) throw notFound(state, name);
  if (collection === undefined && method === 'GET') return json(200, profileAnswer(state, profile));
  const type = ENDPOINT_TYPES.find((one) => one.toLowerCase() === collection?.toLowerCase());
  if (type === undefined || endpoint === undefined)
    throw new Refusal(405, 'MethodNotAllowed', `${method} ${arm.path} is not supported here.`);
  return endpoints(state, arm, profile, type, endpoint);
}

function endpoints(
  state: AzureState,
  arm: ArmRequest,
  profile: ArmResource,
  type: string,
  name: string,
): SandboxResponse {
  const id = `${profile.id}/${type}/${name}`;
  const existing = findResource(state, id);
  switch (arm.request.method) {
    case 'PUT':
      // 201 also for an update (recorded 2026-11-23).
      return json(201, endpointAnswer(putEndpoint(state, profile, type, name, jsonBody(arm.request.body))));
    case 'DELETE':
      return remove(state, existing);
    case 'GET':
      if (!existing) throw notFound(state, `${profile.name}/${type}/${name}`);
      return json(200, endpointAnswer(existing));
    default:
      throw new Refusal(405, 'MethodNotAllowed', `${arm.request.method} is not supported here.`);
  }
}

function putProfile(state: AzureState, arm: ArmRequest, id: string, name: string): SandboxResponse {
  const body = jsonBody(arm.request.body);
  const given = isJson(body['properties']) ? body['properties'] : {};
  const dns = isJson(given['dnsConfig']) ? given['dnsConfig'] : {};
  const monitor = isJson(given['monitorConfig']) ? given['monitorConfig'] : {};
  const { relativeName } = dns;
  if (typeof relativeName !== 'string' || relativeName === '') throw bad('The dnsConfig.relativeName is required.');
  if (!ROUTING.includes(String(given['trafficRoutingMethod'])))
    throw bad(`The trafficRoutingMethod must be one of ${ROUTING.join(', ')}.`);
  const { protocol = 'HTTP', port = 80 } = monitor;
  const properties = {
    profileStatus: given['profileStatus'] ?? 'Enabled',
    trafficRoutingMethod: given['trafficRoutingMethod'],
    dnsConfig: { relativeName, fqdn: `${relativeName}.trafficmanager.net`, ttl: dns['ttl'] ?? 0 },
    monitorConfig: {
      protocol,
      port,
      path: monitor['path'] ?? null,
      intervalInSeconds: monitor['intervalInSeconds'] ?? 30,
      toleratedNumberOfFailures: monitor['toleratedNumberOfFailures'] ?? 3,
      timeoutInSeconds: monitor['timeoutInSeconds'] ?? 10,
    },
    trafficViewEnrollmentStatus: given['trafficViewEnrollmentStatus'] ?? 'Disabled',
    maxReturn: given['maxReturn'] ?? null,
  };
  const tags = isJson(body['tags']) ? { tags: body['tags'] as Record<string, string> } : {};
  const profile = { id, name, type: TYPE, location: 'global', ...tags, properties };
  const { resource, created } = putResource(state, profile, randomUUID);
  if (Array.isArray(given['endpoints'])) replaceEndpoints(state, resource, given['endpoints'].filter(isJson));
  return json(created ? 201 : 200, profileAnswer(state, resource));
}

/** A profile written with endpoints has exactly these; without the member they stay. */
function replaceEndpoints(state: AzureState, profile: ArmResource, given: readonly Json[]): void {
  for (const old of endpointsOf(state, profile)) removeResource(state, old.id);
  for (const one of given) {
    const type = ENDPOINT_TYPES.find((each) => `${TYPE}/${each}`.toLowerCase() === String(one['type']).toLowerCase());
    if (type === undefined || typeof one['name'] !== 'string') throw bad('An endpoint needs a name and a known type.');
    putEndpoint(state, profile, type, one['name'], one);
  }
}

function putEndpoint(state: AzureState, profile: ArmResource, type: string, name: string, body: Json): ArmResource {
  const given = isJson(body['properties']) ? body['properties'] : {};
  if (type === 'externalEndpoints' && typeof given['target'] !== 'string')
    throw bad(`The endpoint '${name}' needs a target.`);
  const location = given['endpointLocation'];
  const before = findResource(state, `${profile.id}/${type}/${name}`);
  const properties = {
    endpointStatus: given['endpointStatus'] ?? 'Enabled',
    targetResourceId: given['targetResourceId'] ?? null,
    target: given['target'] ?? null,
    weight: given['weight'] ?? 1,
    // Without one it comes after the endpoints that are there.
    priority: given['priority'] ?? before?.properties['priority'] ?? endpointsOf(state, profile).length + 1,
    endpointLocation: typeof location === 'string' ? (REGIONS[location.toLowerCase()] ?? location) : null,
    minChildEndpoints: given['minChildEndpoints'] ?? null,
    alwaysServe: given['alwaysServe'] ?? 'Disabled',
  };
  const endpoint = { id: `${profile.id}/${type}/${name}`, name, type: `${TYPE}/${type}`, properties };
  return putResource(state, endpoint, randomUUID).resource;
}

/** A body also without something deleted: `{properties: {boolean}}` (recorded 2026-11-23); 204 when there was nothing. */
function remove(state: AzureState, existing: ArmResource | undefined): SandboxResponse {
  if (!existing) return json(204);
  removeResource(state, existing.id);
  return json(200, { properties: { boolean: true } });
}

function endpointsOf(state: AzureState, profile: ArmResource): ArmResource[] {
  return ENDPOINT_TYPES.flatMap((type) => childrenOf(state, profile.id, type));
}

function profileAnswer(state: AzureState, profile: ArmResource): Json {
  const { id, name, type, location, tags = {} } = profile;
  const endpoints = endpointsOf(state, profile).map(endpointAnswer);
  const monitorConfig = {
    profileMonitorStatus: endpoints.length === 0 ? 'Inactive' : 'CheckingEndpoints',
    ...(profile.properties['monitorConfig'] as Json),
  };
  return { id, name, type, location, tags, properties: { ...profile.properties, monitorConfig, endpoints } };
}

/** Nothing probes the endpoints of the sandbox: they stay in their first state. */
function endpointAnswer({ id, name, type, properties }: ArmResource): Json {
  return { id, name, type, properties: { ...properties, endpointMonitorStatus: 'CheckingEndpoint' } };
}

function notFound(state: AzureState, name: string): Refusal {
  return new Refusal(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.Network/trafficmanagerprofiles/${name}' under resource group '${state.resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

function bad(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}
