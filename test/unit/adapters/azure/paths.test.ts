import { describe, expect, it } from 'vitest';
import { collectionAt, resourceAt, RESOURCE_KINDS } from '../../../../src/adapters/azure/resources/paths.ts';

describe('paths of API Management resources', () => {
  it.each([
    ['apis/orders-prod', 'apis/{}', ['orders-prod']],
    ['apis/orders-prod;rev=2', 'apis/{}', ['orders-prod;rev=2']],
    ['apis/orders/operations/list', 'apis/{}/operations/{}', ['orders', 'list']],
    ['apis/orders/policies/policy', 'apis/{}/policies/policy', ['orders']],
    ['apis/orders/operations/list/policies/policy', 'apis/{}/operations/{}/policies/policy', ['orders', 'list']],
    ['policies/policy', 'policies/policy', []],
    ['products/gold/policies/policy', 'products/{}/policies/policy', ['gold']],
    ['products/gold/apis/orders', 'products/{}/apis/{}', ['gold', 'orders']],
    ['namedValues/key', 'namedValues/{}', ['key']],
    ['subscriptions/partner', 'subscriptions/{}', ['partner']],
    ['apiVersionSets/orders', 'apiVersionSets/{}', ['orders']],
    ['backends/lambda', 'backends/{}', ['lambda']],
    ['schemas/orders', 'schemas/{}', ['orders']],
    ['certificates/backend', 'certificates/{}', ['backend']],
  ])('%s is %s', (path, pattern, ids) => {
    const found = resourceAt(path);
    expect([found.kind.pattern, found.ids]).toEqual([pattern, ids]);
  });

  it.each(['', 'apis', 'apis/', 'apis//operations/x', 'apis/x/policies/other', 'workspaces/x', '/apis/x'])(
    'refuses %j',
    (path) => {
      expect(() => resourceAt(path)).toThrow('UNKNOWN-APIM-PATH');
    },
  );

  it.each([
    ['apis', 'apis/{}', []],
    ['apis/orders/operations', 'apis/{}/operations/{}', ['orders']],
    ['products/gold/apis', 'products/{}/apis/{}', ['gold']],
  ])('lists %s', (path, pattern, ids) => {
    const found = collectionAt(path);
    expect([found.kind.pattern, found.ids]).toEqual([pattern, ids]);
  });

  it('has no collection of policies', () => {
    expect(() => collectionAt('apis/orders/policies')).toThrow('UNKNOWN-APIM-PATH');
  });

  it('has one kind for each path', () => {
    const patterns = RESOURCE_KINDS.map((kind) => kind.pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
  });
});
