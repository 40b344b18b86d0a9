import { attributeOr, count, valueOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Keeps a value for `duration` seconds. The cache is the gateway's own: all requests and APIs share its keys. */
export const cacheStoreValue: PolicyExecutor = (flow, element) => {
  const value = element.attributes['value'];
  const key = attributeOr(flow, element, 'key', '');
  const expiresAtMs = flow.effects.now() + count(flow, element, 'duration', 0) * 1000;
  if (value !== undefined) flow.effects.values.set(key, valueOf(flow, value, element.name), expiresAtMs);
};
