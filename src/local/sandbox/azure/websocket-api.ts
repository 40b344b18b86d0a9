import { invalid, isJson, Refusal, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { apimEtag, findResource, putResource } from './resource-store.ts';
import type { ArmResource, AzureState } from './state.ts';

/** The operation that every WebSocket API has, and nobody can change (Microsoft Learn, Import a WebSocket API; read 2026-11-29). */
const HANDSHAKE = 'onHandshake';

/** Not on a handshake, by the same page. */
const UNSUPPORTED =
  /<(mock-response|cache-lookup|cache-store|cross-domain|cors|jsonp|set-method|set-body|xml-to-json|json-to-xml|xsl-transform|validate-content|validate-parameters|validate-headers|validate-status-code)\b/;

const isWebSocket = (api: ArmResource | undefined): boolean => api?.properties['type'] === 'websocket';

/**
 * What an API's PUT says of its type: `type` of the contract, `apiType` of a creation. Throws 400 `ValidationError` for a
 * WebSocket API that has a document, another scheme than ws and wss, no WebSocket backend or a tier without them, and for one that
 * changes its type.
 */
export function typeOfApi(state: AzureState, input: Json, existing: ArmResource | undefined): Json {
  const wanted = input['type'] ?? input['apiType'] ?? existing?.properties['type'];
  const isOne = wanted === 'websocket';
  if (existing !== undefined && isOne !== isWebSocket(existing))
    throw invalid('type', 'The type of an API cannot be changed.');
  const protocols: readonly unknown[] = Array.isArray(input['protocols']) ? input['protocols'] : ['https'];
  const isOfSockets = (each: unknown): boolean => each === 'ws' || each === 'wss';
  if (!protocols.every((each) => isOfSockets(each) === isOne))
    throw invalid('protocols', `Protocols ${protocols.join(', ')} are not valid for the type of the API.`);
  if (!isOne) return {};
  if (input['value'] !== undefined) throw invalid('representation', 'A WebSocket API has no document to import.');
  const { serviceUrl } = input;
  if (typeof serviceUrl !== 'string' || !/^wss?:\/\/[^/?#]+/.test(serviceUrl))
    throw invalid('serviceUrl', 'The backend of a WebSocket API is a ws:// or wss:// address.');
  const sku = findResource(state, servicePath(state))?.more?.['sku'];
  if (isJson(sku) && sku['name'] === 'Consumption')
    throw invalid('type', 'WebSocket APIs are not supported in the Consumption tier.');
  return { type: 'websocket' };
}

/** A WebSocket API has its operation as soon as it is there. */
export function makeHandshake(state: AzureState, api: ArmResource): void {
  const id = `${api.id}/operations/${HANDSHAKE}`;
  if (!isWebSocket(api) || findResource(state, id) !== undefined) return;
  const properties = {
    displayName: HANDSHAKE,
    method: 'GET',
    urlTemplate: '/',
    templateParameters: [],
    request: { queryParameters: [], headers: [], representations: [] },
    responses: [],
  };
  putResource(state, { id, name: HANDSHAKE, type: `${api.type}/operations`, properties }, apimEtag);
}

/**
 * Refuses writes below a WebSocket API that the service does: of operations (Azure/azure-api-management-devops-resource-kit, issue
 * 796) and of a policy of the API itself (hashicorp/terraform-provider-azurerm, issue 24544).
 */
export function checkBelowWebSocket(state: AzureState, segments: readonly string[], type: string, body: Json): void {
  if (!/^apis\//i.test(type)) return;
  if (!isWebSocket(findResource(state, `${servicePath(state)}/apis/${segments[1] ?? ''}`))) return;
  if (type === 'apis/operations')
    throw new Refusal(400, 'ValidationError', 'Operation entity cannot be defined by user for web socket api type.');
  if (type === 'apis/policies')
    throw new Refusal(400, 'ValidationError', "Not allowed at 'Api' scope for 'WEBSOCKET' api type");
  if (type !== 'apis/operations/policies' || !isJson(body['properties'])) return;
  const unsupported = UNSUPPORTED.exec(String(body['properties']['value']))?.[1];
  if (unsupported !== undefined)
    throw invalid('representation', `Error in element '${unsupported}': Policy is not allowed in this type of API.`);
}
