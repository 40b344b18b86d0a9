import type { AwsInventory } from '../../model/aws-inventory.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/plan.ts';
import type { GuideTableReport } from '../model.ts';
import { CAPABILITIES, CAPABILITY_MISMATCHES } from './capabilities.ts';
import { CONFIGURATION, CONFIGURATION_MISMATCHES } from './configuration.ts';
import type { GuideRow, GuideTable } from './guide-row.ts';
import { SCOPES } from './scopes.ts';
import { WORKLOADS, WORKLOAD_MISMATCHES } from './workloads.ts';

/** The four tables and the three lists of Microsoft's guide, in its order. */
export const GUIDE: readonly GuideTable[] = [
  SCOPES,
  CAPABILITIES,
  CAPABILITY_MISMATCHES,
  WORKLOADS,
  WORKLOAD_MISMATCHES,
  CONFIGURATION,
  CONFIGURATION_MISMATCHES,
];

/** Every row of the guide with how often the source uses it and what was found about it. */
export function guideOf(
  inventory: AwsInventory,
  entries: readonly LedgerEntry[],
  findings: readonly Finding[],
): readonly GuideTableReport[] {
  const counts = new Map<string, number>();
  for (const { construct } of entries) counts.set(construct, (counts.get(construct) ?? 0) + 1);
  const byCode = new Map<string, number[]>();
  for (const [index, { code }] of findings.entries()) {
    const known = byCode.get(code);
    if (known === undefined) byCode.set(code, [index]);
    else known.push(index);
  }
  const usesOf = ({ constructs = [], uses }: GuideRow): number =>
    constructs.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), uses?.(inventory) ?? 0);
  return GUIDE.map(({ id, title, rows }) => ({
    id,
    title,
    rows: rows.map((row) => ({
      id: row.id,
      aws: row.aws,
      azure: row.azure,
      approach: row.approach,
      links: row.links,
      uses: usesOf(row),
      findings: [...byCode].flatMap(([code, indexes]) => (row.codes.test(code) ? indexes : [])),
      ...(row.differs === undefined ? {} : { differs: row.differs }),
    })),
  }));
}
