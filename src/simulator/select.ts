import type { ApimApi, ApimConfiguration, ApimOperation } from '../model/apim.ts';
import { isHandshake } from './handshake.ts';
import { headerValue, queryEntries, sameName, type SimulatedRequest } from './message.ts';

export interface SelectedApi {
  readonly api: ApimApi;
  /** Segments after the API's path and version, still encoded. */
  readonly rest: readonly string[];
  /** How many segments those of the API itself are. */
  readonly taken: number;
}

export interface SelectedOperation {
  readonly operation: ApimOperation;
  /** As sent, still encoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Segments of a path; slashes at its ends do not count. */
export function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** The API with the longest matching path; paths are compared without case (mapping.md B1). */
export function selectApi(configuration: ApimConfiguration, request: SimulatedRequest): SelectedApi | undefined {
  const segments = segmentsOf(new URL(request.url).pathname);
  const isSocket = isHandshake(request);
  let best: SelectedApi | undefined;
  for (const api of configuration.apis) {
    // A WebSocket API takes handshakes only (docs/assumptions.md).
    if (api.type === 'websocket' && !isSocket) continue;
    const prefix = prefixOf(configuration, api, request);
    if (prefix === undefined || !startsWith(segments, prefix)) continue;
    const rest = segments.slice(prefix.length);
    if (best === undefined || rest.length < best.rest.length) best = { api, rest, taken: prefix.length };
  }
  return best;
}

/** The segments under which an API answers this request; undefined when the request asks for another version. */
function prefixOf(
  configuration: ApimConfiguration,
  api: ApimApi,
  request: SimulatedRequest,
): readonly string[] | undefined {
  const path = segmentsOf(api.path);
  const set = configuration.versionSets.find(({ id }) => id === api.apiVersionSetId);
  if (set === undefined) return path;
  const version = api.apiVersion ?? '';
  if (set.versioningScheme === 'Segment') return version === '' ? path : [...path, version];
  const asked =
    set.versioningScheme === 'Header'
      ? headerValue(request.headers, set.versionHeaderName ?? '')
      : queryEntries(new URL(request.url).search).find(([name]) => name === set.versionQueryName)?.[1];
  return (asked ?? '') === version ? path : undefined;
}

function startsWith(segments: readonly string[], prefix: readonly string[]): boolean {
  return prefix.length <= segments.length && prefix.every((part, at) => sameName(part, segments[at] ?? ''));
}

/** Of the operations that match, segment by segment from the left: fixed before template before wildcard. */
export function selectOperation(api: ApimApi, rest: readonly string[], method: string): SelectedOperation | undefined {
  let best: { readonly rank: string; readonly selected: SelectedOperation } | undefined;
  for (const operation of api.operations) {
    if (operation.method !== method) continue;
    const match = matchTemplate(operation.urlTemplate, rest);
    if (match === undefined || (best !== undefined && best.rank <= match.rank)) continue;
    best = { rank: match.rank, selected: { operation, parameters: match.parameters } };
  }
  return best?.selected;
}

/** `rank` sorts matches: 0 a fixed segment, 1 a template, 2 a wildcard. */
function matchTemplate(urlTemplate: string, rest: readonly string[]) {
  const template = segmentsOf(urlTemplate.split('?')[0] ?? '');
  const parameters = new Map<string, string>();
  let rank = '';
  for (const [at, part] of template.entries()) {
    const wildcard = /^\{\*(.+)\}$/.exec(part)?.[1] ?? (part === '*' ? '*' : undefined);
    if (wildcard !== undefined) {
      parameters.set(wildcard, rest.slice(at).join('/'));
      return { rank: `${rank}2`, parameters };
    }
    const segment = rest[at];
    if (segment === undefined) return undefined;
    const names = [...part.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
    const values = matchSegment(part, segment);
    if (values === undefined) return undefined;
    names.forEach((name, index) => parameters.set(name, values[index] ?? ''));
    rank += names.length > 0 ? '1' : '0';
  }
  return template.length === rest.length ? { rank, parameters } : undefined;
}

function matchSegment(part: string, segment: string): readonly string[] | undefined {
  const pattern = part
    .split(/\{[^}]+\}/)
    .map((fixed) => fixed.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('(.+?)');
  return new RegExp(`^${pattern}$`, 'i').exec(segment)?.slice(1);
}
