import { defineTrigger } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';

/** The plan of a run as it was approved, or will be: the document behind `planDigest`. */
export const getPlan = defineTrigger({
  name: 'get-plan',
  route: 'api/runs/{runId}/plan',
  methods: ['GET'],
  roles: ['reader', 'operator', 'approver'],
  async handler({ request, world }) {
    const runId = request.params['runId'] as string;
    const digest = (await (await world.runs()).run(runId))?.value.detail['planDigest'];
    if (typeof digest !== 'string') throw new ProblemError(notFound());
    return { jsonBody: await (await world.artifacts()).getJson(runId, digest) };
  },
});

/** Who did what, in order. */
export const getAudit = defineTrigger({
  name: 'get-audit',
  route: 'api/runs/{runId}/audit',
  methods: ['GET'],
  roles: ['reader', 'operator', 'approver'],
  async handler({ request, world }) {
    const runId = request.params['runId'] as string;
    const runs = await world.runs();
    if ((await runs.run(runId)) === undefined) throw new ProblemError(notFound());
    return { jsonBody: { runId, entries: await runs.audit(runId) } };
  },
});
