import type { LatencySeen, TrafficSeen, TrafficVerdict } from '../model/monitoring.ts';
import type { Failure, Outcome } from '../model/outcome.ts';
import type { StepPhase } from '../model/plan.ts';
import type { Severity } from '../model/finding.ts';
import type { Pace, RunRequest, RunState } from '../model/run.ts';
import { activity, LOOK, STORE_OUTAGE } from './contract.ts';

/** What people ask of a running run. Stored in its row; an event only wakes whoever waits. */
export type RunCommand = 'pause' | 'resume' | 'retry' | 'cancel' | 'rollback';

export type CheckpointResult = 'approved' | 'rejected' | 'expired' | 'void';

interface RunRef {
  readonly runId: string;
}

/** What changed since a plan was made: in words, and as a digest that tells it from other changes. */
export interface DriftSeen {
  readonly seen: string;
  readonly what: string;
}

/** The small facts of a request that decide the order of things; the request itself stays in the store. */
export interface RunBrief {
  readonly mode: RunRequest['mode'];
  readonly onFailure: RunRequest['onFailure'];
  readonly scopes: number;
  readonly waves: readonly { readonly name: string; readonly hostnames: readonly string[] }[];
  readonly pace: Pace;
}

/** What the target still works on: the step that it is of, and the state of a poller. */
export interface PendingStep {
  readonly stepId: string;
  readonly poller: string;
}

/** How far a unit got: an API, a host name, or what a wave shares. `more` asks to go on at once, `running` to look again later. */
export type StepProgress =
  | { readonly state: 'done' }
  | { readonly state: 'more' }
  | { readonly state: 'running'; readonly operation: PendingStep }
  | { readonly state: 'interrupted' };

/** How far an undo got. `operation` is the state of a poller: look again with `continueUndo`. */
export type UndoProgress = { readonly state: 'done' } | { readonly state: 'running'; readonly operation: string };

/** An API as the listing shows it: all that reading it needs. */
export interface ApiListing {
  readonly id: string;
  readonly type: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly name: string;
}

interface PlanRef extends RunRef {
  readonly planDigest: string;
}
interface WaveRef extends PlanRef {
  readonly wave: string;
}
interface StepRef extends PlanRef {
  readonly stepId: string;
}

