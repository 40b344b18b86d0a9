import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyRefused } from '../../../../src/local/sandbox/estate/estate-of.ts';

const file = (name: string) => join(import.meta.dirname, '../../../support/definitions', name);

it('tells before anything starts which definition cannot be put up, and why', async () => {
  expect(await whyRefused([])).toBeUndefined();
  expect(await whyRefused([file('orders.yaml'), file('catalogue.json')])).toBeUndefined();
  expect(await whyRefused([file('orders.yaml'), file('unfinished.yaml')])).toBe(
    'unfinished: No integration defined for method: GET /todo',
  );
  expect(await whyRefused([file('none.yaml')])).toMatch(/no such file/);
});
