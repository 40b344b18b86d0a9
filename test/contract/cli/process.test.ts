import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tokenKey } from '../../../src/local/front/token-key.ts';
import { readToken } from '../../../src/local/front/token.ts';
import { runRow } from '../../support/api-bench.ts';
import { cliBench } from '../../support/cli-bench.ts';

const MAIN = resolve('src/cli/main.ts');
const LOCAL = { env: {}, cwd: process.cwd() };

/** Nothing of this machine's environment decides what a test sees. */
function spawnCrossgate(
  line: readonly string[],
  given: Partial<typeof LOCAL>,
): ChildProcessByStdio<null, Readable, Readable> {
  const { cwd, env } = { ...LOCAL, ...given };
  const { PATH } = process.env;
  return spawn(process.execPath, [MAIN, ...line], { cwd, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function crossgate(line: readonly string[], given: Partial<typeof LOCAL> = {}) {
  const child = spawnCrossgate(line, given);
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: exit as number, out, err };
}

describe('the crossgate command as a process', () => {
  it('finds the service and the token in its environment, and prints JSON only', async () => {
    const { url, runs } = await cliBench();
    await runs.insertRun(runRow);
    const env = { CROSSGATE_URL: url, CROSSGATE_TOKEN: 'rae:reader' };
    const { exit, out, err } = await crossgate(['status', 'run-1', '--json'], { env });
    expect([exit, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ runId: 'run-1', state: 'awaiting-cutover' });
  });

  it('finds the service that runs here, and calls it as whom --as says, in the role that it takes', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'crossgate-cli-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    const key = tokenKey(join(cwd, '.crossgate'));
    const { url, received, answerInstead } = await cliBench();
    answerInstead(() => ({ status: 202, body: '{"runId":"run-1","requested":"retry"}' }));
    writeFileSync(join(cwd, '.crossgate', 'service.json'), JSON.stringify({ url }));
    const { exit, out, err } = await crossgate(['retry', 'run-1', '--as', 'olga'], { cwd });
    expect([exit, err, out]).toEqual([0, '', 'run-1 tries again. Follow it: crossgate watch run-1 --as NAME\n']);
    expect(received).toMatchObject([{ method: 'POST', path: '/api/runs/run-1/retry' }]);
    const token = received[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
    expect(await readToken(key, token)).toEqual({ name: 'olga', roles: ['operator'] });
  });

  it('names itself as it was called, so that hints can be copied', async () => {
    const { url, runs } = await cliBench();
    await runs.insertRun({ ...runRow, state: 'blocked' });
    const env = { CROSSGATE_URL: url, CROSSGATE_TOKEN: 'ada:reader', npm_lifecycle_event: 'crossgate' };
    expect((await crossgate(['status', 'run-1'], { env })).out).toContain('npm run -s crossgate -- retry run-1\n');
  });

  it('ends a watch by Ctrl-C with 130', async () => {
    const { url, runs } = await cliBench();
    await runs.insertRun({ ...runRow, state: 'importing' });
    const child = spawnCrossgate(['watch', 'run-1', '--url', url, '--token', 'ada:reader'], {});
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(130);
  });

  it.each([
    [['--help'], 0],
    [['--version'], 0],
    [['approve', '--help'], 0],
    [[], 2],
    [['aprove'], 2],
    [['status'], 2],
    [['status', 'run-1', '--colour'], 2],
    [['status', 'run-1', 'run-2'], 2],
  ])('exits by how it was used: %j', async (line, exit) => {
    expect((await crossgate(line)).exit).toBe(exit);
  });
});

describe('both gateways from the command line', () => {
  const definition = JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: {
      '/pets': {
        get: {
          'responses': { 200: { description: 'fine' } },
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            httpMethod: 'GET',
            uri: 'https://pets.example.com/v1',
          },
        },
      },
    },
  });
  const answers = { status: 200, headers: [['Content-Type', 'text/plain']], body: 'Rex' };
  const request = { method: 'GET', path: '/pets', query: [['sort', 'name']] };

  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'crossgate-cli-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  }

  it('compares them case by case, and tells a script whether all of it is explained', async () => {
    const cwd = folderWith({
      'api.json': definition,
      'cases.jsonl': JSON.stringify({ request, backend: { answers } }),
    });
    const line = ['compare', '--from', 'api.json', '--cases', 'cases.jsonl'];
    const { exit, out } = await crossgate([...line, '--format', 'json'], { cwd });
    const [only] = JSON.parse(out) as Record<'source' | 'target', { response: unknown; backendRequests: unknown }>[];
    expect(only?.target.response).toMatchObject({ status: 200, body: 'Rex' });
    expect(only?.source.backendRequests).toMatchObject([
      { method: 'GET', url: 'https://pets.example.com/v1?sort=name' },
    ]);
    expect(only?.target.backendRequests).toMatchObject([
      { method: 'GET', url: 'https://pets.example.com/v1?sort=name' },
    ]);
    expect(exit).toBe(0);
    const text = await crossgate(line, { cwd });
    expect(text.out).toMatch(/^GET \/pets: 200 at API Gateway, 200 at API Management/);
  });

  it('answers a request by the artefacts of an assessment', async () => {
    const cwd = folderWith({
      'api.json': definition,
      'request.json': JSON.stringify({ request: { ...request, path: '/pets/api/pets' }, backend: { answers } }),
    });
    await crossgate(['assess', '--from', 'api.json', '--out', 'assessment'], { cwd });
    const simulate = (artifacts: string) =>
      crossgate(['simulate', '--artifacts', artifacts, '--request', 'request.json'], { cwd });
    const { exit, out } = await simulate('assessment');
    expect(JSON.parse(out)).toMatchObject({
      response: { status: 200, body: 'Rex' },
      backendRequests: [{ url: 'https://pets.example.com/v1?sort=name' }],
    });
    expect(exit).toBe(0);
    // What people changed in the APIOps folder since counts: it is read as it lies there.
    const [policy = ''] = readdirSync(join(cwd, 'assessment/apiops/apis'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /^[^/]+\/policy\.xml$/.test(file))
      .map((file) => join(cwd, 'assessment/apiops/apis', file));
    const closed = readFileSync(policy, 'utf8').replace('<inbound>', '<inbound><return-response />');
    writeFileSync(policy, closed);
    expect(JSON.parse((await simulate('assessment/apiops')).out)).toMatchObject({ backendRequests: [] });
    const missing = await simulate('.');
    expect([missing.exit, missing.err]).toEqual([2, expect.stringContaining('no plan.json')]);
  });
});
