import { LEDGER_COLUMNS, type Ledger, type LedgerEntry } from '../model/plan.ts';
import type { Construct } from '../model/construct.ts';
import type { Finding } from '../model/finding.ts';
import { sourceKey } from '../model/source-ref.ts';

/** A ledger with every entry behind it; what no feature claimed stands in it as blocked. */
export interface Accounts {
  readonly ledger: Ledger;
  readonly entries: readonly LedgerEntry[];
  readonly unclaimed: readonly Construct[];
}

const keyOf = (kind: string, { at }: Pick<Construct, 'at'>): string => `${kind} ${sourceKey(at)}`;

/** Who says so where no feature does. */
const LEDGER = 'ledger';

/**
 * Accounts for every construct. `constructs` are all that the source holds, found by walking it, not by asking the features: what
 * they left out is blocked (docs: architecture, law 1), so the sum always balances.
 * @throws Error when a construct was counted twice, entered twice, or is not in the source: a defect of ours
 */
export function account(constructs: readonly Construct[], entries: readonly LedgerEntry[]): Accounts {
  const open = new Map(constructs.map((construct) => [keyOf(construct.kind, construct), construct]));
  if (open.size !== constructs.length) throw new Error('the walk of the source counted a construct twice');
  for (const entry of entries) {
    const key = keyOf(entry.construct, entry);
    if (!open.delete(key))
      throw new Error(`the ledger does not balance: ${key} is entered twice or is not in the source`);
  }
  const unclaimed = [...open.values()];
  const blocked = unclaimed.map(({ kind, at }): LedgerEntry => ({
    at,
    construct: kind,
    column: 'blocked',
    openDecision: false,
    feature: LEDGER,
  }));
  const all = [...entries, ...blocked];
  return { ledger: ledgerOf(all), entries: all, unclaimed };
}

/** The totals of some entries. */
export function ledgerOf(entries: readonly LedgerEntry[]): Ledger {
  const count = (test: (entry: LedgerEntry) => boolean): number => entries.filter(test).length;
  const [translated = 0, differs = 0, manual = 0, blocked = 0] = LEDGER_COLUMNS.map((column) =>
    count((entry) => entry.column === column),
  );
  return {
    total: entries.length,
    translated,
    differs,
    manual,
    blocked,
    carried: translated + differs,
    carriedNoDecision: count(
      ({ column, openDecision }) => (column === 'translated' || column === 'differs') && !openDecision,
    ),
  };
}

/** Something configured that nobody translates and nobody speaks of: it blocks until somebody does. */
export const unclaimedFinding = ({ kind, at }: Construct): Finding => ({
  code: 'UNCLAIMED',
  severity: 'blocker',
  feature: LEDGER,
  at,
  message: `The ${kind} at ${at.pointer === '' ? at.arn : at.pointer} is not translated by any feature.`,
  awsBehaviour: 'It is configured, so it has an effect.',
  apimBehaviour: 'Nothing is planned for it.',
  remedy: 'Use a version that knows it, or take it away at the source if it is not needed.',
});
