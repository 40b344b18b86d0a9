import * as df from 'durable-functions';
import { note } from './notes-and-gates.mjs';

/** Fails until its attempt number reaches `succeedAt`. */
df.app.activity('flaky', {
  handler: ({ key, succeedAt }) => {
    const attempt = note(key, 'attempt');
    if (attempt < succeedAt) throw new Error(`attempt ${attempt} failed`);
    return attempt;
  },
});

df.app.orchestration('retries', function* (context) {
  const { attempts, ...input } = context.df.getInput();
  try {
    return { result: yield context.df.callActivityWithRetry('flaky', new df.RetryOptions(100, attempts), input) };
  } catch (error) {
    return { caught: error.message };
  }
});

df.app.orchestration('flakyChild', function* (context) {
  return yield context.df.callActivity('flaky', context.df.getInput());
});
df.app.orchestration('retriesChild', function* (context) {
  const { attempts, ...input } = context.df.getInput();
  return yield context.df.callSubOrchestratorWithRetry('flakyChild', new df.RetryOptions(100, attempts), input);
});

df.app.orchestration('parent', function* (context) {
  const { child, input } = context.df.getInput();
  try {
    return { result: yield context.df.callSubOrchestrator(child, input, `${context.df.instanceId}-child`) };
  } catch (error) {
    return { caught: error.message };
  }
});

/** Does its first step once, however often it is rewound. */
df.app.orchestration('rewindable', function* (context) {
  const key = context.df.getInput();
  yield context.df.callActivity('note', { key: `${key}-steps`, text: 'first' });
  return yield context.df.callActivity('flaky', { key, succeedAt: 2 });
});

/** Undoes its first step when the second fails, then fails itself. */
df.app.orchestration('compensates', function* (context) {
  const key = context.df.getInput();
  const step = (text) => context.df.callActivity('note', { key: `${key}-steps`, text });
  yield step('do');
  try {
    yield context.df.callActivity('flaky', { key, succeedAt: 2 });
    return yield step('finish');
  } catch (error) {
    yield step('undo');
    throw error;
  }
});
