import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckpointRow, RunRow } from '../../../src/ports/run-store.ts';
import { checkpointRow, runJson, runRow } from '../../unit/triggers/api-bench.ts';
import { crossgate, serve, serveApi } from './cli-bench.ts';

async function service(run: Partial<RunRow> = {}, ...checkpoints: Partial<CheckpointRow>[]) {
  const api = await serveApi();
  await api.runs.insertRun({ ...runRow, ...run });
  for (const row of checkpoints) await api.runs.insertCheckpoint({ ...checkpointRow, ...row });
  const as =
    (name: string) =>
    (line: string, more: readonly string[] = [], scene = {}) =>
      crossgate([...line.split(' '), ...more, '--url', api.url, '--token', name], scene);
  return { ...api, olga: as('olga'), ada: as('ada'), as };
}

describe('crossgate start', () => {
  const files = { 'run.json': JSON.stringify(runJson) };

  it('starts a run and says how to follow it', async () => {
    const { olga, url, durable } = await service();
    const { exit, out } = await olga('start --config run.json', [], { files });
    const [runId] = durable.started;
    expect([exit, out]).toEqual([0, `Started ${runId}. Follow it: crossgate watch ${runId} --url ${url}\n`]);
  });

  it('prints one JSON document, and starts one run for one key', async () => {
    const { olga, durable } = await service();
    const start = () => olga('start --config - --json --idempotency-key k1', [], { files: { '-': files['run.json'] } });
    const first = await start();
    expect(first.json()).toEqual((await start()).json());
    expect([first.err, durable.started]).toHaveLength(2);
    expect(first.json()).toMatchObject({ runId: durable.started[0], status: 'accepted' });
  });

  it('prints every mistake with its place, and exits 2', async () => {
    const { olga, durable } = await service();
    const request = { ...runJson, onFailuer: 'rollback', pace: { monitorInterval: 5 } };
    const scene = { files: { 'run.json': JSON.stringify(request) } };
    const { exit, out, err } = await olga('start --config run.json', [], scene);
    expect([exit, out, durable.started]).toEqual([2, '', []]);
    expect(err).toContain('  /onFailuer: is not a member of this document: remove it or correct its name\n');
    expect(err).toContain('  /pace/monitorInterval: 5 is below the safe 60');
    const asJson = await olga('start --config run.json --json', [], scene);
    expect(asJson.json()).toMatchObject({ status: 400, code: 'invalid-request', errors: [{}, {}] });
  });

  it.each([
    [{}, 'run.json cannot be read'],
    [{ 'run.json': '{' }, 'run.json is not JSON'],
  ])('exits 2 for a file that is none: %j', async (given, said) => {
    const { exit, err } = await crossgate(['start', '--config', 'run.json'], { files: given });
    expect([exit, err]).toEqual([2, expect.stringContaining(said)]);
  });

  it('prints the schema of run.json without a service, and misses the file otherwise', async () => {
    const { exit, json } = await crossgate(['start', '--schema']);
    expect([exit, json()]).toEqual([
      0,
      expect.objectContaining({ required: ['source', 'target', 'keyVault', 'dns', 'waves'] }),
    ]);
    expect(await crossgate(['start'])).toMatchObject({ exit: 2, err: expect.stringContaining('--schema') as string });
  });
});

