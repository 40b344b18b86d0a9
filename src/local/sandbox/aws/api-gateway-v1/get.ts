import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, RestApiState } from '../state.ts';
import { notFound } from '../wire.ts';
import { json, page } from './paging.ts';

/** A read that answers one thing. */
export function getOne(operation: string, pattern: string, tell: (routed: RoutedRequest) => unknown): OperationRoute {
  return { operation, method: 'GET', pattern, handle: (routed) => json(tell(routed)) };
}

/** A read that answers a collection page by page. */
export function getPages(
  operation: string,
  pattern: string,
  list: (routed: RoutedRequest) => readonly unknown[],
): OperationRoute {
  return { operation, method: 'GET', pattern, handle: (routed) => page(list(routed), routed.query) };
}

/** What was found; else it is missing. @throws AwsError */
export function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw notFound(`Invalid ${what} identifier specified`);
  return thing;
}

export function findRestApi(state: AwsState, routed: RoutedRequest): RestApiState {
  const id = param(routed, 'api');
  const api = state.restApis.get(id);
  if (!api) throw notFound(`Invalid API identifier specified ${state.accountId}:${id}`);
  return api;
}
