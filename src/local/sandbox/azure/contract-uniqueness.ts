import { invalid, type Json } from './answers.ts';
import type { ArmResource, AzureState } from './state.ts';

const PROVIDER = 'Microsoft.ApiManagement/service/';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Refuses what another resource has already: a path, a name, or a signature. `id` is that of the resource that is written. */
export function checkUnique(state: AzureState, type: string, id: string, input: Json): void {
  if (type === 'apis') checkPath(state, id, input);
  if (type === 'namedValues') checkName(state, id, input);
  if (type === 'apis/operations') checkSignature(state, id, input);
}

function* others(state: AzureState, type: string, id: string): Iterable<ArmResource> {
  for (const resource of state.resources.values())
    if (resource.type === `${PROVIDER}${type}` && resource.id.toLowerCase() !== id.toLowerCase()) yield resource;
}

const withoutRevision = (id: string): string => id.toLowerCase().replace(/;rev=\d+$/, '');
const trimmed = (path: unknown): string =>
  text(path)
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
const lastOf = (id: unknown): string => text(id).slice(text(id).lastIndexOf('/') + 1);

/** The wording is that of Azure/azure-powershell, issue 11027. */
function checkPath(state: AzureState, id: string, input: Json): void {
  for (const other of others(state, 'apis', id)) {
    if (withoutRevision(other.id) === withoutRevision(id)) continue;
    if (trimmed(other.properties['path']) !== trimmed(input['path'])) continue;
    const [own, its] = [lastOf(input['apiVersionSetId']), lastOf(other.properties['apiVersionSetId'])];
    const isOtherVersion =
      text(input['apiVersion']).toLowerCase() !== text(other.properties['apiVersion']).toLowerCase();
    if (own !== '' && own.toLowerCase() === its.toLowerCase() && isOtherVersion) continue;
    throw invalid(
      'path',
      `Cannot create API '${lastOf(id)}' with the same Path '${text(input['path'])}' as API '${other.name}' unless it's a part of the same version set`,
    );
  }
}

/** The wording is that of Azure/apiops, issue 837. */
function checkName(state: AzureState, id: string, input: Json): void {
  for (const other of others(state, 'namedValues', id))
    if (text(other.properties['displayName']).toLowerCase() === text(input['displayName']).toLowerCase())
      throw invalid('name', 'Property with the same name already exist.');
}

/**
 * What tells operations apart, as an import's refusal prints it (Azure/apiops, issue 670): lower case. Names of parameters are taken
 * not to count, which is assumed.
 */
export function signature(method: unknown, template: unknown): string {
  const path = text(template)
    .split('/')
    .map((part) => part.replace(/\{(\*)?[^}]*\}/g, '{$1}'));
  while (path.length > 1 && path.at(-1) === '') path.pop();
  return `${text(method).toUpperCase()} ${path.join('/').toLowerCase()}`;
}

function checkSignature(state: AzureState, id: string, input: Json): void {
  const below = id.slice(0, id.lastIndexOf('/') + 1).toLowerCase();
  const own = signature(input['method'], input['urlTemplate']);
  for (const other of others(state, 'apis/operations', id)) {
    if (!other.id.toLowerCase().startsWith(below)) continue;
    if (signature(other.properties['method'], other.properties['urlTemplate']) === own)
      throw invalid('urlTemplate', `Operation with signature '${own}' already exists in the API.`);
  }
}
