import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../src/local/environment/free-port.ts';
import { DurableClient } from '../../support/durable-client.ts';
import { startHostProcess, type HostProcess, type HostProcessOptions } from '../../support/host-process.ts';
import { temporaryApp, type TemporaryApp } from '../../support/temporary-app.ts';

/** What the local host does beyond, or better than, the real one; each test runs its own app and its own process. */
const STARTER = `
import { app } from '@azure/functions';
import * as df from 'durable-functions';
const extraInputs = [df.input.durableClient()];
app.http('start', { route: 'start/{name}', methods: ['POST'], extraInputs, handler: async (request, context) => {
  const client = df.getClient(context);
  const text = await request.text();
  const id = await client.startNew(request.params.name, {
    instanceId: request.query.get('id'), input: text === '' ? undefined : JSON.parse(text) });
  return client.createCheckStatusResponse(request, id);
} });
app.http('links', { route: 'links/{id}', methods: ['GET'], extraInputs, handler: ({ params }, context) => ({
  jsonBody: df.getClient(context).createHttpManagementPayload(params.id) }) });
`;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function appOf(code: string, hostJson?: object): Promise<TemporaryApp> {
  const app = await temporaryApp(STARTER + code, hostJson);
  cleanUps.push(() => app.remove());
  return app;
}

async function hostOf(app: TemporaryApp, more: Partial<HostProcessOptions> = {}): Promise<HostProcess> {
  const host = await startHostProcess({ app: app.folder, state: app.state, ...more });
  cleanUps.push(() => host.kill());
  return host;
}

describe('an orchestrator that was changed while an instance ran', () => {
  it('fails, saying which task does not fit', async () => {
    const code = (activity: string): string => `
df.app.activity('one', { handler: () => 1 });
df.app.activity('two', { handler: () => 2 });
df.app.orchestration('changes', function* (context) {
  yield context.df.callActivity('${activity}');
  context.df.setCustomStatus('waiting');
  return yield context.df.waitForExternalEvent('Go');
});`;
    const app = await appOf(code('one'));
    const before = await hostOf(app);
    const client = new DurableClient(before.url);
    const id = await client.start('changes');
    await client.until(id, ({ customStatus }) => customStatus === 'waiting');
    await before.stop();
    await app.write(STARTER + code('two'));
    const after = new DurableClient((await hostOf(app)).url);
    await after.raise(id, 'Go', null);
    const { runtimeStatus, output } = await after.outcome(id);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain('Non-Deterministic workflow detected');
    expect(output).toContain("sequence ID 0 and name 'one'");
  });
});

describe('rewind', () => {
  it('forgets what the orchestrator did because of the failure', async () => {
    const app = await appOf(`
const done = [];
df.app.activity('step', { handler: (name) => {
  done.push(name);
  if (name === 'risky' && done.filter((each) => each === 'risky').length === 1) throw new Error('first try fails');
  return name;
} });
df.app.orchestration('compensates', function* (context) {
  const results = [yield context.df.callActivity('step', 'first')];
  try {
    results.push(yield context.df.callActivity('step', 'risky'));
  } catch (error) {
    yield context.df.callActivity('step', 'undo');
    throw error;
  }
  results.push(yield context.df.callActivity('step', 'last'));
  return results;
});
app.http('done', { handler: () => ({ jsonBody: done }) });`);
    const client = new DurableClient((await hostOf(app)).url);
    const id = await client.start('compensates');
    expect((await client.outcome(id)).runtimeStatus).toBe('Failed');
    await client.post(id, 'rewindPost');
    expect((await client.reached(id, 'Completed')).output).toEqual(['first', 'risky', 'last']);
    const done = await (await client.call('GET', '/api/done')).json();
    expect(done).toEqual(['first', 'risky', 'undo', 'risky', 'last']);
  });

  it('goes on with the children that failed, not with new ones', async () => {
    const app = await appOf(`
const tries = {};
df.app.activity('step', { handler: (name) => {
  tries[name] = (tries[name] ?? 0) + 1;
  if (name.startsWith('risky') && tries[name] <= 2) throw new Error(name + ' fails');
  return tries[name];
} });
df.app.orchestration('child', function* (context) {
  const name = context.df.getInput();
  const first = yield context.df.callActivity('step', 'first ' + name);
  const retry = new df.RetryOptions(10, 2);
  return [first, yield context.df.callActivityWithRetry('step', retry, 'risky ' + name)];
});
df.app.orchestration('parent', function* (context) {
  return yield context.df.Task.all(['a', 'b'].map((name) => context.df.callSubOrchestrator('child', name)));
});`);
    const client = new DurableClient((await hostOf(app)).url);
    const id = await client.start('parent');
    expect((await client.outcome(id)).runtimeStatus).toBe('Failed');
    await client.post(id, 'rewindPost');
    expect((await client.reached(id, 'Completed')).output).toEqual([
      [1, 3],
      [1, 3],
    ]);
  });
});

