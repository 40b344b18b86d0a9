import { describe, expect, it } from 'vitest';
import { conformanceHost } from './conformance-host.ts';

/** The durable HTTP API of any host: see conformance-host.ts for how to point this at another one. */
const host = conformanceHost();

async function waiting(): Promise<string> {
  const id = await host().start('waitForGo');
  await host().until(id, ({ customStatus }) => customStatus === 'waiting');
  return id;
}
async function completed(): Promise<string> {
  const id = await host().start('echo', 1);
  await host().outcome(id);
  return id;
}

describe('start', () => {
  it('answers 202 with the management links and where to look', async () => {
    const response = await host().call('POST', '/api/start/echo', 7);
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toContain('/instances/');
    const { id } = (await response.json()) as { id: string };
    expect((await host().outcome(id)).output).toEqual({ id, input: 7 });
  });

  it('refuses the id of a running instance and takes that of an ended one', async () => {
    const id = await waiting();
    expect((await host().call('POST', `/api/start/echo?id=${id}`, 1)).status).toBe(409);
    expect((await host().status(id)).name).toBe('waitForGo');
    await host().raise(id, 'Go', null);
    await host().outcome(id);
    await host().start('echo', 2, id);
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Completed', output: { id, input: 2 } });
  });

  it('can wait for the end, and gives the output', async () => {
    const response = await host().call('POST', '/api/startAndWait/chain?timeoutMs=20000', ['Tokyo']);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(['Hello Tokyo']);
  });

  it('can stop waiting, and gives the links', async () => {
    const response = await host().call('POST', '/api/startAndWait/waitForGo?timeoutMs=200', null);
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    await host().raise(id, 'Go', 'late');
    expect((await host().outcome(id)).output).toBe('late');
  });
});

describe('status', () => {
  it('is 202 with its own location while the instance runs, 200 when it has ended', async () => {
    const id = await waiting();
    const running = await host().statusResponse(id);
    expect(running.status).toBe(202);
    expect(running.headers.get('location')).toContain(`/instances/${id}`);
    expect((await host().statusResponse(await completed())).status).toBe(200);
  });

  it('leaves the input out when asked to', async () => {
    const id = await completed();
    expect((await host().status(id)).input).toBe(1);
    expect((await host().status(id, '&showInput=false')).input).toBeNull();
  });

  it('shows the history with what activities returned only when asked to', async () => {
    const id = await host().start('chain', ['Oslo']);
    await host().outcome(id);
    const { historyEvents = [] } = await host().status(id, '&showHistory=true&showHistoryOutput=true');
    expect(historyEvents).toMatchObject([
      { EventType: 'ExecutionStarted', FunctionName: 'chain' },
      { EventType: 'TaskCompleted', FunctionName: 'greet', Result: 'Hello Oslo' },
      { EventType: 'ExecutionCompleted', OrchestrationStatus: 'Completed', Result: ['Hello Oslo'] },
    ]);
    const without = (await host().status(id, '&showHistory=true')).historyEvents ?? [];
    expect(without.filter((event) => 'Result' in event)).toEqual([]);
  });

  it('of an unknown instance is 404', async () => {
    expect((await host().statusResponse(host().fresh())).status).toBe(404);
  });
});

describe('suspend and resume', () => {
  it('hold the orchestrator, but not the activity that runs', async () => {
    const key = host().fresh();
    const id = await host().start('workThenNote', key);
    await host().noted(key, 'start work');
    expect((await host().post(id, 'suspendPost')).status).toBe(202);
    await host().reached(id, 'Suspended');
    await host().openGate(key);
    await host().noted(key, 'end work');
    // Another instance gets through the same steps meanwhile.
    await host().run('chain', ['Lima']);
    expect(await host().notes(key)).toEqual(['start work', 'end work']);
    expect((await host().post(id, 'resumePost')).status).toBe(202);
    expect((await host().outcome(id)).output).toBe('done');
    expect(await host().notes(key)).toEqual(['start work', 'end work', 'after']);
  });
});

describe('terminate', () => {
  it('ends the instance with the reason, whatever runs', async () => {
    const key = host().fresh();
    const id = await host().start('workThenNote', key);
    await host().noted(key, 'start work');
    expect((await host().post(id, 'terminatePost', 'enough')).status).toBe(202);
    expect(await host().outcome(id)).toEqual({ runtimeStatus: 'Terminated', output: 'enough' });
    await host().openGate(key);
    await host().noted(key, 'end work');
    await host().run('chain', ['Lima']);
    expect(await host().notes(key)).not.toContain('after');
  });
});

describe('what comes to an instance that has ended, or never was', () => {
  it('is gone: 410', async () => {
    const id = await completed();
    const answers = [
      await host().raise(id, 'Go', 1),
      await host().post(id, 'terminatePost'),
      await host().post(id, 'suspendPost'),
      await host().post(id, 'resumePost'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([410, 410, 410, 410]);
  });

  it('is not found: 404', async () => {
    const id = host().fresh();
    const answers = [
      await host().raise(id, 'Go', 1),
      await host().post(id, 'terminatePost'),
      await host().post(id, 'suspendPost'),
      await host().post(id, 'resumePost'),
      await host().post(id, 'rewindPost'),
      await host().purge(id),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });
});

describe('purge', () => {
  it('forgets an ended instance', async () => {
    const id = await completed();
    const response = await host().purge(id);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ instancesDeleted: 1 });
    expect((await host().statusResponse(id)).status).toBe(404);
  });

  it('does not forget a running one', async () => {
    const id = await waiting();
    expect((await host().purge(id)).status).toBe(412);
    expect((await host().status(id)).runtimeStatus).toBe('Running');
  });
});

describe('rewind', () => {
  it('does the failed activity once more, and not the one that worked', async () => {
    const key = host().fresh();
    const id = await host().start('rewindable', key);
    expect((await host().outcome(id)).runtimeStatus).toBe('Failed');
    expect((await host().post(id, 'rewindPost')).status).toBe(202);
    expect((await host().reached(id, 'Completed')).output).toBe(2);
    expect(await host().notes(`${key}-steps`)).toEqual(['first']);
  });

  it('is refused for an instance that has not failed', async () => {
    expect((await host().post(await completed(), 'rewindPost')).status).toBe(412);
  });
});

describe('restart', () => {
  it('runs the same again as a new instance', async () => {
    const id = await completed();
    const response = await host().post(id, 'restartPost');
    expect(response.status).toBe(202);
    const { id: again } = (await response.json()) as { id: string };
    expect(again).not.toBe(id);
    expect((await host().outcome(again)).output).toEqual({ id: again, input: 1 });
  });
});
