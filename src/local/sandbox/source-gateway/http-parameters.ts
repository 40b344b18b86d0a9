import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import { headerOf, type GatewayCall } from './call.ts';
import { readJsonPath } from './json-path.ts';
import { Unsimulated } from './refusal.ts';
import { contextValue } from './scope.ts';

type Mappings = Readonly<Record<string, string>>;

/** The call as an HTTP API's request parameters change it: `append|overwrite|remove` of headers and query parameters. */
export function withRequestParameters(call: GatewayCall, mappings: Mappings): GatewayCall {
  if (Object.keys(mappings).length === 0) return call;
  const headers = { ...call.request.headers };
  const url = new URL(call.request.url);
  for (const [target, source] of Object.entries(mappings)) {
    const [, action, place, name = ''] = /^(append|overwrite|remove):(header|querystring)\.(.+)$/.exec(target) ?? [];
    if (place === undefined) throw new Unsimulated(`request parameter ${target}`);
    const value = action === 'remove' ? '' : parameterText(call, source);
    if (place === 'header') changeHeader(headers, action, name.toLowerCase(), value);
    else if (action === 'remove') url.searchParams.delete(name);
    else if (action === 'append') url.searchParams.append(name, value);
    else url.searchParams.set(name, value);
  }
  const request: SandboxRequest = { ...call.request, headers, rawHeaders: Object.entries(headers), url };
  return { ...call, request };
}

/** The answer as the response parameters of its status change it. */
export function withResponseParameters(
  call: GatewayCall,
  response: SandboxResponse,
  byStatus: Readonly<Record<string, Mappings>>,
): SandboxResponse {
  const mappings = Object.entries(byStatus[String(response.status)] ?? {});
  if (mappings.length === 0) return response;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers ?? {}))
    headers[name.toLowerCase()] = typeof value === 'string' ? value : value.join(',');
  let { status } = response;
  for (const [target, source] of mappings) {
    const [, action, name = ''] = /^(append|overwrite|remove):header\.(.+)$/.exec(target) ?? [];
    if (target === 'overwrite:statuscode') status = Number(source);
    else if (action === undefined) throw new Unsimulated(`response parameter ${target}`);
    else changeHeader(headers, action, name.toLowerCase(), action === 'remove' ? '' : parameterText(call, source));
  }
  return { ...response, status, headers };
}

function changeHeader(headers: Record<string, string>, action: string | undefined, name: string, value: string): void {
  const known = headers[name];
  if (action === 'remove') delete headers[name];
  else headers[name] = action === 'append' && known !== undefined ? `${known},${value}` : value;
}

/** Static text, one `$request...` value, or text with `${request...}` in it (API Gateway guide, HTTP API parameter mapping). */
export function parameterText(call: GatewayCall, source: string): string {
  if (/^\$(request|context|stageVariables)\b/.test(source)) return valueAt(call, source.slice(1));
  return source.replaceAll(/\$\{((?:request|context|stageVariables)[^}]*)\}/g, (_, name: string) =>
    valueAt(call, name),
  );
}

function valueAt(call: GatewayCall, name: string): string {
  const [, root = '', member = ''] = /^(request\.\w+|context|stageVariables)\.?(.*)$/.exec(name) ?? [];
  if (root === 'request.header') return headerOf(call, member) ?? '';
  if (root === 'request.querystring') return call.request.url.searchParams.getAll(member).join(',');
  if (root === 'request.path') return member === '' ? call.path : (call.pathParameters[member] ?? '');
  if (root === 'request.body') return bodyText(call.request.body.toString('utf8'), member);
  if (root === 'stageVariables') return call.variables[member] ?? '';
  const value = root === 'context' ? contextValue(call, member) : undefined;
  if (value === undefined) throw new Unsimulated(`parameter source $${name}`);
  return value;
}

function bodyText(body: string, member: string): string {
  if (member === '') return body;
  let value: unknown;
  try {
    value = readJsonPath(JSON.parse(body), `$.${member}`);
  } catch (error) {
    // A body that is no JSON has no members.
    if (error instanceof SyntaxError) return '';
    throw error;
  }
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
