import { expect, it } from 'vitest';
import { apiWith, route, stageWith, translated } from '../fixture.ts';

it('carries tags of the API and of its stage, but not those that tools set', () => {
  const api = apiWith([route('GET /a', { type: 'HTTP_PROXY', uri: 'https://a.example.com/' })], {
    tags: { 'team': 'orders', 'aws:cloudformation:stack-name': 'x', 'empty': '' },
    stage: stageWith({ tags: { environment: 'production' } }),
  });
  const { shared, ofApi } = translated(api);
  expect(shared.map(({ properties }) => properties['displayName'])).toEqual([
    'team: orders',
    'empty',
    'environment: production',
  ]);
  expect(ofApi.map(({ path }) => path)).toEqual(shared.map(({ path }) => path));
});
