import { describe, expect, it } from 'vitest';
import { parityCases } from '../../../src/parity/cases.ts';
import { parityVerdict } from '../../../src/parity/verdict.ts';
import { apiWith, route } from '../../features/fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
const guarded = { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'a1', apiKeyRequired: true } as const;

describe('cases of an API', () => {
  const api = apiWith([
    route('GET /open', backend),
    route('GET /orders/{id}', backend),
    route('GET /mine/{id}', backend, guarded),
    route('POST /orders', backend),
  ]);
  const { cases, untested } = parityCases(api, 'shop');

  it('ask open routes as they are, guarded ones only without the right to call them', () => {
    expect(cases.map(({ id, path }) => [id, path])).toEqual([
      ['open GET /open', '/shop/open'],
      ['no-credentials GET /mine/{id}', '/shop/mine/crossgate-probe'],
      ['wrong-token GET /mine/{id}', '/shop/mine/crossgate-probe'],
      ['wrong-key GET /mine/{id}', '/shop/mine/crossgate-probe'],
      ['unknown-path', '/shop/crossgate-no-such-path'],
    ]);
  });

  it('change nothing, and name the routes that they say nothing about', () => {
    expect(new Set(cases.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(untested).toEqual([api.routes[1]?.at, api.routes[3]?.at]);
  });

  it('ask for no unknown path where every path is known', () => {
    const all = parityCases(apiWith([route('ANY $default', backend)], { type: 'HTTP' }), '');
    expect(all.cases.map(({ path }) => path)).toEqual(['/']);
  });
});

it.each([
  ['refused here, let in there', [401, 401], 200, 'looser'],
  ['refused in two ways here, let in there', [401, 403], 204, 'looser'],
  ['answered here, refused there', [200, 200], 403, 'broken'],
  ['answered here, failing there', [200, 200], 502, 'broken'],
  ['refused in another way', [403, 403], 401, 'different'],
  ['not found in another way', [403, 403], 404, 'different'],
  ['a source that contradicts itself', [200, 503], 200, 'noisy'],
  ['the same', [404, 404], 404, 'same'],
] as const)('%s', (_what, source, target, verdict) => {
  expect(parityVerdict(source, target)).toBe(verdict);
});
