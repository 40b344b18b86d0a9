import type { PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';
import { belowService } from './references.ts';

/** A subscription is to a product, to an API or to all APIs. */
export const scopes: RefusalRule = {
  code: 'SCOPE-INVALID',
  source: 'Microsoft Learn, REST reference of subscriptions: /products/{id}, /apis or /apis/{id}',
  checked: '2026-11-29',
  remedy: 'Name a product, an API or all APIs.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    for (const { step, path, properties } of plan.ofKind('subscriptions')) {
      const { scope } = properties;
      if (typeof scope !== 'string') continue;
      if (!/^(apis|products\/[^/]+|apis\/[^/]+)\/?$/i.test(belowService(scope) ?? ''))
        yield refused(step, `${path}: scope`, `${JSON.stringify(scope)} is no scope of a subscription`);
    }
  },
};
