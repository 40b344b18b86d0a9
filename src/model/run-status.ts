import * as z from 'zod';
import { SEVERITIES } from './finding.ts';
import { changeCounts, ledger } from './plan.ts';
import { MODES, RUN_STATES } from './run.ts';

/** What people may ask of a run. */
export const RUN_COMMANDS = ['pause', 'resume', 'retry', 'cancel', 'rollback'] as const;

const time = z.string().describe('ISO 8601, UTC');
const digest = z.string().describe('sha256:<hex>');
const counts = z.record(z.enum(SEVERITIES), z.number().int());
const stepCount = z.object({ done: z.number().int(), total: z.number().int() });

/**
 * waiting: no step of it has run; running: some have; done: all stand; undone: what had run was taken back; conflict: somebody
 * else's change was left alone, so a person must look.
 */
export const UNIT_STATES = ['waiting', 'running', 'done', 'undone', 'conflict'] as const;
export type UnitState = (typeof UNIT_STATES)[number];

const unitStatus = z.object({ name: z.string(), wave: z.string(), state: z.enum(UNIT_STATES), steps: stepCount });
export type UnitStatus = z.infer<typeof unitStatus>;

const openCheckpoint = z.object({
  id: z.string(),
  openedAt: time,
  expiresAt: time.describe('from then on it is too late; what expires is never approved'),
  quorum: z.number().int().describe('approvals that it takes'),
  approvers: z.array(z.string()).describe('who may decide; empty: whoever has the role approver'),
  requester: z.string().describe('whoever started the run: may reject, not approve'),
  planDigest: digest,
  evidenceDigest: z.string(),
  decisions: z.array(
    z.object({ by: z.string(), decision: z.enum(['approve', 'reject']), comment: z.string(), at: time }),
  ),
  decide: z.string().describe('where to POST the decision'),
});
export type OpenCheckpoint = z.infer<typeof openCheckpoint>;

/** Why a run is held or was taken back. */
export const reason = z.object({
  kind: z.string().optional(),
  code: z.string().optional(),
  message: z.string(),
  at: z.string().optional(),
});

/** The last look at the target's traffic: requests since the cutover, 5xx among them, 401 and 403 among them, mean milliseconds. */
export const trafficSeen = z.object({
  verdict: z.string(),
  samples: z.number(),
  errors: z.number(),
  denied: z.number().optional(),
  latencyMs: z.number().optional(),
  sourceLatencyMs: z.number().optional().describe('in the hour before the cutover'),
});

/** What the comparison of both sides before the cutover of a wave came to. */
export const paritySeen = z.object({
  digest: digest.describe('of the whole comparison'),
  cases: z.number().int(),
  untested: z.number().int().describe('operations that could not be asked'),
  looser: z.number().int().describe('the target lets in whom the source refuses'),
  broken: z.number().int().describe('the target fails where the source answers'),
  different: z.number().int(),
});

/** Something that is otherwise than the plan was made for. */
export const drift = z.object({
  side: z.enum(['source', 'target']),
  what: z.string(),
  at: time.describe('when it was seen first'),
});
export type Drift = z.infer<typeof drift>;

/** One run in a list. */
export const runSummary = z.object({
  runId: z.string(),
  name: z.string().optional(),
  mode: z.enum(MODES).optional(),
  state: z.enum(RUN_STATES),
  phase: z.enum(RUN_STATES).describe('the state that a paused, frozen or blocked run was in; else the state'),
  createdAt: time,
  updatedAt: time,
  requester: z.string(),
  requested: z.enum(RUN_COMMANDS).optional().describe('asked for, and not yet taken up'),
  links: z.record(z.string(), z.string()).describe('documents of the run, and the commands that its state allows'),
});
export type RunSummary = z.infer<typeof runSummary>;

/** The status of one run. What is not known yet is absent. */
export const runStatus = runSummary.extend({
  planId: z.string().optional(),
  planDigest: digest.optional(),
  steps: stepCount.optional(),
  percent: z.number().int().min(0).max(100).optional().describe('of the steps; 100 only when all are done'),
  changes: changeCounts.optional().describe('resources of the service, by what the plan does to them'),
  apis: z.array(unitStatus).optional(),
  hostnames: z.array(unitStatus).optional(),
  shared: z.array(unitStatus).optional().describe('what APIs of a wave have in common, such as products'),
  checkpoints: z.array(openCheckpoint).describe('open ones'),
  findings: counts.optional(),
  ledger: ledger.optional(),
  parity: paritySeen.optional().describe('the last comparison'),
  traffic: trafficSeen.optional().describe('the last look at the traffic'),
  drift: z.array(drift).optional().describe('changes of source and target since the plan was made, the first fifty'),
  reason: reason.optional(),
  waitingFor: z.array(z.string()).optional(),
  outcome: z.unknown().optional(),
});
export type RunStatus = z.infer<typeof runStatus>;
