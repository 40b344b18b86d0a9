import type { Problem } from '../model/problem.ts';
import type { CheckpointRow, RunRow } from '../ports/run-store.ts';
import { isEnding } from './commands.ts';
import { detailOf } from './run-detail.ts';
import type { Identity } from './identity.ts';

/** A decision as it was sent. */
export interface Decision {
  readonly decision: 'approve' | 'reject';
  readonly planDigest?: string | undefined;
  readonly evidenceDigest?: string | undefined;
  readonly decisions?: Readonly<Record<string, string>> | undefined;
}

export interface Attempt {
  readonly run: Pick<RunRow, 'state' | 'detail'>;
  readonly checkpoint: CheckpointRow;
  readonly who: Identity;
  readonly asked: Decision;
  /** ISO time. */
  readonly now: string;
}

const conflict = (code: string, detail: string): Problem => ({
  status: 409,
  code,
  title: 'The checkpoint is not open for this',
  detail,
});
const forbidden = (code: string, detail: string): Problem => ({
  status: 403,
  code,
  title: 'Not for you to decide',
  detail,
});

/** Why a person may not make this decision now; undefined when they may. */
export function whyNot(attempt: Attempt): Problem | undefined {
  return notOpen(attempt) ?? notTheirs(attempt) ?? notThisPlan(attempt);
}

function notOpen({ run, checkpoint, who, asked, now }: Attempt): Problem | undefined {
  const { id, closed, expiresAt, decisions } = checkpoint;
  if (closed === 'void')
    return conflict(
      'checkpoint-closed',
      `Checkpoint ${id} is void: what it was about changed. GET the run to see what, then retry it.`,
    );
  if (closed !== undefined) return conflict('checkpoint-closed', `Checkpoint ${id} is ${closed} already.`);
  if (isEnding(run.state))
    return conflict('run-ended', `The run is ${run.state}: nothing is left to decide at ${id}. Start a new run.`);
  if (now >= expiresAt)
    return conflict('checkpoint-late', `Checkpoint ${id} expired at ${expiresAt}; retry the run to open it again.`);
  const earlier = decisions.find(({ by }) => by === who.id);
  if (earlier !== undefined && earlier.decision !== asked.decision)
    return conflict('already-decided', `${who.name} decided ${earlier.decision} at ${earlier.at}; a decision stands.`);
  return undefined;
}

function notTheirs({ checkpoint: { id, approvers, requester }, who, asked }: Attempt): Problem | undefined {
  const names = [who.id, who.name];
  if (approvers.length > 0 && !approvers.some((each) => names.includes(each)))
    return forbidden('not-an-approver', `Only ${approvers.join(', ')} may decide ${id}.`);
  if (asked.decision === 'approve' && names.includes(requester))
    return forbidden('self-approval', 'Whoever requested the run cannot approve it: ask another approver.');
  return undefined;
}

/** What is approved is one plan on one body of evidence, each by its digest; anything else asks for another look. */
function notThisPlan({ run, checkpoint, asked }: Attempt): Problem | undefined {
  const { id, planDigest, evidenceDigest } = checkpoint;
  const current = detailOf(run).planDigest ?? planDigest;
  if (Object.keys(asked.decisions ?? {}).length > 0)
    return conflict(
      'decisions-change-the-plan',
      `Checkpoint ${id} approves one plan as it stands, and other options make another plan. Reject it, then start a new run with "decisions" in run.json.`,
    );
  if (current !== planDigest || (asked.planDigest ?? planDigest) !== planDigest)
    return conflict(
      'plan-changed',
      `Checkpoint ${id} is about plan ${planDigest}, not ${asked.planDigest ?? current}: look at the plan again and decide on what it is now.`,
    );
  if ((asked.evidenceDigest ?? evidenceDigest) !== evidenceDigest)
    return conflict(
      'evidence-changed',
      `Checkpoint ${id} rests on evidence ${evidenceDigest}, not ${asked.evidenceDigest}: look again and decide on what it is now.`,
    );
  return undefined;
}
