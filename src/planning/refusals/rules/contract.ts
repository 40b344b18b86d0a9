import { ARM_KINDS } from '../../../model/arm-contract.ts';
import { contractFaults } from '../arm-values.ts';
import type { PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

/** Ids and properties are as the published contract has them: lengths, patterns, values, ranges, and no member that it does not know. */
export const contract: RefusalRule = {
  code: 'CONTRACT-BROKEN',
  source: 'Azure/azure-rest-api-specs, Microsoft.ApiManagement 2024-05-01',
  checked: '2026-11-29',
  remedy: 'Change what the source says there, or override it.',
  *refusals({ writes }: PlannedWrites): Iterable<Refused> {
    for (const { step, kind, path, id, properties } of writes) {
      const known = ARM_KINDS[kind];
      if (known === undefined) {
        yield refused(step, path, `the contract writes no ${kind}`);
        continue;
      }
      for (const { why } of contractFaults(known.id, id)) yield refused(step, path, `of its id: ${why}`);
      if (known.properties === undefined) continue;
      for (const { place, why } of contractFaults(known.properties, properties))
        yield refused(step, `${path}: ${place}`, why);
    }
  },
};
