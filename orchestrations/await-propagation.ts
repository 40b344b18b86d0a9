import { activities } from '../src/contracts/activities.ts';
import { orchestrations } from '../src/contracts/orchestrations.ts';
import { call, callOrGiveUp, defineOrchestration, sleep } from './call.ts';

/** Looks at the name servers until all of them show a wave's change, or people want the run to stop. */
defineOrchestration(orchestrations.awaitPropagation, function* (context, input) {
  const { runId, planDigest, wave, pollSeconds } = input;
  const look = yield* callOrGiveUp(context, activities.checkPropagation, { runId, planDigest, wave });
  if (!look.ok) return look;
  if (look.propagated) return { ok: true };
  const detail = { waitingFor: look.waitingFor };
  const { command } = yield* call(context, activities.enterState, { runId, state: 'cutting-over', detail });
  if (command !== undefined) return { ok: true, command };
  yield* sleep(context, pollSeconds);
  // A server may lag for hours: each look is a history of its own.
  context.df.continueAsNew(input);
  return undefined;
});
