import { invalid, isJson, Refusal, type Json } from './answers.ts';
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
  'gateways/hostnameConfigurations': ['certificateId'],
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
  if (findResource(state, path)) return;
  // In the words of Azure/apiops, issues 584 and 669.
  if (name === 'apiVersionSetId') throw new Refusal(404, 'ResourceNotFound', 'ApiVersionSet not found.');
  throw invalid(name, name === 'loggerId' ? `Logger Id '${lastOf(id)}' does not exist` : `${id} not found.`);
}

/** An id as ARM keeps it, of a long one or of a short one such as `/loggers/x`; the current revision is the API itself. */
function fullPath(state: AzureState, id: string): string {
  const plain = id.replace(/;rev=\d+$/, '');
  return plain.toLowerCase().startsWith('/subscriptions/') && plain.includes('/providers/')
    ? plain
    : `${servicePath(state)}${plain.startsWith('/') ? '' : '/'}${plain}`;
}

const lastOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** `Backend Entity 'x' not found.` for a pool, the words about certificates alike (Azure/apiops, issues 797 and 749). */
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
      throw invalid('credentials', `Certificate with id '${lastOf(String(id))}' not found.`);
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
