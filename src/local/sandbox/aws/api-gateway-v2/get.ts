import type { SandboxResponse } from '../../http-server.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, HttpApiState } from '../state.ts';
import { badRequest, notFound } from '../wire.ts';
import { toWire } from './wire-shape.ts';

export function json(value: unknown, status = 200): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(toWire(value)) };
}

/** A read that answers one thing. */
export function getOne(operation: string, pattern: string, tell: (routed: RoutedRequest) => unknown): OperationRoute {
  return { operation, method: 'GET', pattern: `/v2/${pattern}`, handle: (routed) => json(tell(routed)) };
}

/** A read that answers a collection page by page, in a member called `Items` unless the operation calls it otherwise. */
export function getPages(
  operation: string,
  pattern: string,
  list: (routed: RoutedRequest) => readonly unknown[],
  member = 'Items',
): OperationRoute {
  return getOne(operation, pattern, (routed) => {
    const { query } = routed;
    // No most is documented; 500 is version 1's.
    const size = sizeOf(query.get('maxResults'), { most: 500, otherwise: 100 }, () => badRequest('Invalid MaxResults'));
    const { items, next } = pageOf(list(routed), query.get('nextToken'), size, () => badRequest('Invalid NextToken'));
    return { [member]: items, NextToken: next };
  });
}

/** What was found; else it is missing. @throws AwsError */
export function found<T>(thing: T | undefined, what: string, id: string): T {
  if (thing === undefined) throw notFound(`Unable to find ${what} by ID ${id}`);
  return thing;
}

export function findApi(state: AwsState, routed: RoutedRequest): HttpApiState {
  const id = param(routed, 'api');
  const api = state.httpApis.get(id);
  if (!api) throw notFound(`Invalid API identifier specified ${state.accountId}:${id}`);
  return api;
}
