import { FINAL_STATES, type RunState } from '../model/run.ts';
import { runStatus as runStatusSchema } from '../model/run-status.ts';
import { defineTrigger } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';
import { etagOf, runStatus } from './run-view.ts';

/** Seconds between two polls: a run that works moves by the second, one that waits for a person does not. */
const POLL_SECONDS = { working: 2, waiting: 5 } as const;
const WAITING: readonly RunState[] = ['awaiting-plan', 'awaiting-cutover', 'awaiting-commit', 'awaiting-decommission'];
const HELD: readonly RunState[] = ['paused', 'frozen', 'blocked'];

/** The status of one run, made for polling: 304 when nothing changed, Retry-After while it goes on. */
export const getRun = defineTrigger({
  name: 'get-run',
  route: 'api/runs/{runId}',
  methods: ['GET'],
  roles: ['reader', 'operator', 'approver'],
  describe: {
    summary: 'The status of a run. Poll it with If-None-Match, as often as Retry-After says; without one it has ended.',
    headers: { 'if-none-match': 'the ETag of an earlier answer' },
    answers: { 200: { description: 'The status.', schema: runStatusSchema }, 304: { description: 'Unchanged.' } },
  },
  async handler({ request, world }) {
    const runId = request.params['runId'] as string;
    const runs = await world.runs();
    const found = await runs.run(runId);
    if (found === undefined) throw new ProblemError(notFound());
    const [checkpoints, compensations] = await Promise.all([runs.checkpoints(runId), runs.compensations(runId)]);
    const { state } = found.value;
    const body = JSON.stringify(runStatus(found.value, checkpoints, compensations, world.now().toISOString()));
    const etag = etagOf(body);
    const headers: Record<string, string> = { etag, 'cache-control': 'no-cache' };
    if (!FINAL_STATES.includes(state)) {
      const waits = WAITING.includes(state) || HELD.includes(state);
      headers['retry-after'] = String(waits ? POLL_SECONDS.waiting : POLL_SECONDS.working);
    }
    if (request.headers.get('if-none-match') === etag) return { status: 304, headers };
    return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body };
  },
});
