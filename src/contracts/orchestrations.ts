import type { ApiListing, CheckpointResult, RunCommand, StepUnit } from './activities.ts';
import { orchestration } from './contract.ts';
import type { LatencySeen, TrafficSeen } from '../model/monitoring.ts';
import type { Failure, Outcome } from '../model/outcome.ts';

/** How a set of steps ended. */
export type StepsResult =
  | { readonly ended: 'done' }
  | { readonly ended: 'interrupted' }
  | { readonly ended: 'failed'; readonly stepId: string; readonly failure: Failure };

/** Digests of the pieces that a discovery read, in order. */
export type PiecesRead = Outcome<{ readonly digests: readonly string[] }>;

/** Where an undo stands between two executions: seconds until the next try, and the operation that runs at the target. */
export interface Undoing {
  readonly wait: number;
  readonly operation?: string;
}

/** Every orchestration by name. */
export const orchestrations = {
  runMigration: orchestration<{ readonly runId: string }, { readonly outcome: string }>('run-migration'),
  discoverSource: orchestration<{ readonly runId: string; readonly scope: number }, PiecesRead>('discover-source'),
  discoverApis: orchestration<
    { readonly runId: string; readonly scope: number; readonly apis: readonly ApiListing[] },
    PiecesRead
  >('discover-apis'),
  applySteps: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly pollSeconds: number;
      readonly unit: StepUnit;
      /** Of the first step: it runs at the target already. */
      readonly operation?: string;
    },
    StepsResult
  >('apply-steps'),
  undoSteps: orchestration<
    {
      readonly runId: string;
      readonly planDigest: string;
      readonly pollSeconds: number;
      readonly unit?: string;
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
    { readonly runId: string; readonly pollSeconds: number; readonly checkpointId?: string },
    { readonly command?: RunCommand; readonly closed?: CheckpointResult }
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
