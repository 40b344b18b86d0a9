import { activities } from '../src/contracts/activities.ts';
import { orchestrations } from '../src/contracts/orchestrations.ts';
import { call, callOrGiveUp, defineOrchestration, sleep } from './call.ts';

/**
 * Looks at the name servers until all of them show a wave's change, or people want the run to stop. Callers reach the target from
 * the first moment, so it is judged at every look: a bad one is found before the change is everywhere.
 */
defineOrchestration(orchestrations.awaitPropagation, function* (context, input) {
  const { runId, planDigest, wave, since, seen, pollSeconds } = input;
  const look = yield* callOrGiveUp(context, activities.checkPropagation, { runId, planDigest, wave });
  if (!look.ok) return look;
  const traffic = yield* callOrGiveUp(context, activities.observeTraffic, {
    runId,
    planDigest,
    wave,
    since,
    state: seen,
  });
  const judged = traffic.ok ? traffic.state : seen;
  if (traffic.ok && traffic.verdict === 'bad') return { ok: true, isBad: true, seen: judged };
  if (look.propagated) return { ok: true, isBad: false, seen: judged };
  const detail = { waitingFor: look.waitingFor };
  const { command } = yield* call(context, activities.enterState, { runId, state: 'cutting-over', detail });
  if (command !== undefined) return { ok: true, isBad: false, seen: judged, command };
  yield* sleep(context, pollSeconds);
  // A server may lag for hours: each look is a history of its own.
  context.df.continueAsNew({ ...input, seen: judged });
  return undefined;
});
