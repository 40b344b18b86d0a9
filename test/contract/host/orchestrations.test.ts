import { describe, expect, it } from 'vitest';
import { conformanceHost } from './conformance-host.ts';

/** What an orchestration does on any host: see conformance-host.ts for how to point this at another one. */
const host = conformanceHost();

describe('an orchestration', () => {
  it('chains activities', async () => {
    expect(await host().run('chain', ['Tokyo', 'Seattle'])).toEqual({
      runtimeStatus: 'Completed',
      output: ['Hello Tokyo', 'Hello Seattle'],
    });
  });

  it('fans out and gets the results in the order in which it asked', async () => {
    const { output } = await host().run('fanOut', 20);
    expect(output).toEqual(Array.from({ length: 20 }, (_, i) => i * i));
  });

  it('catches the failure of one of several activities', async () => {
    const { output } = await host().run('fanInWithFailure');
    expect(output).toEqual({ caught: expect.stringContaining('second failed') });
  });

  it('fires timers in the order of their due times', async () => {
    const id = await host().start('timers', [4500, 3000, 1500]);
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Completed', output: 'fired' });
    const { historyEvents = [] } = await host().status(id, '&showHistory=true');
    const fired = historyEvents
      .filter(({ EventType }) => EventType === 'TimerFired')
      .map(({ FireAt }) => String(FireAt));
    expect(fired).toHaveLength(3);
    expect(fired).toEqual(fired.toSorted((one, other) => one.localeCompare(other)));
  });

  it('takes a timer for the winner of a race against an event that never comes', async () => {
    expect(await host().run('timerBeatsEvent')).toEqual({ runtimeStatus: 'Completed', output: 'timer' });
  });

  it('is not held by a timer that it cancelled', async () => {
    expect(await host().run('beatsTimer')).toEqual({
      runtimeStatus: 'Completed',
      output: { workWon: true, result: 16 },
    });
  });

  it('is not held by a timer that it cancelled before it threw', async () => {
    const { runtimeStatus, output } = await host().run('beatsTimer', 'throw');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain('after the race');
  });

  it('ends only when all that it scheduled has', async () => {
    const key = host().fresh();
    const id = await host().start('leavesWorkOpen', key);
    await host().noted(key, 'start slow');
    const decided = await host().until(id, ({ customStatus }) => customStatus === 'decided');
    expect(decided.runtimeStatus).toBe('Running');
    await host().openGate(key);
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Completed', output: 'fast' });
  });

  it('continues as new with a new input and a history of its own', async () => {
    const id = await host().start('countDown', { left: 3, done: [] });
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Completed', output: [9, 4, 1] });
    const { historyEvents = [] } = await host().status(id, '&showHistory=true');
    expect(historyEvents.map(({ EventType }) => EventType)).toEqual(['ExecutionStarted', 'ExecutionCompleted']);
  });

  it('fails with what it threw', async () => {
    expect(await host().run('throws')).toEqual({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'throws' failed: thrown by the orchestrator",
    });
  });

  it('shows its custom status, and none after it took it back', async () => {
    const id = await host().start('phases');
    await host().until(id, ({ customStatus }) => (customStatus as { phase?: number } | null)?.phase === 1);
    await host().raise(id, 'Next', null);
    await host().until(id, ({ customStatus }) => customStatus === null);
    await host().raise(id, 'Next', null);
    await host().outcome(id);
    expect((await host().status(id)).customStatus).toEqual({ phase: 3 });
  });
});

describe('an external event', () => {
  it('reaches the orchestrator that waits for it', async () => {
    const id = await host().start('waitForGo');
    await host().until(id, ({ customStatus }) => customStatus === 'waiting');
    expect((await host().raise(id, 'Go', { now: true })).status).toBe(202);
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Completed', output: { now: true } });
  });

  it('is kept for an orchestrator that does not wait yet, in the order of arrival', async () => {
    const key = host().fresh();
    const id = await host().start('workThenWaitTwice', key);
    await host().noted(key, 'start work');
    await host().raise(id, 'Go', 1);
    await host().raise(id, 'Go', 2);
    await host().openGate(key);
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Completed', output: [1, 2] });
  });

  it('of another name is not taken', async () => {
    const id = await host().start('waitForGo');
    await host().until(id, ({ customStatus }) => customStatus === 'waiting');
    await host().raise(id, 'GO', 'wrong');
    await host().raise(id, 'Go', 'right');
    expect((await host().outcome(id)).output).toBe('right');
  });
});

describe('a sub-orchestration', () => {
  it('gives its result to its parent', async () => {
    const id = await host().start('parent', { child: 'echo', input: { a: 1 } });
    expect((await host().outcome(id)).output).toEqual({ result: { id: `${id}-child`, input: { a: 1 } } });
    expect((await host().status(`${id}-child`)).runtimeStatus).toBe('Completed');
  });

  it('gives its failure to its parent', async () => {
    const { output } = await host().run('parent', { child: 'throws' });
    expect(output).toEqual({ caught: expect.stringContaining("'throws' failed: thrown by the orchestrator") });
  });
});

describe('a retry policy', () => {
  it('repeats an activity until it works', async () => {
    const key = host().fresh();
    const { output } = await host().run('retries', { key, succeedAt: 3, attempts: 3 });
    expect(output).toEqual({ result: 3 });
    expect(await host().notes(key)).toHaveLength(3);
  });

  it('throws the last failure when the attempts are used up', async () => {
    const key = host().fresh();
    const { output } = await host().run('retries', { key, succeedAt: 9, attempts: 2 });
    expect(output).toEqual({ caught: expect.stringContaining('attempt 2 failed') });
    expect(await host().notes(key)).toHaveLength(2);
  });

  it('repeats a sub-orchestration', async () => {
    const { output } = await host().run('retriesChild', { key: host().fresh(), succeedAt: 2, attempts: 2 });
    expect(output).toBe(2);
  });
});

describe('callHttp', () => {
  it('polls the location of a 202 until it answers otherwise', async () => {
    const key = host().fresh();
    const { output } = await host().run('callsHttp', { method: 'POST', url: `${host().url}/api/polled/${key}` });
    expect(output).toEqual({ statusCode: 200, content: JSON.stringify({ ready: true }) });
    expect(await host().notes(key)).toEqual(['POST', 'GET', 'GET']);
  });

  it('takes the 202 for the result when polling is off', async () => {
    const request = { method: 'GET', url: `${host().url}/api/polled/${host().fresh()}`, enablePolling: false };
    expect((await host().run('callsHttp', request)).output).toMatchObject({ statusCode: 202 });
  });
});
