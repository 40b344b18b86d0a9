import type { OpenCheckpoint, RunStatus, UnitStatus } from '../model/run-status.ts';
import { anyOf, counted, relative, utc } from './words.ts';

/** How a status is shown. */
export interface Showing {
  readonly now: Date;
  /** A command line to copy. */
  readonly hint: (line: string) => string;
  /** APIs or host names shown at most; those that are done or wait are left out first. */
  readonly units: number;
}

/** A status in lines, the same for `status` and the live view. */
export function statusLines(status: RunStatus, showing: Showing): readonly string[] {
  const { runId, name, reason, waitingFor, requested, traffic } = status;
  const fields: [label: string, lines: readonly (string | undefined)[]][] = [
    ['State', [stateText(status), requested && `${requested} requested, and taken up after the step under way`]],
    ['Reason', [reason && (reason.code === undefined ? reason.message : `${reason.message} (${reason.code})`)]],
    ['Changed', (status.drift ?? []).map(driftText)],
    ['Waits for', [waitingFor && waitingFor.length > 0 ? waitingFor.join(', ') : undefined]],
    [
      'Started',
      [`${utc(status.createdAt)} by ${status.requester}, last change ${relative(status.updatedAt, showing.now)}`],
    ],
    ['Steps', [status.steps && stepsText(status)]],
    ['Changes', [status.changes && changesText(status.changes)]],
    ['APIs', unitLines(status.apis, showing.units)],
    ['Host names', unitLines(status.hostnames, showing.units)],
    ['Shared', unitLines(status.shared, showing.units)],
    ['Ledger', [status.ledger && ledgerText(status.ledger)]],
    ['Findings', [status.findings && findingsText(status.findings)]],
    ['Parity', [status.parity && parityText(status.parity)]],
    ['Traffic', [traffic && trafficText(traffic)]],
    ...status.checkpoints.map((each): [string, string[]] => ['Open', checkpointLines(runId, each, showing)]),
    ['Next', nextLines(status, showing)],
  ];
  return [
    name === undefined ? runId : `${runId}  ${name}`,
    ...fields.flatMap(([label, lines]) =>
      lines
        .filter((line) => line !== undefined && line !== '')
        .map((line, index) => `  ${(index === 0 ? label : '').padEnd(12)}${line}`),
    ),
  ];
}

function stateText({ state, phase }: RunStatus): string {
  return state === phase ? state : `${state} during ${phase}`;
}

function stepsText({ steps, percent }: RunStatus): string {
  const { done, total } = steps ?? { done: 0, total: 0 };
  return `${bar(done, total)} ${done.toLocaleString('en-US')} of ${counted(total, 'step')}${percent === undefined ? '' : `, ${percent} %`}`;
}

const BAR = 20;
function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.floor((BAR * Math.min(done, total)) / total);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`;
}

/** What needs a look first, what goes on next, and of the rest only how many. */
const ORDER = ['conflict', 'running', 'undone', 'waiting', 'done'] as const;

function unitLines(units: readonly UnitStatus[] = [], most: number): readonly string[] {
  const isCut = units.length > most;
  const shown = isCut
    ? [...units].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)).slice(0, most)
    : units;
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  const lines = shown.map(
    ({ name, state, steps, wave }) =>
      `${name.padEnd(width)}  ${state.padEnd('conflict'.length)}  ${steps.done}/${steps.total}  wave ${wave}`,
  );
  if (!isCut) return lines;
  const counts = ORDER.flatMap((state) => {
    const count = units.filter((unit) => unit.state === state).length;
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${state}`];
  });
  return [`${units.length.toLocaleString('en-US')} in all: ${counts.join(', ')}`, ...lines];
}

/** A change since the plan was made. */
export function driftText({ side, what, at }: NonNullable<RunStatus['drift']>[number]): string {
  return `${what} at the ${side}, seen ${utc(at)}`;
}

/** What the plan does to resources of the service. */
export function changesText({ create = 0, update = 0, leave = 0 }: Partial<RunStatus['changes'] & {}>): string {
  return `${create} to create, ${update} to update, ${leave} to leave as ${leave === 1 ? 'it is' : 'they are'}`;
}

function ledgerText({ total, translated, differs, manual, blocked }: NonNullable<RunStatus['ledger']>): string {
  return `${counted(total, 'construct')}: ${translated} translated, ${counted(differs, 'differs', 'differ')}, ${manual} manual, ${blocked} blocked`;
}

export function findingsText({
  blocker = 0,
  decision = 0,
  review = 0,
  info = 0,
}: Partial<RunStatus['findings'] & {}>): string {
  return `${counted(blocker, 'blocker')}, ${counted(decision, 'decision')}, ${review} to review, ${info} for the record`;
}

export function parityText({ cases, untested, looser, broken, different }: NonNullable<RunStatus['parity']>): string {
  const asked = `${counted(cases, 'request')} asked of both sides`;
  return `${asked}: ${looser} looser, ${broken} broken, ${different} different; ${counted(untested, 'operation')} not asked`;
}

export function trafficText({ verdict, samples, errors, denied }: NonNullable<RunStatus['traffic']>): string {
  const refused = denied === undefined || denied === 0 ? '' : `, ${denied.toLocaleString('en-US')} denied`;
  // The sequential test's word for "not sure yet".
  const said = verdict === 'continue' ? 'undecided' : verdict;
  return `${said}: ${counted(samples, 'request')}, ${counted(errors, 'error')}${refused}`;
}

/** Approvals given so far. */
export function approvalsOf({ decisions }: OpenCheckpoint): number {
  return decisions.filter(({ decision }) => decision === 'approve').length;
}

/** True while a checkpoint needs another decision: one that has enough is about to be taken up. */
export function isUndecided(checkpoint: OpenCheckpoint): boolean {
  const rejected = checkpoint.decisions.some(({ decision }) => decision === 'reject');
  return !rejected && approvalsOf(checkpoint) < checkpoint.quorum;
}

function checkpointLines(runId: string, checkpoint: OpenCheckpoint, { now, hint }: Showing): string[] {
  const { id, expiresAt, quorum, decisions, planDigest } = checkpoint;
  const lines = [
    `${id} until ${utc(expiresAt)} (${relative(expiresAt, now)}), ${approvalsOf(checkpoint)} of ${counted(quorum, 'approval')}`,
    `plan ${planDigest}`,
    ...decisions.map(({ by, decision, comment }) => `${by}: ${decision}${comment === '' ? '' : `, "${comment}"`}`),
  ];
  if (!isUndecided(checkpoint)) return [...lines, 'decided: the run takes it up'];
  const decide = (decision: string): string => hint(`${decision} ${runId} ${id} --comment TEXT`);
  return [...lines, `may decide: ${whoMay(checkpoint)}`, decide('approve'), decide('reject')];
}

export function whoMay({ approvers, requester }: Pick<OpenCheckpoint, 'approvers' | 'requester'>): string {
  if (approvers.length === 0) return `any approver but ${requester}`;
  return anyOf(approvers.filter((each) => each !== requester)) || `nobody: ${requester} started the run`;
}

/** Commands that end a wait which nobody decides by a checkpoint. */
function nextLines({ runId, state }: RunStatus, { hint }: Showing): readonly string[] {
  if (state === 'paused') return [hint(`resume ${runId}`)];
  if (state === 'blocked' || state === 'frozen') return [hint(`retry ${runId}`), hint(`rollback ${runId}`)];
  return [];
}