/** Every activity by name. A wrong name hangs an orchestration for ever on the real host, so names are used from here only. */
export const activities = {
  readRun: activity<RunRef, RunBrief>('read-run', STORE_OUTAGE),
  /** Writes the state and says what people asked for meanwhile. */
  enterState: activity<
    RunRef & { readonly state: RunState; readonly detail: Readonly<Record<string, unknown>> },
    { readonly command?: RunCommand }
  >('enter-state', STORE_OUTAGE),
  /** Takes the command that waits in the run's row, if any; it is gone from the row afterwards. */
  takeCommand: activity<RunRef, { readonly command?: RunCommand }>('take-command', STORE_OUTAGE),

  listSourceApis: activity<
    RunRef & { readonly scope: number },
    Outcome<{ readonly apis: readonly ApiListing[]; readonly digest: string }>
  >('list-source-apis'),
  discoverApi: activity<
    RunRef & { readonly scope: number; readonly api: ApiListing },
    Outcome<{ readonly digest: string }>
  >('discover-api'),
  discoverShared: activity<RunRef & { readonly scope: number }, Outcome<{ readonly digest: string }>>(
    'discover-shared',
  ),
  /** What the APIs, links and names in these pieces lead to. */
  discoverSurroundings: activity<
    RunRef & { readonly scope: number; readonly digests: readonly string[] },
    Outcome<{ readonly digest: string }>
  >('discover-surroundings'),
  /** Accounts and regions with APIs that the run does not read. */
  discoverLeftOut: activity<RunRef, Outcome<{ readonly digest: string }>>('discover-left-out'),
  assembleInventory: activity<
    RunRef & { readonly digests: readonly string[] },
    Outcome<{ readonly inventoryDigest: string }>
  >('assemble-inventory'),
  buildPlan: activity<
    RunRef & { readonly inventoryDigest: string },
    Outcome<{
      readonly planDigest: string;
      readonly steps: number;
      readonly findings: Readonly<Record<Severity, number>>;
    }>
  >('build-plan'),

  openCheckpoint: activity<
    PlanRef & { readonly checkpointId: string; readonly evidenceDigest: string },
    { readonly expiresAt: string }
  >('open-checkpoint', STORE_OUTAGE),
  /** Counts the decisions and closes the checkpoint when they suffice or its time is over. */
  readCheckpoint: activity<RunRef & { readonly checkpointId: string }, { readonly closed?: CheckpointResult }>(
    'read-checkpoint',
    STORE_OUTAGE,
  ),

  /** Looks whether source or target changed since the plan; then a checkpoint of it that is not done is void. */
  watchDrift: activity<
    PlanRef & { readonly checkpointId: string; readonly accepted?: string },
    Outcome<{ readonly drift?: DriftSeen }>
  >('watch-drift', LOOK),

  /** Makes the run the one writer of its target and names, and refuses a plan that the target no longer fits. */
  claimTarget: activity<PlanRef, Outcome<{ readonly claimed: number }>>('claim-target'),
  releaseTarget: activity<PlanRef, { readonly released: number }>('release-target', STORE_OUTAGE),

  /** Units of a phase that wait for something that the target lacks, as the digest of their names, and what that is. */
  readTargetReadiness: activity<
    WaveRef & { readonly phase: StepPhase },
    Outcome<{ readonly heldBack?: string; readonly failure?: Failure }>
  >('read-target-readiness'),
  /** Every `every`-th unit of a phase from `first` on, `count` of them at most; and how many the phase has. */
  selectUnits: activity<
    WaveRef & {
      readonly phase: StepPhase;
      readonly first: number;
      readonly every: number;
      readonly count: number;
      /** Digest of the names of units that are left out. */
      readonly heldBack?: string;
    },
    { readonly units: readonly string[]; readonly total: number }
  >('select-units', STORE_OUTAGE),
  /** Records each undo, then makes the change, one step of the unit after the other; safe to run again at any point. */
  applyUnit: activity<
    WaveRef & { readonly phase: StepPhase; readonly unit: string; readonly operation?: PendingStep },
    Outcome<StepProgress>
  >('apply-unit'),

  /** Steps that have an undo to run, last first, the first fifty; of one unit, or of the whole run; of one plan, or of all of the run. */
  listUndos: activity<
    RunRef & { readonly unit?: string; readonly planDigest?: string },
    { readonly stepIds: readonly string[] }
  >('list-undos', STORE_OUTAGE),
  /** Units whose DNS records the run changed: taken back first and side by side. */
  listMovedNames: activity<RunRef, { readonly units: readonly string[] }>('list-moved-names', STORE_OUTAGE),
  /** Names that lead to the target although the run took its changes back: what serves them must stay. */
  findNamesAtTarget: activity<PlanRef, Outcome<{ readonly names: readonly string[] }>>('find-names-at-target'),
  undoStep: activity<StepRef, Outcome<UndoProgress>>('undo-step'),
  continueUndo: activity<StepRef & { readonly operation: string }, Outcome<UndoProgress>>('continue-undo'),

  /** Lets the undos of a wave go: from here on it is not taken back. */
  commitWave: activity<WaveRef, Outcome<{ readonly committed: true }>>('commit-wave'),

  compareParity: activity<
    WaveRef,
    Outcome<{ readonly evidenceDigest: string; readonly looser: number; readonly different: number }>
  >('compare-parity'),
  /** Seconds until every cache has let go of the TTL that a name had before. */
  waitForTtl: activity<WaveRef, { readonly seconds: number }>('wait-for-ttl', STORE_OUTAGE),
  checkReadiness: activity<WaveRef, Outcome<{ readonly evidenceDigest: string }>>('check-readiness'),
  checkPropagation: activity<
    WaveRef,
    Outcome<{ readonly propagated: boolean; readonly waitingFor: readonly string[] }>
  >('check-propagation'),
  observeTraffic: activity<
    WaveRef & { readonly since: string; readonly state: TrafficSeen },
    Outcome<{ readonly state: TrafficSeen; readonly verdict: TrafficVerdict; readonly latency?: LatencySeen }>
  >('observe-traffic'),
} as const;
