import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileReport } from '../../../src/cli/vtl/compile-report.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';

/** Templates of our own, and those of others where they lie beside the checkout. */
const OWN = join('test', 'system', 'templates');
const RECORDED = join('..', 'shared', 'data', 'vtl');
/** What the Consumption tier takes (API Management limits, read 2026-11-23). */
const LARGEST_BYTES = 16 * 1024;

interface Given {
  readonly template: string;
  readonly kind: 'request' | 'response';
}

function templates(): readonly Given[] {
  const own = readdirSync(OWN).map((name): Given => {
    const kind = name.endsWith('.response.vtl') ? 'response' : 'request';
    return { template: readFileSync(join(OWN, name), 'utf8'), kind };
  });
  return [...own, ...recorded()];
}

function recorded(): readonly Given[] {
  if (!existsSync(RECORDED)) return [];
  const lines = readdirSync(RECORDED)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(RECORDED, name), 'utf8').split('\n'))
    .filter((line) => line !== '');
  const byTemplate = new Map(
    lines.map((line): [string, Given] => {
      const { template, kind } = JSON.parse(line) as { readonly template: string; readonly kind?: string };
      return [template, { template, kind: kind === 'response' ? 'response' : 'request' }];
    }),
  );
  return [...byTemplate.values()];
}

test('policies of templates are valid, are read as they are written, and fit the Consumption tier', () => {
  const all = templates();
  const large: string[] = [];
  for (const { template, kind } of all) {
    const { policyXml, ok } = compileReport(template, kind, undefined);
    const document = readPolicy(policyXml, {});
    expect(validatePolicy(document, 'operation'), template).toEqual([]);
    if (ok && Buffer.byteLength(policyXml) > LARGEST_BYTES) large.push(template);
  }
  expect(all.length).toBeGreaterThan(50);
  expect(large.length / all.length).toBeLessThan(0.05);
});
