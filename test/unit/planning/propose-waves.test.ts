import { expect, it } from 'vitest';
import { proposeWaves } from '../../../src/planning/propose-waves.ts';
import { apiWith, inventoryOf, route } from '../../features/fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
const api = (id: string, routes: number) =>
  apiWith(
    Array.from({ length: routes }, (_, index) => route(`GET /${index}`, backend)),
    { id, name: id },
  );
const domain = (name: string, ...apiIds: string[]) => {
  const at = { arn: `arn:aws:apigateway:us-east-1::/domainnames/${name}`, pointer: '' };
  const mappings = apiIds.map((apiId) => ({ at, path: apiId, apiId, stage: 'prod' }));
  return { at, name, endpointType: 'REGIONAL' as const, mappings, routingRules: [], accessAssociations: [] };
};

it('moves APIs that share a host name together, the smallest group first', () => {
  const inventory = inventoryOf([api('big', 9), api('a', 2), api('b', 2), api('c', 1)], {
    domainNames: [domain('one.example.com', 'a', 'b'), domain('two.example.com', 'b', 'c')],
  });
  expect(proposeWaves(inventory)).toEqual([
    {
      name: 'pilot',
      apis: ['a/prod', 'b/prod', 'c/prod'],
      hostnames: [
        { name: 'one.example.com', strategy: 'swap' },
        { name: 'two.example.com', strategy: 'swap' },
      ],
    },
    { name: 'wave-1', apis: ['big/prod'], hostnames: [] },
  ]);
});

it('keeps waves small enough to sign', () => {
  const inventory = inventoryOf(Array.from({ length: 60 }, (_, index) => api(`api${index}`, 1)));
  expect(proposeWaves(inventory).map(({ apis }) => apis.length)).toEqual([1, 25, 25, 9]);
});
