import { invalid, isJson, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { findResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

/** Properties that hold the id of another resource, by type. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'apis': ['apiVersionSetId', 'sourceApiId'],
  'apis/releases': ['apiId'],
  'diagnostics': ['loggerId'],
  'apis/diagnostics': ['loggerId'],
  'subscriptions': ['scope', 'ownerId'],
};

/** Refuses a resource whose properties name one that is not there. */
export function checkReferences(state: AzureState, type: string, segments: readonly string[], input: Json): void {
  for (const name of NAMED[type] ?? []) checkReference(state, name, input[name]);
  if (type === 'backends') checkBackend(state, input);
  if (type === 'apis/operations') checkBodies(state, `${servicePath(state)}/apis/${segments[1] ?? ''}`, input);
}

function checkReference(state: AzureState, name: string, id: unknown): void {
  if (typeof id !== 'string' || id === '') return;
  const path = fullPath(state, id);
  if (name === 'scope') {
    const scope = path.slice(servicePath(state).length + 1).replace(/\/$/, '');
    if (/^apis$/i.test(scope)) return;
    if (!/^(?:products|apis)\/[^/]+$/i.test(scope)) throw invalid(name, `Scope ${id} is not valid.`);
  }
  if (!findResource(state, path)) throw invalid(name, `${id} not found.`);
}

/** An id as ARM keeps it, of a long one or of a short one such as `/loggers/x`; the current revision is the API itself. */
function fullPath(state: AzureState, id: string): string {
  const plain = id.replace(/;rev=\d+$/, '');
  return plain.toLowerCase().startsWith('/subscriptions/') && plain.includes('/providers/')
    ? plain
    : `${servicePath(state)}${plain.startsWith('/') ? '' : '/'}${plain}`;
}

/** `Backend Entity 'x' not found.` for a pool (Azure/apiops, issue 797). */
function checkBackend(state: AzureState, { pool, credentials }: Json): void {
  const services = isJson(pool) && Array.isArray(pool['services']) ? pool['services'] : [];
  for (const service of services) {
    const id = isJson(service) ? String(service['id']) : '';
    if (!findResource(state, fullPath(state, id)))
      throw invalid('pool', `Backend Entity '${id.slice(id.lastIndexOf('/') + 1)}' not found.`);
  }
  const certificates =
    isJson(credentials) && Array.isArray(credentials['certificateIds']) ? credentials['certificateIds'] : [];
  for (const id of certificates)
    if (!findResource(state, fullPath(state, String(id))))
      throw invalid('certificateIds', `Certificate ${String(id)} not found.`);
}

function checkBodies(state: AzureState, api: string, { request, responses }: Json): void {
  const holders: unknown[] = [request, ...(Array.isArray(responses) ? (responses as unknown[]) : [])];
  for (const holder of holders) {
    const bodies = isJson(holder) && Array.isArray(holder['representations']) ? holder['representations'] : [];
    for (const body of bodies) {
      const id: unknown = isJson(body) ? body['schemaId'] : undefined;
      if (typeof id === 'string' && id !== '' && !findResource(state, `${api}/schemas/${id}`))
        throw invalid('schemaId', `Schema with id '${id}' could not be found.`);
    }
  }
}
