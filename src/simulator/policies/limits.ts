import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import type { CounterUse } from '../effects.ts';
import { GatewayFailure } from '../failure.ts';
import { attribute, attributeOr, count, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Limits of `rate-limit` and `quota` are per subscription; without one they do nothing. Inner ones of `quota` have the outer window. */
export function perSubscription(
  use: (flow: Flow, element: PolicyElement, key: string, outer?: PolicyElement) => void,
): PolicyExecutor {
  return (flow, element) => {
    const id = flow.access.subscription?.id;
    if (id === undefined) return;
    const owner = `${element.name}/${flow.scope}/${id}`;
    use(flow, element, owner);
    for (const api of elementsOf(element.children)) {
      if (attribute(flow, api, 'id') !== flow.api?.id) continue;
      if (attribute(flow, api, 'calls') !== undefined) use(flow, api, `${owner}/${flow.api?.id}`, element);
      for (const operation of elementsOf(api.children))
        if (attribute(flow, operation, 'id') === flow.operation?.id)
          use(flow, operation, `${owner}/${flow.api?.id}/${flow.operation?.id}`, element);
    }
  };
}

/** Counts in a sliding window; over the limit: 429. */
export function slide(flow: Flow, element: PolicyElement, key: string): void {
  const policy = key.split('/')[0] ?? '';
  const windowMs = count(flow, element, 'renewal-period', 1) * 1000;
  const use = flow.effects.counters.slide(key, count(flow, element, 'calls', 0), windowMs, flow.effects.now());
  if (use.isAllowed) return;
  const seconds = secondsUntil(use);
  throw new GatewayFailure({
    source: policy,
    reason: 'RateLimitExceeded',
    message: `Rate limit is exceeded. Try again in ${seconds} seconds.`,
    status: 429,
    headers: [['Retry-After', String(seconds)]],
  });
}

/** Counts in a period; over the limit: 403. */
export function consume(flow: Flow, element: PolicyElement, key: string, outer = element): void {
  const policy = key.split('/')[0] ?? '';
  const periodMs = count(flow, outer, 'renewal-period', 0) * 1000;
  const use = flow.effects.counters.count(key, count(flow, element, 'calls', 0), periodMs, flow.effects.now());
  if (use.isAllowed) return;
  throw new GatewayFailure({
    source: policy,
    reason: 'QuotaExceeded',
    message: 'Out of call volume quota.',
    status: 403,
    headers: [['Retry-After', String(secondsUntil(use))]],
  });
}

function secondsUntil(use: CounterUse): number {
  return Math.max(1, Math.ceil(use.retryAfterMs / 1000));
}

/** Key of a limit by key: one name is one counter per policy, wherever it stands. */
export function counterKey(flow: Flow, element: PolicyElement): string {
  return `${element.name}/${attributeOr(flow, element, 'counter-key', '')}`;
}
