import { activities } from '../src/contracts/activities.ts';
import { orchestrations } from '../src/contracts/orchestrations.ts';
import { call, callOrGiveUp, defineOrchestration, sleep } from './call.ts';

/**
 * Looks at a wave's traffic until the sequential test has its verdict. No data is not health: after `blindAfterSeconds`
 * without any the verdict is `blind`. A look that fails counts as one without data.
 */
defineOrchestration(orchestrations.monitorWave, function* (context, input) {
  const { runId, planDigest, wave, since, seen } = input;
  yield* sleep(context, input.intervalSeconds);
  const { command } = yield* call(context, activities.takeCommand, { runId });
  if (command !== undefined) return { verdict: 'interrupted', command };
  const look = yield* callOrGiveUp(context, activities.observeTraffic, { runId, planDigest, wave, since, state: seen });
  const { blindSince: previouslyBlindSince, ...rest } = input;
  if (!look.ok || look.verdict === 'no-data') {
    const now = context.df.currentUtcDateTime;
    const blindSince = previouslyBlindSince ?? now.toISOString();
    const blindMs = now.getTime() - new Date(blindSince).getTime();
    if (blindMs >= input.blindAfterSeconds * 1000) return { verdict: 'blind' };
    context.df.continueAsNew({ ...rest, blindSince });
    return undefined;
  }
  if (look.verdict === 'slow') return { verdict: 'slow', ...(look.latency && { latency: look.latency }) };
  if (look.verdict !== 'continue') return { verdict: look.verdict };
  context.df.continueAsNew({ ...rest, seen: look.state });
  return undefined;
});
