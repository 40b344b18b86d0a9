import { commandTriggers } from './command-run.ts';
import { decideCheckpoint } from './decide-checkpoint.ts';
import type { Trigger } from './define-trigger.ts';
import { getAudit, getPlan } from './get-document.ts';
import { getRun } from './get-run.ts';
import { listRuns } from './list-runs.ts';
import { startRun } from './start-run.ts';

/** Every call of the HTTP API; the composition root registers each one with the world it wires. */
export const triggers: readonly Trigger[] = [
  startRun,
  listRuns,
  getRun,
  getPlan,
  getAudit,
  decideCheckpoint,
  ...commandTriggers,
];
