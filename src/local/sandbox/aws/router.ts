import type { SandboxRequest, SandboxResponse } from '../http-server.ts';

/** A matched request: `params` are the path's decoded `{name}` values. */
export interface RoutedRequest {
  readonly request: SandboxRequest;
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
}

export type RouteHandler = (routed: RoutedRequest) => SandboxResponse;
export interface RouteEntry {
  readonly method: string;
  readonly pattern: string;
  readonly handle: RouteHandler;
}

/** The value of a path parameter that the route's pattern declares. */
export function param(routed: RoutedRequest, name: string): string {
  const value = routed.params[name];
  if (value === undefined) throw new Error(`route has no parameter ${name}`);
  return value;
}

/** The first entry whose method and pattern match, with what the pattern found; undefined when none does. */
export function matchRoute<Entry extends RouteEntry>(
  entries: readonly Entry[],
  request: SandboxRequest,
): { readonly entry: Entry; readonly routed: RoutedRequest } | undefined {
  const segments = request.url.pathname.split('/').filter((segment) => segment !== '');
  for (const entry of entries) {
    if (entry.method !== request.method) continue;
    const params = match(entry.pattern, segments);
    if (params) return { entry, routed: { request, query: request.url.searchParams, params } };
  }
  return undefined;
}

/** A last part `{name+}` takes all that is left. */
function match(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.split('/').filter((segment) => segment !== '');
  const isGreedy = pattern.endsWith('+}');
  if (isGreedy ? segments.length < wanted.length : segments.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const isRest = isGreedy && index === wanted.length - 1;
    const segment = (isRest ? segments.slice(index).join('/') : segments[index]) ?? '';
    if (part.startsWith('{')) params[part.slice(1, isRest ? -2 : -1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}
