import type { Statement } from '../ir.ts';
import { walk } from '../walk.ts';
import { Refusal } from './refusal.ts';

/** A policy has 256 KiB (Microsoft Learn, limits of API Management, read 2026-11-23), which hold the C# of fewer statements. */
const MOST_STATEMENTS = 2000;
/** Parts of statements, those of a macro's argument wherever the argument stands. */
const MOST_VALUES = 20_000;

/** Refuses what would be too large for a policy before it is made. */
export function checkSize(statements: readonly Statement[]): void {
  let count = 0;
  let values = 0;
  walk(statements, {
    statement: (statement) => {
      count += statement.kind === 'if' ? statement.branches.length : 1;
      if (count > MOST_STATEMENTS) throw new Refusal('VTL-SIZE', `more than ${MOST_STATEMENTS} statements`, 0);
    },
    value: () => {
      values += 1;
      if (values > MOST_VALUES) throw new Refusal('VTL-SIZE', `more than ${MOST_VALUES} values`, 0);
    },
  });
}
