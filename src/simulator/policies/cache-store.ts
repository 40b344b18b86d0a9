import { count, flag } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Keeps a 200 (any status with cache-response) that a lookup missed. */
export const cacheStore: PolicyExecutor = (flow, element) => {
  const { response, cacheKey } = flow;
  if (response === undefined || cacheKey === undefined) return;
  if (response.status !== 200 && !flag(flow, element, 'cache-response', false)) return;
  flow.effects.cache.set(cacheKey, response, flow.effects.now() + count(flow, element, 'duration', 0) * 1000);
};
