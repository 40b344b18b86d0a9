import { expect, it } from 'vitest';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { apiWith, golden, inventoryOf, route } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;

it('expands ANY by what has no route of its own, and greedy and default routes to wildcards', async () => {
  const routes = [
    route('ANY /orders', backend),
    route('GET /orders', backend),
    route('GET /files/{proxy+}', { type: 'HTTP_PROXY', uri: 'https://files.example.com/{proxy}' }),
    route('ANY $default', backend),
  ];
  await expect(golden(apiWith(routes, { type: 'HTTP' }))).toMatchFileSnapshot('golden/routes.txt');
});

it('blocks what IAM signs', async () => {
  const iam = route('GET /orders', backend, { authorizationType: 'AWS_IAM' });
  await expect(golden(apiWith([iam]))).toMatchFileSnapshot('golden/iam.txt');
});

it.each([
  ['GET /orders', 1],
  ['ANY /{proxy+}', 0],
  ['ANY $default', 0],
])('says what becomes of calls that no route takes, where there are such: %s', (name, count) => {
  const api = apiWith([route(name, backend)], { type: 'HTTP' });
  const { findings } = translateApi(api, inventoryOf([api]), { mode: 'migrate', decisions: {} });
  expect(findings.filter(({ code }) => code === 'ROUTE-UNKNOWN')).toHaveLength(count);
});
