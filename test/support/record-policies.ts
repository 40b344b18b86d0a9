import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Assessment } from '../../src/planning/build-plan.ts';
import type { TranslatedApi } from '../../src/planning/translate-api.ts';
import { writePolicy } from '../../src/policy/write.ts';

/**
 * Every policy that a test makes a plan, a translation or a compiled template of goes into the folder that CROSSGATE_POLICIES names, once, so that the
 * schemas and the C# compiler can be held to all of them and not only to those of an assessment's defaults. vitest.config.ts loads this
 * where the folder is named.
 */
const folder = process.env['CROSSGATE_POLICIES'] ?? '';

vi.mock(import('../../src/planning/translate-api.ts'), async (original) => {
  const real = await original();
  return { ...real, translateApi: (...given) => recordTranslated(real.translateApi(...given)) };
});
vi.mock(import('../../src/planning/build-plan.ts'), async (original) => {
  const real = await original();
  const assess: typeof real.assess = (input) => recordPlanned(real.assess(input));
  return { ...real, assess, buildPlan: (input) => assess(input).plan };
});
vi.mock(import('../../src/cli/vtl/compile-report.ts'), async (original) => {
  const real = await original();
  const compileReport: typeof real.compileReport = (...given) => {
    const report = real.compileReport(...given);
    record(report.policyXml);
    return report;
  };
  return { ...real, compileReport };
});

function recordTranslated(translated: TranslatedApi): TranslatedApi {
  record(writePolicy(translated.apiPolicy));
  for (const { document } of translated.operationPolicies) record(writePolicy(document));
  return translated;
}

/** Policies of products, of all APIs and fragments are known to steps alone. */
function recordPlanned(assessment: Assessment): Assessment {
  for (const { payload } of assessment.plan.steps) {
    const { path, properties } = payload as { path?: unknown; properties?: { value?: unknown } };
    if (/(^|\/)(policies|policyFragments)\//.test(String(path))) record(String(properties?.value));
  }
  return assessment;
}

function record(xml: string): void {
  const name = createHash('sha256').update(xml).digest('hex').slice(0, 16);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.policy.xml`), xml);
}
