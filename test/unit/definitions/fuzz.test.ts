import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutants, wrongWith } from '../../support/mutated-definitions.ts';
import { testSeed } from '../../support/seeded-random.ts';

/** A sample of what the nightly run does a hundred thousand times. */
it('a damaged definition is assessed with a balanced ledger or refused in one line', () => {
  const seed = testSeed('mutated definitions') | 0;
  fc.assert(
    fc.property(mutants, (mutant) => {
      expect(wrongWith(mutant)).toBeUndefined();
    }),
    { numRuns: 300, seed },
  );
});
