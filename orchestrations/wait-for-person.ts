import { activities } from '../src/contracts/activities.ts';
import { orchestrations, WAKE } from '../src/contracts/orchestrations.ts';
import { call, defineOrchestration } from './call.ts';

/**
 * Waits until the store holds a command for the run or, where one is named, until the checkpoint is closed. Events only
 * wake it: one that comes at the wrong moment is lost by the SDK (measured, cutover-and-saga.md section 4), so it also looks
 * by itself every `pollSeconds`.
 */
defineOrchestration(orchestrations.waitForPerson, function* (context, input) {
  const { runId, pollSeconds, checkpointId } = input;
  const { command } = yield* call(context, activities.takeCommand, { runId });
  if (command !== undefined) return { command };
  if (checkpointId !== undefined) {
    const { closed } = yield* call(context, activities.readCheckpoint, { runId, checkpointId });
    if (closed !== undefined) return { closed };
  }
  const woken = context.df.waitForExternalEvent(WAKE);
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + pollSeconds * 1000));
  yield context.df.Task.any([woken, timer]);
  // Cancelling a timer that has fired throws and would fail the run.
  if (!timer.isCompleted) timer.cancel();
  // A week of polling must not become one long replay.
  context.df.continueAsNew(input);
  return undefined;
});
