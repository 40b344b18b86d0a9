import { FINAL_STATES } from '../model/run.ts';
import { defineTrigger } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';
import { etagOf, runView } from './run-view.ts';

/** The status of one run, made for polling: 304 when nothing changed, Retry-After while it goes on. */
export const getRun = defineTrigger({
  name: 'get-run',
  route: 'api/runs/{runId}',
  methods: ['GET'],
  roles: ['reader', 'operator', 'approver'],
  async handler({ request, world }) {
    const runId = request.params['runId'] as string;
    const runs = await world.runs();
    const found = await runs.run(runId);
    if (found === undefined) throw new ProblemError(notFound());
    const body = JSON.stringify(runView(found.value, await runs.checkpoints(runId)));
    const etag = etagOf(body);
    const headers: Record<string, string> = { etag, 'cache-control': 'no-cache' };
    if (!FINAL_STATES.includes(found.value.state)) headers['retry-after'] = '2';
    if (request.headers.get('if-none-match') === etag) return { status: 304, headers };
    return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body };
  },
});
