import { activities } from '../src/contracts/activities.ts';
import { orchestrations, WAKE, type DriftWatch } from '../src/contracts/orchestrations.ts';
import { call, callOrGiveUp, defineOrchestration } from './call.ts';

/**
 * Waits until the store holds a command for the run or, where one is named, until the checkpoint is closed. Events only
 * wake it: one that comes at the wrong moment is lost by the SDK (measured, cutover-and-saga.md section 4), so it also looks
 * by itself every `pollSeconds`. Meanwhile source and target are looked at for drift, and once more before an approval counts; a
 * look that fails is made again, but an approval is not acted on without one.
 */
defineOrchestration(orchestrations.waitForPerson, function* (context, input) {
  const { runId, pollSeconds, checkpointId, watch } = input;
  const now = (): number => context.df.currentUtcDateTime.getTime();
  const lookLater = ({ everySeconds }: DriftWatch): number => now() + everySeconds * 1000;
  let nextLook = watch === undefined ? undefined : (watch.next ?? lookLater(watch));
  const { command } = yield* call(context, activities.takeCommand, { runId });
  if (command !== undefined) return { command };
  if (checkpointId !== undefined) {
    const { closed } = yield* call(context, activities.readCheckpoint, { runId, checkpointId });
    const isDue = closed === 'approved' || (closed === undefined && nextLook !== undefined && now() >= nextLook);
    if (watch !== undefined && isDue) {
      const { planDigest, accepted } = watch;
      const plan = { runId, planDigest, checkpointId, ...(accepted === undefined ? {} : { accepted }) };
      const look = yield* callOrGiveUp(context, activities.watchDrift, plan);
      if (look.ok && look.drift !== undefined) return { drift: look.drift };
      if (!look.ok && closed === 'approved') return { failure: look.failure };
      nextLook = lookLater(watch);
    }
    if (closed !== undefined) return { closed };
  }
  const until = Math.min(now() + pollSeconds * 1000, nextLook ?? Number.POSITIVE_INFINITY);
  const woken = context.df.waitForExternalEvent(WAKE);
  const timer = context.df.createTimer(new Date(until));
  yield context.df.Task.any([woken, timer]);
  // Cancelling a timer that has fired throws and would fail the run.
  if (!timer.isCompleted) timer.cancel();
  // A week of polling must not become one long replay.
  const next = nextLook === undefined ? {} : { next: nextLook };
  context.df.continueAsNew(watch === undefined ? input : { ...input, watch: { ...watch, ...next } });
  return undefined;
});
