import { describe, expect, it } from 'vitest';
import { runJson } from '../../support/api-bench.ts';
import { cliBench, runCli } from '../../support/cli-bench.ts';

const files = { 'run.json': JSON.stringify({ ...runJson, name: 'health' }) };

describe('crossgate start', () => {
  it('prints what run.json may hold, without a service', async () => {
    const { exit, out, err } = await runCli(['start', '--schema']);
    const schema = JSON.parse(out) as { properties: object; required: string[]; additionalProperties: boolean };
    expect([exit, err]).toEqual([0, '']);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['waves', 'decisions', 'pace', 'onFailure']));
    expect(schema.required).toEqual(['source', 'target', 'keyVault', 'dns', 'waves']);
    expect(schema.additionalProperties).toBe(false);
  });

  it('starts the run and says how to follow it', async () => {
    const { cli, runs } = await cliBench();
    const { exit, out } = await cli(['start', '--config', 'run.json'], { files });
    const [row] = (await runs.runs({ top: 1 })).rows;
    expect(exit).toBe(0);
    expect(row).toMatchObject({ requester: 'olga', detail: { name: 'health' } });
    expect(out).toContain(`Started ${row?.runId}. Follow it: crossgate watch ${row?.runId} --url`);
  });

  it('prints one document with --json', async () => {
    const { cli } = await cliBench();
    const { out, err } = await cli(['start', '--config', 'run.json', '--json'], { files });
    expect(JSON.parse(out)).toMatchObject({ status: 'accepted', links: {} });
    expect(err).toBe('');
  });

  it('starts one run for one key', async () => {
    const { cli, runs } = await cliBench();
    const args = ['start', '--config', 'run.json', '--idempotency-key', 'nightly'];
    for (let time = 0; time < 2; time += 1) expect((await cli(args, { files })).exit).toBe(0);
    expect((await runs.runs({ top: 10 })).rows).toHaveLength(1);
  });

  it('names every mistake by its place and ends with 2', async () => {
    const { cli } = await cliBench();
    const wrong = { ...runJson, mode: 'rehearse', source: [{ snapshot: 'estate.jsonl' }] };
    const asked = { files: { 'run.json': JSON.stringify(wrong) } };
    const { exit, out, err } = await cli(['start', '--config', 'run.json', '--json'], asked);
    expect(exit).toBe(2);
    expect(err).toContain('Invalid request: 2 mistakes.\n');
    expect(err).toMatch(/^ {2}\/mode: .*use "migrate"/m);
    expect(err).toMatch(/^ {2}\/source\/0\/snapshot: .*give the account/m);
    expect(JSON.parse(out)).toMatchObject({
      status: 400,
      code: 'not-yet-supported',
      errors: [{ pointer: '/mode' }, {}],
    });
  });

  it.each([
    ['a file that is not there', ['--config', 'other.json'], 'other.json cannot be read'],
    ['what is no JSON', ['--config', 'broken.json'], 'broken.json is not JSON'],
    ['no file', [], 'start needs --config run.json'],
    ['an option that there is none of', ['--confg', 'run.json'], "unknown option '--confg'"],
  ])('ends with 2 for %s', async (_what, args, message) => {
    const { cli, received } = await cliBench();
    const { exit, err } = await cli(['start', ...args], { files: { ...files, 'broken.json': '{' } });
    expect(exit).toBe(2);
    expect(err).toContain(message);
    expect(received).toEqual([]);
  });

  it.each([
    ['committed', 0],
    ['rolled-back', 1],
    ['blocked', 3],
  ] as const)('with --watch follows the run until it is %s and ends with %i', async (state, exit) => {
    const { cli, runs } = await cliBench();
    const meanwhile = async () => {
      const { rows } = await runs.runs({ top: 1 });
      const found = await runs.run(rows[0]?.runId ?? '');
      if (found !== undefined && found.value.state !== state)
        await runs.replaceRun({ ...found.value, state }, found.etag);
    };
    const run = await cli(['start', '--config', 'run.json', '--watch'], { files, meanwhile });
    expect(run.exit).toBe(exit);
    expect(run.err).toMatch(new RegExp(`accepted\\n[^\\n]*${state}`));
  });
});
