import { commandTriggers } from './command-run.ts';
import { decideCheckpoint } from './decide-checkpoint.ts';
import type { Trigger } from './define-trigger.ts';
import { getAudit, getFindings, getPlan } from './get-document.ts';
import { getParity, getTraffic } from './get-evidence.ts';
import { getHealth } from './get-health.ts';
import { describeCalls } from './get-openapi.ts';
import { getRun } from './get-run.ts';
import { listRuns } from './list-runs.ts';
import { startRun } from './start-run.ts';

const calls: readonly Trigger[] = [
  startRun,
  listRuns,
  getRun,
  getPlan,
  getFindings,
  getParity,
  getTraffic,
  getAudit,
  decideCheckpoint,
  ...commandTriggers,
  getHealth,
];

/** Every call of the HTTP API; the composition root registers each one with the world it wires. */
export const triggers: readonly Trigger[] = [...calls, describeCalls(calls)];
