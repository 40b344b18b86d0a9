import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, translated } from '../fixture.ts';

it('names what nobody translates, and blocks an extension that nobody knows', () => {
  const { at } = apiWith([]);
  const { findings, entries } = translated(
    apiWith([], {
      models: [{ at: below(at, 'models', 'Order'), name: 'Order', contentType: 'application/json', schema: '{}' }],
      unknownExtensions: [{ at: below(at, 'x-amazon-apigateway-new'), key: 'x-amazon-apigateway-new' }],
    }),
  );
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
    ['MODEL-NOT-CARRIED', 'info'],
    ['UNKNOWN-EXTENSION', 'blocker'],
  ]);
  expect(entries.map(({ construct, column }) => [construct, column])).toContainEqual(['unknown-extension', 'blocked']);
});
