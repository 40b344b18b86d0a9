import type { ApiListing, CheckpointResult, DriftSeen, PendingStep, RunCommand } from './activities.ts';
import { orchestration } from './contract.ts';
import type { LatencySeen, TrafficSeen } from '../model/monitoring.ts';
import type { Failure, Outcome } from '../model/outcome.ts';
import type { StepPhase } from '../model/plan.ts';

/** How some units of a phase ended: the first failure, and whether people want the run to stop. */
export interface UnitsResult {
  readonly isInterrupted: boolean;
  readonly failure?: Failure;
}

/** Digests of the pieces that a discovery read, in order. */
export type PiecesRead = Outcome<{ readonly digests: readonly string[] }>;

/** Where an undo stands between two executions: seconds until the next try, and the operation that runs at the target. */
export interface Undoing {
  readonly wait: number;
  readonly operation?: string;
}

/** A plan whose source and target are looked at every so often. */
export interface DriftWatch {
  readonly planDigest: string;
  readonly everySeconds: number;
  /** Changes that a person accepted, by their digest. */
  readonly accepted?: string;
  /** When the next look is due, of an earlier execution: milliseconds since 1970. */
  readonly next?: number;
}

/** Every orchestration by name. */
export const orchestrations = {
  /** `planDigest`: of the plan that the run had, where it plans again. */
  runMigration: orchestration<{ readonly runId: string; readonly planDigest?: string }, { readonly outcome: string }>(
    'run-migration',
  ),
  discoverSource: orchestration<{ readonly runId: string; readonly scope: number }, PiecesRead>('discover-source'),
  discoverApis: orchestration<
    { readonly runId: string; readonly scope: number; readonly apis: readonly ApiListing[] },
    PiecesRead
  >('discover-apis'),
  applyPhase: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly wave: string;
      readonly phase: StepPhase;
      readonly unitsAtOnce: number;
      readonly pollSeconds: number;
    },
    UnitsResult
  >('apply-phase'),
  applyUnits: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly wave: string;
      readonly phase: StepPhase;
      readonly pollSeconds: number;
      /** Every `every`-th unit of the phase from `first` on. */
      readonly first: number;
      readonly every: number;
      /** Digest of the names of units that are left out. */
      readonly heldBack?: string;
      /** Of an earlier execution. */
      readonly operation?: PendingStep;
      readonly failure?: Failure;
    },
    UnitsResult
  >('apply-units'),
  undoSteps: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly pollSeconds: number;
      readonly unit?: string;
      /** Leaves what an earlier plan of the run did. */
      readonly isOfPlan?: boolean;
      /** Of earlier executions. */
      readonly undone?: number;
      readonly undoing?: Undoing;
    },
    { readonly undone: number }
  >('undo-steps'),
  awaitPropagation: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly wave: string;
      readonly since: string;
      readonly seen: TrafficSeen;
      readonly pollSeconds: number;
    },
    Outcome<{ readonly isBad: boolean; readonly seen: TrafficSeen; readonly command?: RunCommand }>
  >('await-propagation'),
  waitForPerson: orchestration<
    {
      readonly runId: string;
      readonly pollSeconds: number;
      readonly checkpointId?: string;
      /** What is looked at meanwhile, and once more before an approval counts. */
      readonly watch?: DriftWatch;
    },
    {
      readonly command?: RunCommand;
      readonly closed?: CheckpointResult;
      readonly drift?: DriftSeen;
      /** Why an approval cannot count: nobody knows whether it is still for what is there. */
      readonly failure?: Failure;
    }
  >('wait-for-person'),
  monitorWave: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly wave: string;
      readonly since: string;
      readonly intervalSeconds: number;
      readonly blindAfterSeconds: number;
      readonly blindSince?: string;
      readonly seen: TrafficSeen;
    },
    {
      readonly verdict: 'healthy' | 'bad' | 'slow' | 'blind' | 'interrupted';
      /** Where the verdict is `slow`. */
      readonly latency?: LatencySeen;
      readonly command?: RunCommand;
    }
  >('monitor-wave'),
} as const;

/** The instance that waits for people on behalf of a run: whoever writes a decision or a command wakes it. */
export function waiterOf(runId: string): string {
  return `${runId}-waiter`;
}

/** Only ever a poke: what it is about stands in the store. */
export const WAKE = 'wake';
