import type { HttpResponseInit } from '@azure/functions';
import { FINAL_STATES } from '../model/run.ts';
import type { RunRow } from '../ports/run-store.ts';
import type { Call } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';
import { detailOf, type RunDetail } from './run-detail.ts';
import { etagOf } from './run-view.ts';

/** Who may read the documents of a run. */
export const ANYONE = ['reader', 'operator', 'approver'] as const;

/** The run that a call is about. @throws ProblemError 404 when there is none. */
export async function rowOf({ request, world }: Call): Promise<RunRow> {
  const row = (await (await world.runs()).run(request.params['runId'] as string))?.value;
  if (row === undefined) throw new ProblemError(notFound());
  return row;
}

/**
 * A fact of the run's row that a document is named by or made of.
 * @throws ProblemError 404: no such run, not known yet (`not-yet`), or never (`no-NAME`).
 */
export async function factOf<T>(
  call: Call,
  name: 'plan' | 'parity' | 'traffic',
  pick: (detail: RunDetail) => T | undefined,
): Promise<T> {
  const row = await rowOf(call);
  const fact = pick(detailOf(row));
  if (fact !== undefined) return fact;
  const { words, member } = DOCUMENTS[name];
  const title = `No ${name}`;
  if (FINAL_STATES.includes(row.state)) {
    const detail = `The run ended ${row.state} before it had ${words}.`;
    throw new ProblemError({ status: 404, code: `no-${name}`, title, detail });
  }
  const detail = `The run is ${row.state} and does not have ${words} yet. Poll GET /api/runs/${row.runId} until it shows ${member}.`;
  throw new ProblemError({ status: 404, code: 'not-yet', title, detail });
}

const DOCUMENTS = {
  plan: { words: 'a plan', member: 'a planDigest' },
  parity: { words: 'a comparison of both sides', member: 'parity' },
  traffic: { words: "a look at the target's traffic", member: 'traffic' },
} as const;

/** Documents are named by what is in them, so whoever has one need not be sent it again. */
export function unlessKnown({ request }: Call, content: string, body: () => unknown): HttpResponseInit {
  const etag = etagOf(content);
  const headers = { etag, 'cache-control': 'no-cache' };
  if (request.headers.get('if-none-match') === etag) return { status: 304, headers };
  return { status: 200, headers, jsonBody: body() };
}
