import type { Step, StepPhase } from '../model/plan.ts';
import type { RunState } from '../model/run.ts';

/** A run as its row shows it: what the status call answers is made from this and the rows below it. */
export interface RunRow {
  readonly runId: string;
  readonly createdAt: string;
  readonly requester: string;
  readonly requestDigest: string;
  readonly state: RunState;
  readonly updatedAt: string;
  /** What people asked for and nobody has acted on yet. */
  readonly command?: {
    readonly kind: 'pause' | 'resume' | 'retry' | 'cancel' | 'rollback';
    readonly by: string;
    readonly at: string;
  };
  /** Small JSON: phase, progress, digests of plan, inventory and evidence, outcome; never a document. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Opened by the orchestration, decided by people. `decisions` holds one entry per approver, insert-once. */
export interface CheckpointRow {
  readonly runId: string;
  readonly id: string;
  readonly nonce: string;
  readonly planDigest: string;
  readonly evidenceDigest: string;
  readonly openedAt: string;
  readonly expiresAt: string;
  readonly quorum: number;
  readonly requester: string;
  readonly approvers: readonly string[];
  readonly closed?: 'approved' | 'rejected' | 'expired' | 'void';
  readonly decisions: readonly DecisionRow[];
}

export interface DecisionRow {
  readonly by: string;
  readonly decision: 'approve' | 'reject';
  readonly comment: string;
  readonly at: string;
}

/** An undo, recorded before the step that it undoes runs. */
export interface CompensationRow {
  readonly runId: string;
  /** Counts up in the order of recording; undone in reverse. */
  readonly sequence: number;
  readonly stepId: string;
  readonly wave: string;
  readonly unit: string;
  /** The undo as a step, in the row or, where a row has no room for it, as a document; or why there is none. */
  readonly undo:
    | { readonly step: Step }
    | { readonly document: string; readonly phase: StepPhase }
    | { readonly irreversible: string };
  /** recorded: the step may have run; committed: past taking back; conflict: somebody else's change was left alone. */
  readonly status: 'recorded' | 'applied' | 'undone' | 'conflict' | 'committed';
}

/** What a run wrote last at a place of a target: a later edit by somebody else is told from ours by it, across runs. */
export interface WrittenRow {
  /** `subscription/resource-group/service` in lower case. */
  readonly target: string;
  /** Below the service, such as `apis/orders/policies/policy`. */
  readonly path: string;
  readonly runId: string;
  /** The step of this plan holds what was written. */
  readonly planDigest: string;
  readonly stepId: string;
}

/** One writer per APIM service and per hostname: whoever inserts the row first. The fence grows with each new owner. */
export interface Claim {
  readonly key: string;
  readonly runId: string;
  readonly fence: number;
}

export interface AuditEntry {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A value with the version that a replacing write must name. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** Rows of runs. Replacing writes name an etag and throw a `conflict` FailureError when it is stale. */
export interface RunStore {
  /** False when a run of the id is there already. */
  insertRun(row: RunRow): Promise<boolean>;
  run(runId: string): Promise<Versioned<RunRow> | undefined>;
  replaceRun(row: RunRow, etag: string): Promise<void>;
  /** Newest first. */
  runs(options: {
    status?: RunState;
    top: number;
    continuationToken?: string;
  }): Promise<{ readonly rows: readonly RunRow[]; readonly continuationToken?: string }>;
  /** The run that an idempotency key started, recording this one when there is none. */
  claimIdempotencyKey(key: string, runId: string): Promise<string>;

  insertCheckpoint(row: CheckpointRow): Promise<boolean>;
  checkpoint(runId: string, id: string): Promise<Versioned<CheckpointRow> | undefined>;
  replaceCheckpoint(row: CheckpointRow, etag: string): Promise<void>;
  checkpoints(runId: string): Promise<readonly CheckpointRow[]>;

  /** Inserts the undo of a step once: false when there is one already, which then holds. */
  recordCompensation(row: Omit<CompensationRow, 'sequence'>): Promise<boolean>;
  setCompensationStatus(runId: string, stepId: string, status: CompensationRow['status']): Promise<void>;
  compensation(runId: string, stepId: string): Promise<CompensationRow | undefined>;
  /** In the order of recording. */
  compensations(runId: string): Promise<readonly CompensationRow[]>;

  /** The claim that holds afterwards: ours, or the other run's that was first. */
  claim(key: string, runId: string): Promise<Claim>;
  release(key: string, runId: string): Promise<void>;

  /** Replaces what was recorded of the place before. */
  recordWritten(row: WrittenRow): Promise<void>;
  forgetWritten(target: string, path: string): Promise<void>;
  written(target: string): Promise<readonly WrittenRow[]>;

  appendAudit(runId: string, entry: AuditEntry): Promise<void>;
  audit(runId: string): Promise<readonly AuditEntry[]>;
}
