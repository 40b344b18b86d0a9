import type { Method, Resource } from '@aws-sdk/client-api-gateway';
import type { Route } from '@aws-sdk/client-apigatewayv2';
import { matchPath, specificity } from './match-path.ts';

export interface RouteMatch<Served> {
  readonly served: Served;
  readonly template: string;
  /** Of a REST API's resource. */
  readonly resourceId: string;
  /** Still encoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** A REST API's method. A fixed path without the verb falls to the greedy one; fixed ANY beats a greedy verb (recorded 2026-11-23). */
export function findMethod(resources: readonly Resource[], verb: string, path: string): RouteMatch<Method> | undefined {
  const ordered = resources.toSorted((one, other) => order(one.path ?? '/', other.path ?? '/'));
  for (const resource of ordered) {
    const method = resource.resourceMethods?.[verb] ?? resource.resourceMethods?.['ANY'];
    const pathParameters = method ? matchPath(resource.path ?? '/', path) : undefined;
    if (method && pathParameters)
      return { served: method, template: resource.path ?? '/', resourceId: resource.id ?? '', pathParameters };
  }
  return undefined;
}

/** An HTTP API's route: full match, then greedy, then `$default`. */
export function findRoute(routes: readonly Route[], verb: string, path: string): RouteMatch<Route> | undefined {
  const found: RouteMatch<Route>[] = [];
  for (const route of routes) {
    const [method, template] = (route.RouteKey ?? '').split(' ');
    if (template === undefined || (method !== verb && method !== 'ANY')) continue;
    const pathParameters = matchPath(template, path);
    if (pathParameters) found.push({ served: route, template, resourceId: '', pathParameters });
  }
  const best = found.toSorted(
    (one, other) => order(one.template, other.template) || Number(isAny(one.served)) - Number(isAny(other.served)),
  )[0];
  if (best) return best;
  const fallback = routes.find(({ RouteKey }) => RouteKey === '$default');
  return fallback ? { served: fallback, template: '$default', resourceId: '', pathParameters: {} } : undefined;
}

function order(one: string, other: string): number {
  const [left, right] = [specificity(one), specificity(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isAny(route: Route): boolean {
  return (route.RouteKey ?? '').startsWith('ANY ');
}