describe('an orchestrator', () => {
  it('that throws what is no Error fails with it', async () => {
    const app = await appOf(`df.app.orchestration('throws', function* () { throw 'a text'; });`);
    const client = new DurableClient((await hostOf(app)).url);
    expect(await client.run('throws')).toEqual({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'throws' failed: a text",
    });
  });

  it('finds events that came before it continued as new', async () => {
    const app = await appOf(`
df.app.activity('nothing', { handler: () => null });
df.app.orchestration('consumes', function* (context) {
  const heard = context.df.getInput();
  context.df.setCustomStatus(heard.length === 0 ? 'ready' : 'busy');
  const all = [...heard, yield context.df.waitForExternalEvent('Item')];
  if (all.length === 4) return all;
  yield context.df.callActivity('nothing');
  context.df.continueAsNew(all);
});`);
    const client = new DurableClient((await hostOf(app)).url);
    const id = await client.start('consumes', []);
    await client.until(id, ({ customStatus }) => customStatus === 'ready');
    await Promise.all([1, 2, 3, 4].map((item) => client.raise(id, 'Item', item)));
    const { output } = await client.outcome(id);
    expect(new Set(output as number[])).toEqual(new Set([1, 2, 3, 4]));
  });

  it('runs each task once when a sliding window lists it in several races', async () => {
    const app = await appOf(`
const started = [];
df.app.activity('step', { handler: (name) => { started.push(name); return name; } });
df.app.orchestration('window', function* (context) {
  const queue = [...context.df.getInput()], open = [], done = [];
  while (queue.length > 0 || open.length > 0) {
    while (open.length < 2 && queue.length > 0) open.push(context.df.callActivity('step', queue.shift()));
    const winner = yield context.df.Task.any(open);
    open.splice(open.indexOf(winner), 1);
    done.push(winner.result);
  }
  return done.toSorted();
});
app.http('started', { handler: () => ({ jsonBody: started.toSorted() }) });`);
    const client = new DurableClient((await hostOf(app)).url);
    expect((await client.run('window', ['a', 'b', 'c', 'd'])).output).toEqual(['a', 'b', 'c', 'd']);
    expect(await (await client.call('GET', '/api/started')).json()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe("host.json's functionTimeout", () => {
  const limited = { version: '2.0', functionTimeout: '00:00:01' };

  it('makes an activity that takes longer fail', async () => {
    const app = await appOf(
      `
df.app.activity('hangs', { handler: () => new Promise(() => {}) });
df.app.orchestration('waits', function* (context) { return yield context.df.callActivity('hangs'); });`,
      limited,
    );
    const { runtimeStatus, output } = await new DurableClient((await hostOf(app)).url).run('waits');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain('Timeout value of 00:00:01 was exceeded by function: Functions.hangs');
  });

  it('ends an HTTP request with 500', async () => {
    const app = await appOf(`app.http('hangs', { handler: () => new Promise(() => {}) });`, limited);
    const response = await fetch(`${(await hostOf(app)).url}/api/hangs`);
    expect(response.status).toBe(500);
  });
});

describe('the list of functions', () => {
  const code = `
app.get('item', { route: 'items/{id:int}', handler: () => ({}) });
app.timer('nightly', { schedule: '0 0 3 * * *', handler: () => {} });
app.http('off', { handler: () => ({}) });
df.app.orchestration('flow', function* () {});
df.app.activity('act', { handler: () => null });`;
  const off = { 'AzureWebJobs.off.Disabled': 'true' };

  it('says on GET /admin/functions what each is, where it answers and whether it is disabled', async () => {
    const { url } = await hostOf(await appOf(code), { env: off });
    const all = (await (await fetch(`${url}/admin/functions`)).json()) as Record<string, unknown>[];
    const about = (name: string) => all.find((each) => each['name'] === name);
    expect(all.map(({ name }) => name)).toEqual(['start', 'links', 'item', 'nightly', 'off', 'flow', 'act']);
    expect(about('item')).toMatchObject({ invoke_url_template: `${url}/api/items/{id:int}`, isDisabled: false });
    expect(about('nightly')).toMatchObject({
      invoke_url_template: null,
      config: { bindings: [{ type: 'timerTrigger' }] },
    });
    expect(about('off')).toMatchObject({ isDisabled: true });
    expect((await fetch(`${url}/api/off`)).status).toBe(404);
    expect(await (await fetch(`${url}/admin/functions/ITEM`)).json()).toEqual(about('item'));
    expect((await fetch(`${url}/admin/functions/none`)).status).toBe(404);
  });

  it('is printed with methods and routes', async () => {
    const app = await appOf(code);
    const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main, 'host', '--app', app.folder, '--state', app.state], {
      env: { PATH: process.env['PATH'] ?? '', ...off },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await once(child.stderr, 'data'); // that it listens
    child.kill('SIGTERM');
    const [exitCode] = (await once(child, 'close')) as [number];
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^ {2}start: \[POST\] http:\/\/127\.0\.0\.1:\d+\/api\/start\/\{name\}$/m);
    expect(printed).toMatch(/^ {2}item: \[GET\] http:\/\/127\.0\.0\.1:\d+\/api\/items\/\{id:int\}$/m);
    expect(printed).toMatch(/^ {2}off: \[GET,POST\] .*\/api\/off \(disabled\)$/m);
    expect(printed).toMatch(/^ {2}nightly: timer$/m);
    expect(printed).toMatch(/^ {2}flow: orchestration$/m);
    expect(printed).toMatch(/^ {2}act: activity$/m);
  });
});

describe('an app that the local host cannot run as it is', () => {
  it('is refused when it streams requests', async () => {
    const app = await appOf(`app.setup({ enableHttpStream: true });`);
    await expect(startHostProcess({ app: app.folder, state: app.state })).rejects.toThrow(
      '(exit code 2): error: the app sets enableHttpStream',
    );
  });

  it('is refused when there is nothing to load', async () => {
    const app = await appOf('');
    await app.write(JSON.stringify({ name: 'app', type: 'module', main: 'dist/*.js' }), 'package.json');
    await expect(startHostProcess({ app: app.folder, state: app.state })).rejects.toThrow('matches no file');
  });
});

describe('the process', () => {
  const HANGS = `
import { appendFileSync, existsSync } from 'node:fs';
df.app.activity('hangsOnce', { handler: async (file) => {
  const isFirst = !existsSync(file);
  appendFileSync(file, '.');
  if (isFirst) await new Promise(() => setInterval(() => {}, 60_000));
  return 'went on';
} });
df.app.orchestration('waits', function* (context) {
  return yield context.df.callActivity('hangsOnce', context.df.getInput());
});
app.http('begun', { handler: (request) => ({ jsonBody: existsSync(request.query.get('file')) }) });`;

  it('stops while an activity hangs, and runs it again the next time', async () => {
    const app = await appOf(HANGS);
    const file = `${app.folder}/executions`;
    const host = await hostOf(app);
    const id = await new DurableClient(host.url).start('waits', file);
    await vi.waitFor(async () => {
      expect(await (await fetch(`${host.url}/api/begun?file=${file}`)).json()).toBe(true);
    });
    expect(await host.stop()).toBe(0);
    const again = new DurableClient((await hostOf(app)).url);
    expect(await again.outcome(id)).toEqual({ runtimeStatus: 'Completed', output: 'went on' });
  });

  it('does not share its state with another, and leaves it to the next after a kill', async () => {
    const app = await appOf('');
    const host = await hostOf(app);
    await expect(startHostProcess({ app: app.folder, state: app.state })).rejects.toThrow(
      `(exit code 2): error: ${app.state} is in use by another host: stop it, or name another --state`,
    );
    await host.kill();
    await hostOf(app, { port: Number(new URL(host.url).port) });
  });

  it('ends when the command that started it was killed', async () => {
    const app = await appOf('');
    const port = await freePort();
    const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
    const args = [main, 'host', '--app', app.folder, '--state', app.state, '--port', String(port), '--json'];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed'), 20_000);
  });

  it('answers requests that come while it loads the app when it has', async () => {
    // The app's module waits for this server, which asks the host meanwhile.
    const port = await freePort();
    const answers: Promise<Response>[] = [];
    const gate = createServer((_, answer) => {
      const asked = fetch(`http://127.0.0.1:${port}/api/hello`);
      answers.push(asked);
      // On its way before the app may go on.
      setImmediate(() => answer.end('go on'));
    }).listen(0, '127.0.0.1');
    await once(gate, 'listening');
    cleanUps.push(async () => gate.close());
    const url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}/`;
    await hostOf(
      await appOf(`
await (await fetch('${url}')).text();
app.get('hello', { handler: () => ({ body: 'hello' }) });`),
      { port },
    );
    expect(await Promise.all(answers.map(async (answer) => (await answer).text()))).toEqual(['hello']);
  });
});
