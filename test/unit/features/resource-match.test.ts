import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchResource } from '../../../src/features/resource-match.ts';

it.each([
  ['*', 'prod/GET/orders/{id}', 'all'],
  ['prod/*', 'prod/GET/orders/{id}', 'all'],
  ['*/GET/orders/*', 'prod/GET/orders/{id}', 'all'],
  ['prod/GET/orders/7', 'prod/GET/orders/{id}', 'partly'],
  ['prod/GET/orders/?', 'prod/GET/orders/{id}', 'partly'],
  ['prod/GET/orders', 'prod/GET/orders/{id}', 'none'],
  ['prod/GET/orders/*/lines', 'prod/GET/orders/{id}', 'none'],
  ['prod/GET/orders/*/lines', 'prod/GET/orders/{proxy+}', 'partly'],
  ['prod/GET/orders/*', 'prod/GET/{proxy+}', 'partly'],
  ['test/*', 'prod/GET/', 'none'],
  ['*/*/*', 'prod/GET/', 'all'],
  ['prod/G?T/a', 'prod/GET/a', 'all'],
  ['prod/get/a', 'prod/GET/a', 'none'],
])('%s speaks of %s: %s', (resource, route, match) => {
  expect(matchResource(resource, route)).toBe(match);
});

it('says of calls what the pattern says of their paths', () => {
  const part = fc.constantFrom('a', 'b', 'ab');
  const glob = fc.array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 8 }).map((each) => each.join(''));
  const shape = fc.array(fc.oneof(part, fc.constant('{x}')), { minLength: 1, maxLength: 3 });
  const wrong = fc.check(
    fc.property(glob, shape, fc.array(part, { minLength: 3, maxLength: 3 }), (resource, segments, values) => {
      const match = matchResource(resource, segments.join('/'));
      const call = segments.map((segment, at) => (segment === '{x}' ? (values[at] ?? 'a') : segment)).join('/');
      const isMatched = new RegExp(`^${resource.replaceAll('?', '.').replaceAll('*', '.*')}$`).test(call);
      return match === 'partly' || isMatched === (match === 'all');
    }),
    { numRuns: 1_000 },
  );
  expect(wrong.counterexample).toBeNull();
});
