import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import { isJson, json, jsonBody, Refusal } from './answers.ts';
import type { AzureState, ArmResource } from './state.ts';
import { apimEtag, checkIfMatch, putResource } from './resource-store.ts';

/** The API Management service itself: GET, and PATCH, which here ends at once. */
export function serviceAnswer(state: AzureState, request: SandboxRequest, service: ArmResource): SandboxResponse {
  if (request.method === 'GET') return shown(service);
  if (request.method !== 'PATCH')
    throw new Refusal(405, 'MethodNotAllowed', `${request.method} is not simulated here.`);
  checkIfMatch(request.headers['if-match'], service);
  const { properties } = jsonBody(request.body);
  const merged = { ...service.properties, ...(isJson(properties) ? properties : {}) };
  merged['hostnameConfigurations'] = withBuiltIn(state, merged['hostnameConfigurations']);
  return shown(putResource(state, { ...service, properties: merged }, apimEtag).resource);
}

/** The built-in Proxy entry stays whatever is sent (recorded 2026-11-23). */
function withBuiltIn(state: AzureState, sent: unknown): unknown[] {
  const hostName = `${state.service}.azure-api.net`;
  const builtIn = { type: 'Proxy', hostName, defaultSslBinding: true, certificateSource: 'BuiltIn' };
  const others = Array.isArray(sent) ? sent.filter((one) => !isJson(one) || one['hostName'] !== hostName) : [];
  return [builtIn, ...others];
}

function shown(service: ArmResource): SandboxResponse {
  const { id, name, type, properties, etag, more, location = 'East US', tags = {} } = service;
  return json(200, { id, name, type, location, tags, etag: etag.slice(1, -1), ...more, properties }, { ETag: etag });
}
