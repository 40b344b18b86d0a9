import { createHash } from 'node:crypto';
import { deltaOf } from '../model/plan.ts';
import type { RunState } from '../model/run.ts';
import type { OpenCheckpoint, RunStatus, RunSummary } from '../model/run-status.ts';
import type { CheckpointRow, CompensationRow, RunRow } from '../ports/run-store.ts';
import { allowedCommands, isEnding } from './commands.ts';
import { stepsDone, unitStatuses, type UnitProgress } from './progress.ts';
import { detailOf, type RunDetail } from './run-detail.ts';

/** Where the documents of a run are, and what can be asked of it in its state, relative to the service. */
export function linksOf(runId: string, state: RunState): Readonly<Record<string, string>> {
  const self = `/api/runs/${runId}`;
  const commands = allowedCommands(state).map((command) => [command, `${self}/${command}`] as const);
  return {
    self,
    plan: `${self}/plan`,
    findings: `${self}/findings`,
    parity: `${self}/parity`,
    traffic: `${self}/traffic`,
    audit: `${self}/audit`,
    ...Object.fromEntries(commands),
  };
}

/** A run as lists show it. */
export function runSummary(row: RunRow): RunSummary {
  return summaryOf(row, detailOf(row));
}

function summaryOf(row: RunRow, { name, mode, now }: RunDetail): RunSummary {
  const { runId, state, createdAt, updatedAt, requester, command } = row;
  return defined({
    runId,
    name,
    mode,
    state,
    phase: now?.during ?? state,
    createdAt,
    updatedAt,
    requester,
    requested: command?.kind,
    links: linksOf(runId, state),
  });
}

/** The whole status of a run, made of its row and the rows below it. `now` is an ISO time. */
export function runStatus(
  row: RunRow,
  checkpoints: readonly CheckpointRow[],
  compensations: readonly CompensationRow[],
  now: string,
): RunStatus {
  const detail = detailOf(row);
  const { planId, planDigest, steps: total, changes, units, findings, ledger, parity, traffic, outcome } = detail;
  // What an earlier plan of the run did is no step of this one.
  const own = compensations.filter(({ stepId }) => deltaOf(stepId) === (detail.delta ?? 0));
  const done = stepsDone(own);
  const progress = units && unitStatuses(units, own);
  const of = (kind: UnitProgress['kind']) => progress?.filter((each) => each.kind === kind).map(({ status }) => status);
  return publishable(
    defined({
      ...summaryOf(row, detail),
      planId,
      planDigest,
      steps: total === undefined ? undefined : { done, total },
      percent: total === undefined || total === 0 ? undefined : Math.min(100, Math.floor((100 * done) / total)),
      changes,
      apis: of('api'),
      hostnames: of('hostname'),
      shared: of('shared'),
      checkpoints: isEnding(row.state) ? [] : checkpoints.filter((each) => isOpen(each, now)).map(openCheckpoint),
      findings,
      ledger,
      parity,
      traffic,
      drift: detail.drift?.length === 0 ? undefined : detail.drift,
      reason: detail.now?.reason,
      waitingFor: detail.now?.waitingFor,
      outcome,
    }),
  );
}

const isOpen = ({ closed, expiresAt }: CheckpointRow, now: string): boolean => closed === undefined && now < expiresAt;

function openCheckpoint(row: CheckpointRow): OpenCheckpoint {
  const { runId, id, openedAt, expiresAt, quorum, approvers, requester, planDigest, evidenceDigest, decisions } = row;
  return {
    id,
    openedAt,
    expiresAt,
    quorum,
    approvers: [...approvers],
    requester,
    planDigest,
    evidenceDigest,
    decisions: decisions.map(({ by, decision, comment, at }) => ({ by, decision, comment, at })),
    decide: `/api/runs/${runId}/checkpoints/${id}/decision`,
  };
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** An object without its undefined members: what is not known is absent. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}

/**
 * The same JSON with the query cut off every URL in a text: a failure may quote the URL of a call, and queries carry keys and
 * signatures. Durable's management addresses let whoever has one steer the run past every rule, so they go altogether.
 */
function publishable<T>(value: T): T {
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'string'
      ? member.replaceAll(/(https?:\/\/[^\s?#"'<>]+)([?#][^\s"'<>]*)?/g, (_url, address: string) =>
          address.includes('/runtime/webhooks/') ? '(internal address)' : address,
        )
      : member,
  );
  return JSON.parse(text) as T;
}

/** A strong ETag of an answer's bytes. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
}
