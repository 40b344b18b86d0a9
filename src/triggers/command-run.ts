import * as z from 'zod';
import type { RunCommand } from '../contracts/activities.ts';
import { waiterOf, WAKE } from '../contracts/orchestrations.ts';
import { FailureError } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import { RUN_COMMANDS } from '../model/run-status.ts';
import type { RunRow } from '../ports/run-store.ts';
import { allowedCommands, isAllowed, isOverruled } from './commands.ts';
import { defineTrigger, type Trigger } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';
import { linksOf } from './run-view.ts';

const SUMMARIES: Readonly<Record<RunCommand, string>> = {
  pause: 'Stops a run after the step under way, until it is told to resume.',
  resume: 'Lets a paused run go on.',
  retry: 'Lets a blocked or frozen run try again what it is held at.',
  cancel: 'Takes back what the run has done, and ends it as cancelled.',
  rollback: 'Takes back what the run has done, DNS first, and ends it as rolled back.',
};

/** Asks a run for something: a row in the store first, then a poke; a running step is finished before it is obeyed. */
function commandTrigger(command: RunCommand): Trigger {
  return defineTrigger({
    name: `${command}-run`,
    route: `api/runs/{runId}/${command}`,
    methods: ['POST'],
    // A roll-back needs one person, and any who can approve or operate will do.
    roles: command === 'rollback' ? ['operator', 'approver'] : ['operator'],
    describe: {
      summary: SUMMARIES[command],
      answers: {
        202: {
          description: 'Asked; the run takes it up after the step under way.',
          schema: z.object({ runId: z.string(), requested: z.enum(RUN_COMMANDS) }),
        },
      },
      problems: { 409: ['wrong-state', 'ending-requested'] },
    },
    async handler({ request, who, world, client }) {
      const runId = request.params['runId'] as string;
      const runs = await world.runs();
      for (;;) {
        const found = await runs.run(runId);
        if (found === undefined) throw new ProblemError(notFound());
        const refused = whyNotNow(command, found.value);
        if (refused !== undefined) throw new ProblemError(refused);
        const at = world.now().toISOString();
        try {
          await runs.replaceRun({ ...found.value, command: { kind: command, by: who.id, at } }, found.etag);
          const detail = { state: found.value.state };
          await runs.appendAudit(runId, { at, who: who.id, what: `${command} requested`, detail });
          break;
        } catch (error) {
          // The run went on meanwhile: look again whether the command still makes sense.
          if (!(error instanceof FailureError) || error.failure.kind !== 'conflict') throw error;
        }
      }
      await client.raiseEvent(waiterOf(runId), WAKE, {}).catch(() => undefined); // a poke; the waiter also looks by itself
      return {
        status: 202,
        headers: { 'location': `/api/runs/${runId}`, 'retry-after': '2' },
        jsonBody: { runId, requested: command },
      };
    },
  });
}

/** Why a run cannot be told so now; undefined when it can. */
function whyNotNow(command: RunCommand, { runId, state, command: pending }: RunRow): Problem | undefined {
  if (!isAllowed(command, state)) {
    const possible = allowedCommands(state);
    const next = possible.length === 0 ? 'Nothing can be asked of it any more.' : `It can: ${possible.join(', ')}.`;
    const detail = `A run that is ${state} cannot ${command}. ${next} GET ${linksOf(runId, state)['self']} says what it waits for.`;
    return { status: 409, code: 'wrong-state', title: 'Not in this state', detail };
  }
  if (isOverruled(command, pending?.kind)) {
    const detail = `The run was told to ${pending?.kind} at ${pending?.at} and ends once the step under way is finished.`;
    return { status: 409, code: 'ending-requested', title: 'The run is about to end', detail };
  }
  return undefined;
}

export const commandTriggers: readonly Trigger[] = RUN_COMMANDS.map(commandTrigger);
