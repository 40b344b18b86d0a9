import { activities } from '../src/contracts/activities.ts';
import { orchestrations } from '../src/contracts/orchestrations.ts';
import type { Failure } from '../src/model/outcome.ts';
import { park, type Running } from './attempt.ts';
import { call, callChild, callOrGiveUp, childTask, type Durable } from './call.ts';

/**
 * Takes back all that a run did and did not commit: the names first and all at once, since that is what callers wait for; then,
 * when no name leads to the target any more, the rest in reverse. Nothing that still serves a name is taken away.
 */
export function* takeBack(run: Running, planDigest: string, reason: string): Durable<void> {
  const { context, runId, brief } = run;
  const input = { runId, planDigest, pollSeconds: brief.pace.operationPoll };
  for (;;) {
    yield* call(context, activities.enterState, { runId, state: 'rolling-back', detail: { reason } });
    const { units } = yield* call(context, activities.listMovedNames, { runId });
    const tasks = units.map((unit, index) =>
      childTask(context, orchestrations.undoSteps, `${runId}-undo-name-${index}`, { ...input, unit }),
    );
    if (tasks.length > 0) yield context.df.Task.all(tasks);
    const why = whyNotFurther(yield* callOrGiveUp(context, activities.findNamesAtTarget, { runId, planDigest }));
    if (why === undefined) break;
    // Whatever else is asked for meanwhile, the roll-back goes on only when somebody says that the name is taken care of.
    while ((yield* park(run, 'blocked', { during: 'rolling-back', reason: why })) !== 'retry');
  }
  yield* callChild(context, orchestrations.undoSteps, `${runId}-undo`, input);
}

type Found = { ok: true; names: readonly string[] } | { ok: false; failure: Failure };

function whyNotFurther(found: Found): Failure | undefined {
  if (!found.ok) return found.failure;
  if (found.names.length === 0) return undefined;
  const message =
    `${found.names.join(', ')} leads to API Management by records that somebody edited after this run moved it: ` +
    'point it where it belongs by hand, then retry; until then what serves it stays';
  return { kind: 'conflict', code: 'NAME-EDITED', message };
}
