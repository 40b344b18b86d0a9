import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Starts an orchestration unless it has been started: who got no answer may ask again. */
app.http('start', {
  route: 'start/{name}/{id}',
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const { name, id: instanceId } = request.params;
    const client = df.getClient(context);
    const there = await client.getStatus(instanceId).catch(() => undefined);
    if (there === undefined) await client.startNew(name, { instanceId, input: await request.json() });
    return { status: 202 };
  },
});

/** Notes that it runs, takes a while that depends on its input, and returns what depends on its input. */
df.app.activity('digest', {
  handler: async (input) => {
    appendFileSync(process.env.CHAOS_EXECUTIONS, '.');
    const hash = createHash('sha256').update(JSON.stringify(input)).digest();
    await sleep(hash[0] % 24);
    return hash.toString('hex').slice(0, 8);
  },
});
df.app.activity('alwaysFails', {
  handler: (what) => {
    appendFileSync(process.env.CHAOS_EXECUTIONS, '.');
    throw new Error(`${what} always fails`);
  },
});

const after = (context, ms) => new Date(context.df.currentUtcDateTime.getTime() + ms);

df.app.orchestration('leaf', function* (context) {
  const input = context.df.getInput();
  const one = yield context.df.callActivity('digest', { leaf: input });
  return yield context.df.callActivity('digest', { leaf: one });
});

df.app.orchestration('failingLeaf', function* (context) {
  yield context.df.callActivity('digest', { before: context.df.getInput() });
  throw new Error('leaf failed');
});

/** One step of each kind; the kinds come in an order that the input says. */
const STEPS = {
  *chain(context, key) {
    const first = yield context.df.callActivity('digest', { key });
    return yield context.df.callActivity('digest', { first });
  },
  *fanOut(context, key) {
    return yield context.df.Task.all([0, 1, 2, 3, 4].map((n) => context.df.callActivity('digest', { key, n })));
  },
  *timer(context, key) {
    yield context.df.createTimer(after(context, 40));
    return `${key} waited`;
  },
  *race(context, key) {
    const timer = context.df.createTimer(after(context, 3_600_000));
    const work = context.df.callActivity('digest', { key });
    const winner = yield context.df.Task.any([timer, work]);
    timer.cancel();
    return winner.result;
  },
  *child(context, key) {
    return yield context.df.callSubOrchestrator('leaf', key);
  },
  *children(context, key) {
    return yield context.df.Task.all([1, 2].map((n) => context.df.callSubOrchestrator('leaf', `${key}-${n}`)));
  },
  *failingChild(context, key) {
    try {
      return yield context.df.callSubOrchestrator('failingLeaf', key);
    } catch (error) {
      return error.message.includes('leaf failed');
    }
  },
  *retries(context, key) {
    const retry = new df.RetryOptions(10, 3);
    retry.backoffCoefficient = 2;
    try {
      return yield context.df.callActivityWithRetry('alwaysFails', retry, key);
    } catch (error) {
      return error.message.includes(`${key} always fails`);
    }
  },
  *retriesBesideWork(context, key) {
    const retry = new df.RetryOptions(10, 2);
    const failing = context.df.callActivityWithRetry('alwaysFails', retry, key);
    const work = [0, 1, 2].map((n) => context.df.callActivity('digest', { key, beside: n }));
    const done = yield context.df.Task.all(work);
    try {
      return yield failing;
    } catch {
      return done;
    }
  },
};

/** The steps of `kinds` in rounds, a new execution each: `{kinds, rounds, seen}`. Ends with all that it saw. */
df.app.orchestration('mixed', function* (context) {
  const { kinds, rounds, seen } = context.df.getInput();
  const results = [];
  for (const [at, kind] of kinds.entries()) results.push(yield* STEPS[kind](context, `${rounds}.${at}.${kind}`));
  const all = [...seen, results];
  if (rounds === 1) return all;
  return context.df.continueAsNew({ kinds, rounds: rounds - 1, seen: all });
});

/** Events in the order in which they were accepted, with work between them, until the one that is `last`. */
df.app.orchestration('listens', function* (context) {
  const { last } = context.df.getInput();
  const heard = [];
  while (heard.at(-1) !== last) {
    heard.push(yield context.df.waitForExternalEvent('Tick'));
    yield context.df.callActivity('digest', { heard: heard.length });
  }
  return heard;
});
