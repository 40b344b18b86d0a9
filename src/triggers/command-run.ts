import type { RunCommand } from '../contracts/activities.ts';
import { waiterOf, WAKE } from '../contracts/orchestrations.ts';
import { FailureError } from '../model/outcome.ts';
import { FINAL_STATES, type RunState } from '../model/run.ts';
import { defineTrigger, type Trigger } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';
import { linksOf } from './run-view.ts';

const ENDING: readonly RunState[] = ['rolling-back', ...FINAL_STATES];
const HELD: readonly RunState[] = ['blocked', 'frozen'];

/** In which states a command makes sense; anything else is answered 409 with what would. */
const ALLOWED: Readonly<Record<RunCommand, (state: RunState) => boolean>> = {
  pause: (state) => !ENDING.includes(state) && state !== 'paused',
  resume: (state) => state === 'paused',
  retry: (state) => HELD.includes(state),
  cancel: (state) => !ENDING.includes(state),
  rollback: (state) => !ENDING.includes(state),
};

/** Asks a run for something: a row in the store first, then a poke; a running step is finished before it is obeyed. */
function commandTrigger(command: RunCommand): Trigger {
  return defineTrigger({
    name: `${command}-run`,
    route: `api/runs/{runId}/${command}`,
    methods: ['POST'],
    // A roll-back needs one person, and any who can approve or operate will do.
    roles: command === 'rollback' ? ['operator', 'approver'] : ['operator'],
    async handler({ request, who, world, client }) {
      const runId = request.params['runId'] as string;
      const runs = await world.runs();
      for (;;) {
        const found = await runs.run(runId);
        if (found === undefined) throw new ProblemError(notFound());
        const { state } = found.value;
        if (!ALLOWED[command](state)) {
          const detail = `A run that is ${state} cannot be told to ${command}; GET ${linksOf(runId).self} says what it waits for.`;
          throw new ProblemError({ status: 409, code: 'wrong-state', title: 'Not in this state', detail });
        }
        const at = world.now().toISOString();
        try {
          await runs.replaceRun({ ...found.value, command: { kind: command, by: who.id, at } }, found.etag);
          await runs.appendAudit(runId, { at, who: who.id, what: `${command} requested`, detail: { state } });
          break;
        } catch (error) {
          // The run went on meanwhile: look again whether the command still makes sense.
          if (!(error instanceof FailureError) || error.failure.kind !== 'conflict') throw error;
        }
      }
      await client.raiseEvent(waiterOf(runId), WAKE, {}).catch(() => undefined); // a poke; the waiter also looks by itself
      return {
        status: 202,
        headers: { 'location': linksOf(runId).self, 'retry-after': '2' },
        jsonBody: { runId, requested: command },
      };
    },
  });
}

export const commandTriggers: readonly Trigger[] = (['pause', 'resume', 'retry', 'cancel', 'rollback'] as const).map(
  commandTrigger,
);