describe('crossgate status and runs', () => {
  it('shows what a person must know, with the command that decides', async () => {
    const ledger = { total: 4, translated: 2, differs: 1, manual: 1, blocked: 0, carried: 3, carriedNoDecision: 3 };
    const units = [{ unit: 'o', kind: 'api', wave: 'pilot', name: 'orders', steps: 2 }];
    const detail = {
      ...runRow.detail,
      name: 'health',
      steps: 2,
      units,
      ledger,
      findings: { info: 1, review: 2, decision: 1, blocker: 0 },
      traffic: { verdict: 'undecided', samples: 1200, errors: 1 },
    };
    const { as, url } = await service({ detail }, { approvers: ['ada', 'bo'], quorum: 2 });
    const { exit, out } = await as('rae:reader')('status run-1');
    expect(exit).toBe(0);
    const lines = out
      .replaceAll(url, 'URL')
      .replaceAll(/sha256:a+/g, 'sha256:aaa')
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([
      'run-1  health',
      '  State       awaiting-cutover',
      '  Started     2026-11-24 10:00 UTC by olga, last change 1 hour ago',
      '  Steps       [....................] 0 of 2 steps, 0 %',
      '  APIs        orders  waiting   0/2  wave pilot',
      '  Ledger      4 constructs: 2 translated, 1 differs, 1 manual, 0 blocked',
      '  Findings    0 blockers, 1 decision, 2 to review, 1 for the record',
      '  Traffic     undecided: 1,200 requests, 1 error',
      '  Open        cutover-pilot until 2026-11-25 00:00 UTC (in 12 hours), 0 of 2 approvals',
      '              plan sha256:aaa',
      '              may decide: ada or bo',
      '              crossgate approve run-1 cutover-pilot --comment TEXT --url URL',
      '              crossgate reject run-1 cutover-pilot --comment TEXT --url URL',
    ]);
  });

  it('shows why a run is held and what can be done', async () => {
    const reason = { kind: 'denied', code: 'AuthorizationFailed', message: 'no right to write: grant it and retry' };
    const { ada } = await service({ state: 'blocked', detail: { now: { during: 'importing', reason } } });
    const { exit, out } = await ada('status run-1');
    expect(exit).toBe(0);
    expect(out).toContain('blocked during importing');
    expect(out).toContain('no right to write: grant it and retry (AuthorizationFailed)');
    expect(out).toContain('crossgate retry run-1');
  });

  it('lets no text of a service move the cursor', async () => {
    const { ada } = await service({ detail: { name: 'a\u001b[2Jb' } });
    expect((await ada('status run-1')).out).toMatch(/^run-1 {2}a \[2Jb\n/);
  });

  it('lists runs, newest first, in columns', async () => {
    const { ada, runs } = await service({ detail: { name: 'health' } });
    await runs.insertRun({ ...runRow, runId: 'run-22', createdAt: '2026-11-24T11:59:00.000Z', state: 'committed' });
    const { out } = await ada('runs');
    expect(out.split('\n')).toEqual([
      'RUN     STATE             STARTED       BY    NAME',
      'run-22  committed         1 minute ago  olga',
      'run-1   awaiting-cutover  2 hours ago   olga  health',
      '',
    ]);
    expect((await ada('runs --status committed --json')).json()).toMatchObject({ runs: [{ runId: 'run-22' }] });
    expect(await ada('runs --top 101')).toMatchObject({ exit: 2, out: '' });
    expect((await ada('runs --status blocked')).out).toBe('No runs.\n');
  });

  it('is an error for a run that is not there', async () => {
    const { ada } = await service();
    expect(await ada('status run-9')).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/no such run/) as string,
    });
    expect((await ada('status ../health --json')).json()).toMatchObject({ code: 'not-found' });
  });
});

describe('crossgate approve and reject', () => {
  it('decides by the short form, on the plan that is shown, and says what happens', async () => {
    const { ada, url, runs } = await service({}, {}, { id: 'plan', closed: 'approved' });
    const { exit, out } = await ada('approve run-1 cutover', ['--comment', 'change 4711']);
    expect([exit, out]).toEqual([
      0,
      `ada approved cutover-pilot: run-1 goes on. Follow it: crossgate watch run-1 --url ${url}\n`,
    ]);
    const row = await runs.checkpoint('run-1', 'cutover-pilot');
    expect(row?.value.decisions).toMatchObject([{ by: 'ada', decision: 'approve', comment: 'change 4711' }]);
  });

  it('says how many approvals are missing, and what a rejection does', async () => {
    const { ada, as } = await service({}, { quorum: 3 });
    expect((await ada('approve run-1 cutover-pilot')).out).toContain('2 more approvals are needed');
    expect((await as('bo')('approve run-1 cutover-pilot')).out).toContain('1 more approval is needed');
    expect((await as('eve')('reject run-1 cutover --json')).json()).toMatchObject({ decision: 'reject', approvals: 2 });
  });

  it.each([
    ['olga', 'approve run-1 cutover', 1, 'ask another approver'],
    ['ada', 'approve run-1 plan', 1, 'Checkpoint plan is approved already'],
    ['ada', 'approve run-1 commit', 1, 'the run is awaiting-cutover, and open is cutover-pilot'],
    ['ada', 'approve run-1', 2, "missing required argument 'checkpoint'"],
    ['ada:reader', 'approve run-1 cutover', 1, 'needs the role approver'],
  ])('refuses %s: %s', async (who, line, exit, said) => {
    const { as } = await service({}, {}, { id: 'plan', closed: 'approved' });
    expect(await as(who)(line)).toMatchObject({ exit, out: '', err: expect.stringContaining(said) as string });
  });

  it('asks which, when several are meant', async () => {
    const { ada } = await service({}, { id: 'cutover-a' }, { id: 'cutover-b' });
    expect(await ada('approve run-1 cutover')).toMatchObject({
      exit: 2,
      err: '"cutover" may be cutover-a or cutover-b: name one.\n',
    });
  });
});

