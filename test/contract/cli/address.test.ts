import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { cliBench, runCli } from '../../support/cli-bench.ts';

const state = mkdtempSync(join(tmpdir(), 'crossgate-cli-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(join(state, 'front.key'), { force: true });
});

afterAll(() => rmSync(state, { recursive: true }));

describe('where the service is, and who calls it', () => {
  it('is the service that runs here, as the file says that it keeps', async () => {
    const { url, received } = await cliBench();
    const files = { [join(state, 'service.json')]: JSON.stringify({ url }) };
    expect((await runCli(['runs', '--state', state], { token: 'rae:reader', files })).exit).toBe(0);
    expect(received).toMatchObject([{ path: '/api/runs?top=20' }]);
  });

  it('is what the environment says', async () => {
    const { url, received } = await cliBench();
    vi.stubEnv('CROSSGATE_URL', url);
    vi.stubEnv('CROSSGATE_TOKEN', 'rae:reader');
    expect((await runCli(['runs'])).exit).toBe(0);
    expect(received[0]?.headers.authorization).toBe('Bearer rae:reader');
  });

  it('is a person of this machine by --as, with the role that the command needs', async () => {
    const { cli, received } = await cliBench();
    writeFileSync(join(state, 'front.key'), 'key');
    const localToken = (name: string, role: string) => Promise.resolve(`${name}:${role}`);
    for (const args of [['runs'], ['pause', 'run-1'], ['approve', 'run-1', 'plan']])
      await cli([...args, '--as', 'amir', '--state', state], { localToken });
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer amir:reader',
      'Bearer amir:operator',
      'Bearer amir:approver',
    ]);
  });

  it.each([
    ['no service runs here', ['runs', '--state', state], 1, 'Start one with "npm start"'],
    ['the address is none', ['runs', '--url', 'localhost:7071'], 2, 'is not an address such as'],
    ['the key is elsewhere', ['runs', '--as', 'amir', '--state', state, '--url', 'http://x.example'], 2, 'front.key'],
  ])('says what to do when %s', async (_what, args, exit, message) => {
    const run = await runCli([...args, '--json']);
    expect(run.exit).toBe(exit);
    expect(run.err).toContain(message);
    expect(JSON.parse(run.out)).toMatchObject({ detail: expect.stringContaining(message) as string });
  });

  it('says so when nothing answers', async () => {
    const closed = await cliBench();
    await closed.close();
    const { exit, err } = await closed.cli(['runs']);
    expect([exit, err]).toEqual([
      1,
      expect.stringContaining(`Nothing answers at ${closed.url} (ECONNREFUSED)`) as string,
    ]);
    expect(err).toContain('Start the service with "npm start"');
  });

  it('never sends a token over plain HTTP to another machine', async () => {
    const run = await runCli(['runs', '--url', 'http://crossgate.example'], { token: 'SECRET' });
    expect([run.exit, run.err]).toEqual([2, expect.stringContaining('Use https') as string]);
    expect(run.err).not.toContain('SECRET');
  });

  it('says how to sign in, and that another program is not Crossgate', async () => {
    const { cli, url, answerInstead } = await cliBench();
    const nobody = await runCli(['runs', '--url', url]);
    expect([nobody.exit, nobody.err]).toEqual([1, expect.stringContaining('--token or CROSSGATE_TOKEN') as string]);
    answerInstead(() => ({ status: 302, headers: { location: 'https://login.example' } }));
    expect((await cli(['runs'])).err).toContain('wants a sign-in (HTTP 302)');
    answerInstead(() => ({ status: 200, body: '<html></html>' }));
    expect((await cli(['runs'])).err).toContain('is that its address?');
  });
});
