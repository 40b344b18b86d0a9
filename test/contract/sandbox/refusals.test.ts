import { afterAll, beforeAll, expect, it } from 'vitest';
import { allVariants } from '../../support/refusals/all-variants.ts';
import { measure } from '../../support/refusals/measure.ts';
import { startTruth, type Truth } from '../../support/refusals/truth.ts';
import { seededRandom, testSeed } from '../../support/seeded-random.ts';

/** One of so many plans is drawn; the bench takes all of them. */
const ONE_OF = 12;
const LEAST = 0.99;

let truth: Truth;
beforeAll(async () => {
  truth = await startTruth();
});
afterAll(() => truth.close());

it('what the sandbox refuses is predicted, and what is predicted it refuses', async () => {
  const random = seededRandom(testSeed('refusals'));
  const drawn = [...allVariants()].filter(() => random() * ONE_OF < 1);
  const { bad, good, recall, precision, missed, wrong, unexpected } = await measure(drawn, truth);
  expect(bad).toBeGreaterThan(100);
  expect(good).toBeGreaterThan(50);
  expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(LEAST);
  expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(LEAST);
  expect(unexpected.filter((each) => each.startsWith('bad'))).toEqual([]);
});
