import { describe, expect, it } from 'vitest';
import {
  allocatesByItself,
  close,
  hasOpenTasks,
  newTaskState,
  retryDelay,
  schedule,
  startTimer,
  type Order,
  type TaskState,
} from '../../../../../src/local/host/durable/tasks.ts';

const SLEEP_MS = 30_000;
const failed = { failed: true, reason: 'why', details: 'where' } as const;
const work = { kind: 'activity', name: 'one', input: null } as const;

function retried(attempts: number, more: object = {}): TaskState {
  const state = newTaskState();
  const options = { firstRetryIntervalInMilliseconds: 100, maxNumberOfAttempts: attempts, ...more };
  schedule(state, work, { options, attempt: 1, startedAt: 0 });
  return state;
}

describe('retries', () => {
  it('take a timer and another number for each further attempt, and say whose it is', () => {
    const state = retried(3, { backoffCoefficient: 2 });
    expect(close(state, 0, failed, 1_000, SLEEP_MS)).toEqual([{ kind: 'timer', id: 1, fireAt: 1_100 }]);
    expect(close(state, 1, { failed: false }, 1_100, SLEEP_MS)).toEqual([
      { kind: 'schedule', id: 2, work, retryOf: 0 },
    ]);
    expect(close(state, 2, failed, 2_000, SLEEP_MS)).toEqual([{ kind: 'timer', id: 3, fireAt: 2_200 }]);
    const [third] = close(state, 3, { failed: false }, 2_200, SLEEP_MS) as [Order & { readonly retryOf: number }];
    expect(third.retryOf).toBe(0);
  });

  it('end with a timer that is due at once: only its firing makes the SDK throw', () => {
    const state = retried(1);
    expect(close(state, 0, failed, 1_000, SLEEP_MS)).toEqual([{ kind: 'timer', id: 1, fireAt: 1_000 }]);
    expect(close(state, 1, { failed: false }, 1_000, SLEEP_MS)).toEqual([]);
    expect(hasOpenTasks(state)).toBe(false);
  });

  it('give the failure again instead of working on when their time is over', () => {
    const state = retried(3, { retryTimeoutInMilliseconds: 50 });
    expect(close(state, 0, failed, 0, SLEEP_MS)).toEqual([{ kind: 'timer', id: 1, fireAt: 0 }]);
    expect(close(state, 1, { failed: false }, 0, SLEEP_MS)).toMatchObject([
      { work: { kind: 'failure', name: 'one', failure: { reason: 'why', details: 'where' } } },
    ]);
  });

  it('wait longer each time, up to the longest', () => {
    const options = {
      firstRetryIntervalInMilliseconds: 100,
      maxNumberOfAttempts: 9,
      backoffCoefficient: 3,
      maxRetryIntervalInMilliseconds: 500,
    };
    expect([1, 2, 3].map((attempt) => retryDelay(options, attempt))).toEqual([100, 300, 500]);
  });
});

describe('a polled request', () => {
  const request = { method: 'POST', uri: 'http://127.0.0.1/a', headers: { 'x-functions-key': 'k', 'x-a': '1' } };
  const accepted = (headers: object) =>
    ({ failed: false, result: JSON.stringify({ statusCode: 202, headers }) }) as const;

  it('takes two numbers at once, and polls when its timer fires, without the key', () => {
    const state = newTaskState();
    schedule(state, { kind: 'http', request });
    const answer = accepted({ 'location': '/b', 'retry-after': '2' });
    expect(close(state, 0, answer, 1_000, SLEEP_MS)).toEqual([{ kind: 'timer', id: 1, fireAt: 3_000 }]);
    expect(state.next).toBe(3);
    expect(close(state, 1, { failed: false }, 3_000, SLEEP_MS)).toMatchObject([
      { id: 2, work: { request: { method: 'GET', uri: 'http://127.0.0.1/b', headers: { 'x-a': '1' } } } },
    ]);
  });

  it('waits as host.json says without Retry-After, and not at all without a location', () => {
    const state = newTaskState();
    schedule(state, { kind: 'http', request });
    expect(close(state, 0, accepted({ location: '/b' }), 0, SLEEP_MS)).toMatchObject([{ fireAt: SLEEP_MS }]);
    const other = newTaskState();
    schedule(other, { kind: 'http', request });
    expect(close(other, 0, accepted({}), 0, SLEEP_MS)).toEqual([]);
  });
});

describe('task state', () => {
  it('forgets what has ended, so that a completion counts once', () => {
    const state = newTaskState();
    startTimer(state, 5);
    expect(close(state, 0, { failed: false }, 5, SLEEP_MS)).toEqual([]);
    expect(state.tasks).toEqual({});
    expect(close(state, 0, { failed: false }, 5, SLEEP_MS)).toEqual([]);
  });

  it('knows when the order of completions decides the numbers that follow', () => {
    expect(allocatesByItself(retried(2))).toBe(true);
    const plain = newTaskState();
    schedule(plain, work);
    startTimer(plain, 5);
    expect(allocatesByItself(plain)).toBe(false);
  });
});
