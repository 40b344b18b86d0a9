import { createHash } from 'node:crypto';
import type { CheckpointRow, RunRow } from '../ports/run-store.ts';

/** Where the documents of a run are, relative to the service. */
export function linksOf(runId: string) {
  const self = `/api/runs/${runId}`;
  return {
    self,
    plan: `${self}/plan`,
    findings: `${self}/findings`,
    audit: `${self}/audit`,
    cancel: `${self}/cancel`,
    rollback: `${self}/rollback`,
  };
}

/** What people see of a run; the same in lists and alone, where open checkpoints come along. */
export function runView(row: RunRow, checkpoints: readonly CheckpointRow[] = []) {
  const { runId, state, createdAt, updatedAt, requester, detail, command } = row;
  return {
    runId,
    state,
    createdAt,
    updatedAt,
    requester,
    ...(command === undefined ? {} : { requested: command.kind }),
    ...detail,
    checkpoints: checkpoints
      .filter(({ closed }) => closed === undefined)
      .map(({ id, openedAt, expiresAt, quorum, approvers, planDigest, evidenceDigest, decisions }) => ({
        id,
        openedAt,
        expiresAt,
        quorum,
        approvers,
        planDigest,
        evidenceDigest,
        decisions,
        decide: `/api/runs/${runId}/checkpoints/${id}/decision`,
      })),
    links: linksOf(runId),
  };
}

/** A strong ETag of an answer's bytes. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
}
