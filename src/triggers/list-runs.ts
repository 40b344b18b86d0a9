import * as z from 'zod';
import { RUN_STATES } from '../model/run.ts';
import { defineTrigger } from './define-trigger.ts';
import { ProblemError } from './problem.ts';
import { runView } from './run-view.ts';

const query = z.strictObject({
  status: z.enum(RUN_STATES).optional(),
  top: z.coerce.number().int().min(1).max(100).default(20),
  continuationToken: z.string().max(1000).optional(),
});

/** Runs, newest first. */
export const listRuns = defineTrigger({
  name: 'list-runs',
  route: 'api/runs',
  methods: ['GET'],
  roles: ['reader', 'operator', 'approver'],
  async handler({ request, world }) {
    const parsed = query.safeParse(Object.fromEntries(request.query));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const detail = `${issue?.path.join('.') ?? 'query'}: ${issue?.message ?? 'invalid'}`;
      throw new ProblemError({ status: 400, code: 'invalid-query', title: 'Invalid query', detail });
    }
    const { status, top, continuationToken } = parsed.data;
    const page = await (
      await world.runs()
    ).runs({
      top,
      ...(status === undefined ? {} : { status }),
      ...(continuationToken === undefined ? {} : { continuationToken }),
    });
    return {
      jsonBody: {
        runs: page.rows.map((row) => runView(row)),
        ...(page.continuationToken === undefined ? {} : { continuationToken: page.continuationToken }),
      },
    };
  },
});
