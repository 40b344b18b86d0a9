import { expect, test } from 'vitest';
import { emptyAwsState } from '../../../../src/local/sandbox/aws/state.ts';
import { Lambdas } from '../../../../src/local/sandbox/backends/lambdas.ts';
import { Network } from '../../../../src/local/sandbox/network.ts';
import { AuthorizerCache } from '../../../../src/local/sandbox/source-gateway/authorizer-cache.ts';

test('a result is kept for its ttl and its identity only', async () => {
  let now = 0;
  let asked = 0;
  const world = {
    state: emptyAwsState(),
    network: new Network(),
    lambdas: new Lambdas(),
    log: () => {},
    now: () => now,
  };
  const cache = new AuthorizerCache();
  const ask = (token: string) =>
    cache.resultOf(['authorizer', token], 60, world, () => {
      asked += 1;
      return Promise.resolve(asked);
    });
  expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([1, 1, 2]);
  now = 60_000;
  expect([await ask('a'), await ask('b')]).toEqual([3, 4]);
});
