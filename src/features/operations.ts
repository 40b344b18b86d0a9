import { createHash } from 'node:crypto';
import type { ApimOperation } from '../model/apim.ts';
import type { AwsApi, AwsRoute } from '../model/aws.ts';

/** What ANY stands for: API Management has no such verb (docs: mapping, B1). */
const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** The first hex digits of a SHA-256: what makes names of equal looks different, and the same on every run. */
export function shortHash(text: string, length = 8): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** Lower-case letters, digits and single dashes; `api` for a name that has none of them. */
export function slug(name: string): string {
  const dashed = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return dashed.replaceAll(/^-|-$/g, '').slice(0, 40).replace(/-$/, '') || 'api';
}

/** Templates for a route's path: `$default` answers the root as well as everything below it. */
export function urlTemplates(path: string): readonly string[] {
  if (path === '$default') return ['/', '/{*rest}'];
  return [path.replaceAll(/\{([^{}]+)\+\}/g, '{*$1}')];
}

/** Names in a URL template, the wildcard's too. */
export function templateNames(urlTemplate: string): readonly string[] {
  return [...urlTemplate.matchAll(/\{\*?([^{}]+)\}/g)].map(([, name]) => name ?? '');
}

export const isWildcard = (urlTemplate: string): boolean => urlTemplate.includes('{*');

/**
 * The operations of a route. ANY stands for all verbs that the path has no route of its own for; OPTIONS is left out where the
 * API's own CORS configuration answers preflights, since an OPTIONS operation would switch `cors` off.
 */
export function operationsOf(route: AwsRoute, api: AwsApi): readonly ApimOperation[] {
  const own = api.routes
    .filter(({ path, method }) => path === route.path && method !== 'ANY')
    .map(({ method }) => method);
  const verbs =
    route.method === 'ANY'
      ? VERBS.filter((verb) => !own.includes(verb) && !(verb === 'OPTIONS' && api.cors !== undefined))
      : [route.method];
  const taken = new Set(api.routes.filter((other) => other !== route).map(({ method, path }) => `${method} ${path}`));
  return urlTemplates(route.path).flatMap((urlTemplate) =>
    verbs
      .filter((verb) => route.path !== '$default' || urlTemplate !== '/' || !isTaken(taken, verb))
      .map((method) => operation(method, urlTemplate, route)),
  );
}

/** Whether the root has a route of its own, which is matched before `$default`. */
const isTaken = (taken: ReadonlySet<string>, verb: string): boolean => taken.has(`${verb} /`) || taken.has('ANY /');

function operation(method: string, urlTemplate: string, route: AwsRoute): ApimOperation {
  const displayName = route.operationName ?? `${method} ${route.path}`;
  return {
    id: `${method.toLowerCase()}-${shortHash(`${method} ${urlTemplate}`, 12)}`,
    displayName: displayName.slice(0, 300),
    method,
    urlTemplate,
    templateParameters: templateNames(urlTemplate).map((name) => ({ name, type: 'string', required: true })),
  };
}
