import type { GatewayCall } from './call.ts';
import { Unsimulated } from './refusal.ts';
import { contextValue, isContextName } from './scope.ts';

/** An identity source of an HTTP API: `$request.header.X`, `$request.querystring.X`, `$context.X` or `$stageVariables.X`. */
export function identityOf(call: GatewayCall, source: string): string | undefined {
  const [, root, name = ''] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (root === 'request.header') return call.request.headers[name.toLowerCase()];
  if (root === 'request.querystring') return call.request.url.searchParams.get(name) ?? undefined;
  if (root === 'stageVariables') return call.variables[name];
  const value = root === 'context' ? contextValue(call, name) : undefined;
  if (value === undefined && root === 'context' && !isContextName(name)) return undefined;
  if (value === undefined) throw new Unsimulated(`identity source ${source}`);
  return value;
}
