import { LEDGER_COLUMNS, type Ledger, type LedgerEntry } from '../model/plan.ts';
import type { Construct } from '../model/construct.ts';
import { sourceKey } from '../model/source-ref.ts';

/**
 * Adds up a ledger. `constructs` are all that the source holds, found by walking it, not by asking the features:
 * the sum balances only when each was entered once.
 * @throws Error when a construct is missing from the entries, entered twice, or not in the source: a defect of ours.
 */
export function balance(constructs: readonly Construct[], entries: readonly LedgerEntry[]): Ledger {
  const open = new Set(constructs.map(({ kind, at }) => `${kind} ${sourceKey(at)}`));
  if (open.size !== constructs.length) throw new Error('the walk of the source counted a construct twice');
  for (const entry of entries) {
    const key = `${entry.construct} ${sourceKey(entry.at)}`;
    if (!open.delete(key))
      throw new Error(`the ledger does not balance: ${key} is entered twice or is not in the source`);
  }
  if (open.size > 0)
    throw new Error(`the ledger does not balance: nothing was said of ${[...open].slice(0, 5).join(', ')}`);
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
