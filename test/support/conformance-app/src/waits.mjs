import * as df from 'durable-functions';

df.app.orchestration('waitForGo', function* (context) {
  context.df.setCustomStatus('waiting');
  return yield context.df.waitForExternalEvent('Go');
});

/** Both events can come while the activity runs. */
df.app.orchestration('workThenWaitTwice', function* (context) {
  yield context.df.callActivity('gated', { key: context.df.getInput(), text: 'work' });
  const first = yield context.df.waitForExternalEvent('Go');
  const second = yield context.df.waitForExternalEvent('Go');
  return [first, second];
});

df.app.orchestration('workThenNote', function* (context) {
  const key = context.df.getInput();
  yield context.df.callActivity('gated', { key, text: 'work' });
  yield context.df.callActivity('note', { key, text: 'after' });
  return 'done';
});

df.app.orchestration('phases', function* (context) {
  context.df.setCustomStatus({ phase: 1 });
  yield context.df.waitForExternalEvent('Next');
  context.df.setCustomStatus(null);
  yield context.df.waitForExternalEvent('Next');
  context.df.setCustomStatus({ phase: 3 });
  return 'done';
});
