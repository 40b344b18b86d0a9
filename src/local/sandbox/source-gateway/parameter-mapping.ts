import { headerOf, INTERNAL_ERROR, type GatewayCall } from './call.ts';
import { readJsonPath } from './json-path.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { contextValue } from './scope.ts';

/** What a REST integration's request parameters make. Names keep their spelling. */
export interface MappedParameters {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly path: Readonly<Record<string, string>>;
}

/** A mapping to one of these breaks every call (recorded 2024-12-11). */
const FATAL = ['content-length', 'transfer-encoding'];
const FATAL_TO_AWS = [...FATAL, 'authorization', 'connection', 'expect', 'proxy-authenticate', 'te'];

/** A function and another service of AWS are called alike; which headers may not be set was recorded with a function. */
export type IntegrationKind = 'http' | 'aws';

/** @throws Refusal for a header that neither a mapping nor a template may set */
export function refuseFatal(header: string, to: IntegrationKind): void {
  const fatal = to === 'http' ? FATAL : FATAL_TO_AWS;
  if (fatal.includes(header.toLowerCase())) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
}

/** Evaluates the mappings of a call. A missing source sends nothing rather than an empty value (recorded 2026-11-23). */
export function mapParameters(
  call: GatewayCall,
  mappings: Readonly<Record<string, string>> | undefined,
  to: IntegrationKind,
): MappedParameters {
  const headers: Record<string, string> = {};
  const query: Record<string, readonly string[]> = {};
  const path: Record<string, string> = {};
  for (const [target, source] of Object.entries(mappings ?? {})) {
    const [, place, name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    if (place === undefined) throw new Unsimulated(`request parameter ${target}`);
    if (place === 'header') refuseFatal(name, to);
    const values = mappedValues(call, source);
    const last = values.at(-1);
    if (last === undefined) continue;
    if (place === 'header') headers[name] = last;
    else if (place === 'querystring') query[name] = values;
    else path[name] = last;
  }
  return { headers, query, path };
}

function mappedValues(call: GatewayCall, source: string): readonly string[] {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return [literal];
  const [, place, name = ''] = /^method\.request\.(\w+)\.?(.*)$/s.exec(source) ?? [];
  if (place === 'multivaluequerystring') return call.request.url.searchParams.getAll(name);
  if (place === 'body') return present(bodyValue(call, name));
  if (place === 'header' || place === 'querystring' || place === 'path') return present(parameterOf(call, place, name));
  const [root = '', ...rest] = source.split('.');
  if (root === 'stageVariables') return present(call.variables[rest.join('.')]);
  const value = root === 'context' ? contextValue(call, rest.join('.')) : undefined;
  if (value === undefined) throw new Unsimulated(`request parameter source ${source}`);
  return [value];
}

/** One parameter of the caller: the last value of a repeated query parameter, a path parameter still encoded. */
export function parameterOf(
  call: GatewayCall,
  place: 'header' | 'querystring' | 'path',
  name: string,
): string | undefined {
  if (place === 'header') return headerOf(call, name);
  if (place === 'querystring') return call.request.url.searchParams.getAll(name).at(-1);
  return call.pathParameters[name];
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function bodyValue(call: GatewayCall, path: string): string | undefined {
  const text = call.request.body.toString('utf8');
  if (path === '') return text;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // A body that is no JSON has no members to map.
    return undefined;
  }
  const value = readJsonPath(body, `$.${path}`);
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
