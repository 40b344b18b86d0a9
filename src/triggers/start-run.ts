import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { orchestrations } from '../contracts/orchestrations.ts';
import { runRequest } from '../model/run.ts';
import { defineTrigger } from './define-trigger.ts';
import { invalidRequest, jsonBody } from './json-body.ts';
import { notYet } from './not-yet.ts';
import { ProblemError } from './problem.ts';
import { linksOf } from './run-view.ts';

/** Starts a run. With an Idempotency-Key the same call again answers with the run that the first one started. */
export const startRun = defineTrigger({
  name: 'start-run',
  route: 'api/runs',
  methods: ['POST'],
  roles: ['operator'],
  describe: {
    summary:
      'Starts a run. With an Idempotency-Key the same call again answers with the run that the first one started.',
    body: runRequest,
    headers: { 'idempotency-key': 'any text of the caller; sending a request again with it starts nothing twice' },
    answers: {
      202: {
        description: 'Accepted; Location is where to poll.',
        schema: z.object({ runId: z.string(), status: z.string(), links: z.record(z.string(), z.string()) }),
      },
    },
    problems: { 400: ['not-yet-supported'] },
  },
  async handler({ request, who, world, client }) {
    const run = await jsonBody(request, runRequest);
    const missing = notYet(run);
    if (missing.length > 0) throw new ProblemError(invalidRequest('not-yet-supported', missing));
    const runs = await world.runs();
    const fresh = `run-${randomUUID()}`;
    const key = request.headers.get('idempotency-key');
    // Keys are callers' own: one caller's key never finds another's run.
    const runId = key === null ? fresh : await runs.claimIdempotencyKey(hash(`${who.id} ${key}`), fresh);
    const { digest } = await (await world.artifacts()).putJson(runId, 'run.json', run);
    const createdAt = world.now().toISOString();
    const isNew = await runs.insertRun({
      runId,
      createdAt,
      updatedAt: createdAt,
      requester: who.id,
      requestDigest: digest,
      state: 'accepted',
      detail: { mode: run.mode, ...(run.name === undefined ? {} : { name: run.name }) },
    });
    if (isNew)
      await runs.appendAudit(runId, { at: createdAt, who: who.id, what: 'run requested', detail: { request: digest } });
    // A crash between the row and the start is mended by the same call again: starting a running instance is refused, not doubled.
    const status = await client.getStatus(runId).catch(() => undefined);
    if (status === undefined)
      await client.startNew(orchestrations.runMigration.name, { instanceId: runId, input: { runId } });
    const links = linksOf(runId, 'accepted');
    return {
      status: 202,
      headers: { 'location': `/api/runs/${runId}`, 'retry-after': '2' },
      jsonBody: { runId, status: 'accepted', links },
    };
  },
});

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
