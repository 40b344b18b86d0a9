import * as df from 'durable-functions';

df.app.activity('greet', { handler: (name) => `Hello ${name}` });
df.app.activity('square', { handler: (n) => n * n });
df.app.activity('fail', {
  handler: (what) => {
    throw new Error(`${what} failed`);
  },
});

const after = (context, ms) => new Date(context.df.currentUtcDateTime.getTime() + ms);

df.app.orchestration('chain', function* (context) {
  const greetings = [];
  for (const name of context.df.getInput()) greetings.push(yield context.df.callActivity('greet', name));
  return greetings;
});

df.app.orchestration('fanOut', function* (context) {
  const tasks = Array.from({ length: context.df.getInput() }, (_, i) => context.df.callActivity('square', i));
  return yield context.df.Task.all(tasks);
});

df.app.orchestration('fanInWithFailure', function* (context) {
  const tasks = [context.df.callActivity('square', 2), context.df.callActivity('fail', 'second')];
  try {
    return yield context.df.Task.all(tasks);
  } catch (error) {
    return { caught: error.message };
  }
});

df.app.orchestration('timers', function* (context) {
  yield context.df.Task.all(context.df.getInput().map((ms) => context.df.createTimer(after(context, ms))));
  return 'fired';
});

/** Work against a timer of an hour: who does not cancel it is held by it. */
df.app.orchestration('beatsTimer', function* (context) {
  const timer = context.df.createTimer(after(context, 3_600_000));
  const work = context.df.callActivity('square', 4);
  const winner = yield context.df.Task.any([timer, work]);
  timer.cancel();
  if (context.df.getInput() === 'throw') throw new Error('after the race');
  return { workWon: winner === work, result: winner.result };
});

df.app.orchestration('timerBeatsEvent', function* (context) {
  const timer = context.df.createTimer(after(context, 500));
  const event = context.df.waitForExternalEvent('Never');
  return (yield context.df.Task.any([event, timer])) === timer ? 'timer' : 'event';
});

/** One of two ends; the other still runs and holds the instance. */
df.app.orchestration('leavesWorkOpen', function* (context) {
  const slow = context.df.callActivity('gated', { key: context.df.getInput(), text: 'slow' });
  const fast = context.df.callActivity('square', 3);
  const winner = yield context.df.Task.any([slow, fast]);
  context.df.setCustomStatus('decided');
  return winner === fast ? 'fast' : 'slow';
});

df.app.orchestration('countDown', function* (context) {
  const { left, done } = context.df.getInput();
  if (left === 0) return done;
  const square = yield context.df.callActivity('square', left);
  return context.df.continueAsNew({ left: left - 1, done: [...done, square] });
});

df.app.orchestration('throws', function* (context) {
  yield context.df.callActivity('square', 1);
  throw new Error('thrown by the orchestrator');
});

df.app.orchestration('echo', function* (context) {
  yield context.df.callActivity('square', 1);
  return { id: context.df.instanceId, input: context.df.getInput() };
});
