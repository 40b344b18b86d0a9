import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutants, wrongWith } from '../support/mutated-definitions.ts';
import { testSeed } from '../support/seeded-random.ts';

it('100,000 damaged definitions are assessed with balanced ledgers or refused in one line', () => {
  const seed = testSeed('mutated definitions') | 0;
  fc.assert(
    fc.property(mutants, (mutant) => {
      expect(wrongWith(mutant)).toBeUndefined();
    }),
    { numRuns: 100_000, seed },
  );
});
