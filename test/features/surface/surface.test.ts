import { expect, it } from 'vitest';
import { apiWith, golden, route } from '../fixture.ts';

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
