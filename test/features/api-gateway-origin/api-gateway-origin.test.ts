import { expect, it } from 'vitest';
import { apiWith, golden, route, translated } from '../fixture.ts';

const lambda = route('POST /orders', {
  type: 'AWS_PROXY',
  uri: 'arn:aws:lambda:us-east-1:111122223333:function:orders',
});

it.each([
  ['open', {}],
  ['keep', { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' }],
  ['move', { 'ROUTE-ORIGIN': 'move-the-backend' }],
])('a function, decision %s', async (name, decisions) => {
  await expect(golden(apiWith([lambda]), decisions)).toMatchFileSnapshot(`golden/${name}.txt`);
});

it('is blocked when the endpoint of the API is switched off, and by a decision that is no option', () => {
  const off = translated(apiWith([lambda], { disableExecuteApiEndpoint: true }));
  expect(off.operations).toEqual([]);
  expect(off.findings.map(({ code, severity }) => [code, severity])).toEqual([
    ['ROUTE-ENDPOINT-OFF', 'blocker'],
    ['ENDPOINT-OFF', 'blocker'],
  ]);
  const misspelt = translated(apiWith([lambda]), { 'ROUTE-ORIGIN': 'kepe' });
  expect(misspelt.findings[0]?.message).toContain('none of its options');
  expect(misspelt.resources).toEqual([]);
});
