import { expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/features/catalogue/catalogue.ts';
import { ALL_FEATURES } from '../../../src/features/registry.ts';
import { featuresDocument } from '../../support/features-document.ts';

const rows = CATALOGUE.flatMap((group) => group.rows);
const ids = [...ALL_FEATURES.api, ...ALL_FEATURES.account].map(({ id }) => id);

it('names every feature, and features only', () => {
  const named = new Set(rows.flatMap(({ by }) => by));
  expect(ids.filter((id) => !named.has(id))).toEqual([]);
  expect([...named].filter((id) => id !== 'planning' && !ids.includes(id))).toEqual([]);
});

it('has the groups of the mapping and no construct twice', () => {
  expect(CATALOGUE.map(({ id }) => id)).toEqual([...Array.from({ length: 11 }, (_, at) => `B${at + 1}`), 'A']);
  for (const group of CATALOGUE) {
    const constructs = group.rows.map(({ aws }) => aws);
    expect(new Set(constructs).size).toBe(constructs.length);
  }
});

it('is what docs/features.md says', async () => {
  await expect(featuresDocument()).toMatchFileSnapshot('../../../docs/features.md');
});
