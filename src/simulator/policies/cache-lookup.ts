import { elementsOf } from '../../policy/tree.ts';
import { headerValue, queryString } from '../message.ts';
import { Finished, flag, textOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** GET only; a request with Authorization is cached only where the policy says so. */
export const cacheLookup: PolicyExecutor = (flow, element) => {
  if (flow.original.method !== 'GET') return;
  const isPrivate = headerValue(flow.original.headers, 'Authorization') !== undefined;
  if (isPrivate && !flag(flow, element, 'allow-private-response-caching', false)) return;
  const named = (name: string) =>
    elementsOf(element.children)
      .filter((child) => child.name === name)
      .map((child) => textOf(flow, child));
  const parameters = named('vary-by-query-parameter');
  // Without a list of parameters all of them count.
  const query = flow.query.filter(([name]) => parameters.length === 0 || parameters.includes(name));
  const { origin, pathname } = new URL(flow.original.url);
  const headers = named('vary-by-header').map((name) => [name, headerValue(flow.original.headers, name) ?? null]);
  const developer = flag(flow, element, 'vary-by-developer', false) ? (flow.access.subscription?.id ?? '') : '';
  flow.cacheKey = JSON.stringify([flow.api?.id, origin + pathname + queryString(query), headers, developer]);
  const hit = flow.effects.cache.get(flow.cacheKey, flow.effects.now());
  if (hit !== undefined) throw new Finished(hit);
};
