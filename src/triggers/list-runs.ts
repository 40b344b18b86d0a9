import * as z from 'zod';
import { RUN_STATES } from '../model/run.ts';
import { runSummary as runSummarySchema } from '../model/run-status.ts';
import { defineTrigger } from './define-trigger.ts';
import { queryOf } from './query.ts';
import { runSummary } from './run-view.ts';

const listQuery = z.strictObject({
  status: z.enum(RUN_STATES).optional().describe('only runs in this state'),
  top: z.coerce.number().int().min(1).max(100).default(20),
  continuationToken: z.string().max(1000).optional().describe('from the page before'),
});

/** Runs, newest first. */
export const listRuns = defineTrigger({
  name: 'list-runs',
  route: 'api/runs',
  methods: ['GET'],
  roles: ['reader', 'operator', 'approver'],
  describe: {
    summary: 'Runs, newest first.',
    query: listQuery,
    answers: {
      200: {
        description: 'A page of runs; without a continuationToken it is the last one.',
        schema: z.object({ runs: z.array(runSummarySchema), continuationToken: z.string().optional() }),
      },
    },
    problems: { 400: ['invalid-query'] },
  },
  async handler({ request, world }) {
    const { status, top, continuationToken } = queryOf(request, listQuery);
    const runs = await world.runs();
    const page = await runs.runs({
      top,
      ...(status === undefined ? {} : { status }),
      ...(continuationToken === undefined ? {} : { continuationToken }),
    });
    return {
      jsonBody: {
        runs: page.rows.map(runSummary),
        ...(page.continuationToken === undefined ? {} : { continuationToken: page.continuationToken }),
      },
    };
  },
});
