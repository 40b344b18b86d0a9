import type { UnitState, UnitStatus } from '../model/run-status.ts';
import type { CompensationRow } from '../ports/run-store.ts';
import type { RunUnit } from './run-detail.ts';

type Row = Pick<CompensationRow, 'wave' | 'unit' | 'status'>;
type Status = CompensationRow['status'];

export interface UnitProgress {
  readonly kind: RunUnit['kind'];
  readonly status: UnitStatus;
}

const stands = (status: Status): boolean => status === 'applied' || status === 'committed';

/** Steps that are done and have not been taken back: each has one row from before it runs, whose status tells how far it got. */
export function stepsDone(rows: readonly Row[]): number {
  return rows.filter(({ status }) => stands(status)).length;
}

/** How far each API, host name, or what a wave shares, has got. */
export function unitStatuses(units: readonly RunUnit[], rows: readonly Row[]): readonly UnitProgress[] {
  const keyOf = ({ wave, unit }: Pick<Row, 'wave' | 'unit'>): string => `${wave} ${unit}`;
  const byUnit = Map.groupBy(rows, keyOf);
  return units.map((unit) => {
    const known = (byUnit.get(keyOf(unit)) ?? []).map(({ status }) => status);
    const done = known.filter(stands).length;
    const { kind, name, wave, steps: total } = unit;
    const status = { name, wave, state: stateOf(known, done === total), steps: { done, total } };
    return { kind, status };
  });
}

function stateOf(begun: readonly Status[], isDone: boolean): UnitState {
  if (begun.length === 0) return 'waiting';
  if (begun.includes('conflict')) return 'conflict';
  if (begun.every((status) => status === 'undone')) return 'undone';
  return isDone ? 'done' : 'running';
}
