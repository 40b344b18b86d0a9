import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, translated } from '../fixture.ts';

it('blocks an extension that nobody knows', () => {
  const { at } = apiWith([]);
  const { findings, entries } = translated(
    apiWith([], {
      unclaimed: [{ at: below(at, 'x-amazon-apigateway-new'), name: 'x-amazon-apigateway-new' }],
    }),
  );
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['UNKNOWN-EXTENSION', 'blocker']]);
  expect(entries.map(({ construct, column }) => [construct, column])).toContainEqual(['unknown-extension', 'blocked']);
});
