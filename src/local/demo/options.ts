import { RUN_STATES, type RunState } from '../../model/run.ts';
import { FAULT_KINDS, type FaultKind } from '../sandbox/faults.ts';

/** How a demo ends, in the words of `demo --json`. */
export type DemoOutcome = 'committed' | 'rolled-back' | 'cancelled' | 'blocked';

export interface DemoOptions {
  /** Somebody's API definitions instead of the sample estate. */
  readonly definitions: readonly string[];
  readonly json: boolean;
  /** Checkpoint to reject: `plan`, `cutover`, `commit`, or with the wave's name. */
  readonly reject?: string;
  /** State in which the run is cancelled. */
  readonly cancel?: RunState;
  readonly fault?: FaultKind;
  readonly trace?: string;
  readonly functionsHost?: string;
}

/** States that a person can cancel a run in and that an undisturbed one passes. */
export const CANCELLABLE: readonly RunState[] = RUN_STATES.slice(0, RUN_STATES.indexOf('committed'));

/** What the command line gave, before it is checked. */
export interface RawDemoOptions {
  readonly from: readonly string[];
  readonly json: boolean;
  readonly reject?: string | undefined;
  readonly cancel?: string | undefined;
  readonly fault?: readonly string[];
  readonly trace?: string | undefined;
  readonly functionsHost?: string | undefined;
}

/** @returns the options, or what is wrong with them, for people. */
export function readOptions(raw: RawDemoOptions): DemoOptions | string {
  const { reject, cancel, fault: [fault, ...more] = [], trace, functionsHost } = raw;
  if ([reject, cancel, fault, ...more].filter((each) => each !== undefined).length > 1)
    return '--reject, --cancel and --fault exclude each other, and each may be given once';
  if (reject !== undefined && !/^(plan|cutover|commit)(-[a-z0-9-]+)?$/.test(reject))
    return `--reject takes plan, cutover or commit, not "${reject}"`;
  if (cancel !== undefined && !isOneOf(CANCELLABLE, cancel)) return `--cancel takes one of ${CANCELLABLE.join(', ')}`;
  if (fault !== undefined && !isOneOf(FAULT_KINDS, fault)) return `--fault takes one of ${FAULT_KINDS.join(', ')}`;
  return {
    definitions: raw.from,
    json: raw.json,
    ...(reject === undefined ? {} : { reject }),
    ...(cancel === undefined ? {} : { cancel }),
    ...(fault === undefined ? {} : { fault }),
    ...(trace === undefined ? {} : { trace }),
    ...(functionsHost === undefined ? {} : { functionsHost }),
  };
}

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}