describe('crossgate pause, resume, retry, cancel and rollback', () => {
  it.each([
    ['importing', 'pause'],
    ['paused', 'resume'],
    ['frozen', 'retry'],
    ['monitoring', 'cancel'],
    ['monitoring', 'rollback'],
  ] as const)('tells a run that is %s to %s', async (state, command) => {
    const { olga, runs } = await service({ state });
    const { exit, json } = await olga(`${command} run-1 --json`);
    expect([exit, json()]).toEqual([0, { runId: 'run-1', requested: command }]);
    expect((await runs.run('run-1'))?.value.command?.kind).toBe(command);
  });

  it('passes on why not', async () => {
    const { olga } = await service({ state: 'committed' });
    expect(await olga('pause run-1')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('that is committed cannot pause') as string,
    });
  });
});

describe('the service of a command', () => {
  const local = (content: object) => ({ files: { [join('.crossgate', 'service.json')]: JSON.stringify(content) } });

  it('is the one that runs here, where no other is named', async () => {
    const { url } = await service();
    const { exit, err } = await crossgate(['status', 'run-1'], local({ url }));
    expect(exit).toBe(1);
    expect(err).toContain('--as NAME will do');
  });

  it('gets a token of its own machine for the role that the command needs', async () => {
    const { url } = await service({}, {});
    const state = mkdtempSync(join(tmpdir(), 'crossgate-cli-'));
    onTestFinished(() => rmSync(state, { recursive: true }));
    writeFileSync(join(state, 'front.key'), 'key');
    const asked: string[] = [];
    const localToken = (name: string, role: string, folder: string) => {
      asked.push(`${name} ${role} ${folder === state}`);
      return Promise.resolve(`${name}:${role}`);
    };
    const line = ['approve', 'run-1', 'cutover', '--as', 'ada', '--state', state, '--url', url];
    const done = await crossgate(line, { localToken });
    expect([done.exit, asked]).toEqual([0, ['ada approver true']]);
    expect(done.out).toContain(`crossgate watch run-1 --url ${url} --as NAME --state ${state}`);
  });

  it('cannot be asked as somebody where its key is not', async () => {
    const { url } = await service();
    const { exit, err } = await crossgate(['runs', '--as', 'ada', '--url', url, '--state', '/nowhere']);
    expect([exit, err]).toEqual([2, expect.stringContaining('--as works on the machine that runs the service')]);
  });

  it.each([
    [['runs'], {}, 1, 'No service runs here'],
    [['runs'], local({}), 1, 'does not hold {"url": "..."}'],
    [['runs', '--url', 'crossgate.example'], {}, 2, 'is not an address such as'],
    [['runs', '--url', 'http://crossgate.example', '--token', 't'], {}, 2, 'Use https'],
  ] as const)('is asked for when it cannot be known: %j', async (line, scene, exit, said) => {
    expect(await crossgate([...line], scene)).toMatchObject({
      exit,
      out: '',
      err: expect.stringContaining(said) as string,
    });
  });

  it('says how to start it when nothing answers', async () => {
    const gone = await serve((_request, response) => response.socket?.destroy());
    const { exit, err, json } = await crossgate(['runs', '--json', '--url', gone]);
    expect([exit, json()]).toEqual([1, expect.objectContaining({ code: 'unreachable' })]);
    expect(err).toMatch(/Nothing answers at .*\. Start the service with "npm start"/);
  });

  it.each([
    [302, { location: 'https://login.example/' }, 'wants a sign-in (HTTP 302)'],
    [200, { 'content-type': 'text/html' }, 'without a document of Crossgate'],
    [404, {}, 'without a document of Crossgate'],
  ])('tells that something else answered: HTTP %i', async (status, headers, said) => {
    const url = await serve((_request, response) => response.writeHead(status, headers).end('<html>'));
    expect(await crossgate(['runs', '--url', url])).toMatchObject({
      exit: 1,
      err: expect.stringContaining(said) as string,
    });
  });
});
