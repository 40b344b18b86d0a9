import type { RunStatus, UnitStatus } from '../model/run-status.ts';
import { approvalsOf, driftText, findingsText, isUndecided, parityText, trafficText, whoMay } from './show-status.ts';
import { counted, utc } from './words.ts';

/** What is new in a status, one line per change, for logs and pipelines. Without an earlier one all that is known is new. */
export function statusChanges(
  before: RunStatus | undefined,
  after: RunStatus,
  hint: (line: string) => string,
): readonly string[] {
  return [
    ...stateChanges(before, after),
    ...driftChanges(before, after),
    ...planChanges(before, after),
    ...unitChanges('API', before?.apis, after.apis),
    ...unitChanges('host name', before?.hostnames, after.hostnames),
    ...stepChanges(before, after),
    ...parityChanges(before, after),
    ...trafficChanges(before, after),
    ...checkpointChanges(before, after, hint),
  ];
}

function stateChanges(before: RunStatus | undefined, after: RunStatus): readonly string[] {
  const lines: string[] = [];
  if (before?.state !== after.state || before.phase !== after.phase)
    lines.push(after.state === after.phase ? after.state : `${after.state} during ${after.phase}`);
  if (after.reason !== undefined && before?.reason?.message !== after.reason.message) lines.push(after.reason.message);
  if (after.requested !== undefined && before?.requested !== after.requested)
    lines.push(`${after.requested} requested`);
  const waiting = after.waitingFor?.join(', ') ?? '';
  if (waiting !== '' && before?.waitingFor?.join(', ') !== waiting) lines.push(`waits for ${waiting}`);
  return lines;
}

function driftChanges(before: RunStatus | undefined, { drift = [] }: RunStatus): readonly string[] {
  const known = new Set(before?.drift?.map(driftText));
  return drift
    .map((each) => `changed: ${driftText(each)}`)
    .filter((line) => !known.has(line.slice('changed: '.length)));
}

function planChanges(before: RunStatus | undefined, { planDigest, steps, findings }: RunStatus): readonly string[] {
  if (planDigest === undefined || before?.planDigest === planDigest) return [];
  const found = findings === undefined ? '' : `; ${findingsText(findings)}`;
  return [`plan ${planDigest}: ${counted(steps?.total ?? 0, 'step')}${found}`];
}

function stepChanges(before: RunStatus | undefined, { steps, percent }: RunStatus): readonly string[] {
  if (steps === undefined || steps.done === (before?.steps?.done ?? 0)) return [];
  return [`${steps.done} of ${counted(steps.total, 'step')}${percent === undefined ? '' : `, ${percent} %`}`];
}

function unitChanges(what: string, before: readonly UnitStatus[] = [], after: readonly UnitStatus[] = []) {
  const keyOf = ({ wave, name }: UnitStatus): string => `${wave} ${name}`;
  const known = new Map(before.map((unit) => [keyOf(unit), unit.state]));
  return after
    .filter((unit) => unit.state !== (known.get(keyOf(unit)) ?? 'waiting'))
    .map(({ name, state }) => `${what} ${name}: ${state}`);
}

function parityChanges(before: RunStatus | undefined, { parity }: RunStatus): readonly string[] {
  if (parity === undefined || before?.parity?.digest === parity.digest) return [];
  return [`parity: ${parityText(parity)}`];
}

function trafficChanges(before: RunStatus | undefined, { traffic }: RunStatus): readonly string[] {
  if (traffic === undefined) return [];
  const line = trafficText(traffic);
  return before?.traffic !== undefined && trafficText(before.traffic) === line ? [] : [`traffic ${line}`];
}

function checkpointChanges(
  before: RunStatus | undefined,
  { runId, checkpoints }: RunStatus,
  hint: (line: string) => string,
): readonly string[] {
  return checkpoints.flatMap((checkpoint) => {
    const { id, openedAt, expiresAt, quorum, decisions } = checkpoint;
    const known = before?.checkpoints.find((each) => each.id === id && each.openedAt === openedAt);
    const news = decisions
      .slice(known?.decisions.length ?? 0)
      .map(({ by, decision }) => `${by} decided ${decision} at ${id}`);
    if (news.length > 0) news.push(`${id}: ${approvalsOf(checkpoint)} of ${counted(quorum, 'approval')}`);
    if (known !== undefined || !isUndecided(checkpoint)) return news;
    const open = `${id} is open until ${utc(expiresAt)} for ${whoMay(checkpoint)}: ${hint(`approve ${runId} ${id} --comment TEXT`)}`;
    return [open, ...news];
  });
}
