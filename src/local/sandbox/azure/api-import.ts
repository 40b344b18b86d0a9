import { invalid, type Json } from './answers.ts';
import type { ArmContext } from './context.ts';
import { importDocument, SCHEMA_ID, type ImportedDocument } from './openapi-import.ts';
import { apimEtag, childrenOf, putResource, removeResource } from './resource-store.ts';
import type { ArmResource, AzureState } from './state.ts';

/** A backend's address in the request wins over the document's servers (recorded 2026-11-23). */
export function explicitUrl({ serviceUrl }: Json): Json {
  return typeof serviceUrl === 'string' ? { serviceUrl } : {};
}

/** The document of an API's PUT, read; undefined when it carries none. Throws 400 `ValidationError`. */
export function importedBy(context: ArmContext, apiId: string, input: Json): ImportedDocument | undefined {
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

/** Operations of the document by their id: one that was there keeps its policies, one that is gone is removed. */
export function replaceOperations(
  state: AzureState,
  api: ArmResource,
  { operations, schemas }: Pick<ImportedDocument, 'operations' | 'schemas'>,
): void {
  replaceSchemas(state, api, schemas);
  const imported = new Set(operations.map(({ id }) => id.toLowerCase()));
  for (const old of childrenOf(state, api.id, 'operations'))
    if (!imported.has(old.name.toLowerCase())) removeResource(state, old.id);
  for (const { id, properties } of operations) {
    const operation = { id: `${api.id}/operations/${id}`, name: id, type: `${api.type}/operations`, properties };
    putResource(state, operation, apimEtag);
  }
}

/** Components of the document are one schema of the API. */
function replaceSchemas(state: AzureState, api: ArmResource, schemas: Json): void {
  const id = `${api.id}/schemas/${SCHEMA_ID}`;
  if (childrenOf(state, api.id, 'schemas').some((each) => each.id === id)) removeResource(state, id);
  if (Object.keys(schemas).length === 0) return;
  const properties = {
    contentType: 'application/vnd.oai.openapi.components+json',
    document: { components: { schemas } },
  };
  putResource(state, { id, name: SCHEMA_ID, type: `${api.type}/schemas`, properties }, apimEtag);
}
