import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { drive, type Driven } from '../../src/local/demo/drive.ts';
import { demoRun } from '../../src/local/demo/run-request.ts';
import { Service } from '../../src/local/demo/service.ts';
import { Control } from '../../src/local/environment/control.ts';
import { startEnvironment, type Environment } from '../../src/local/environment/environment.ts';

let environment: Environment | undefined;
afterEach(async () => {
  await environment?.close();
  environment = undefined;
});

const WATCHER = { entered: async () => undefined, isReadyFor: async () => true, did: () => undefined };

/** Writes to Azure in a trace, as lines of method and path. */
function writesIn(trace: string): readonly string[] {
  const calls = readFileSync(join(trace, 'azure.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { service: string; method: string; url: string });
  return calls
    .filter(({ service, method }) => service !== 'identity' && method !== 'GET' && method !== 'HEAD')
    .map(({ method, url }) => `${method} ${new URL(url).pathname}`);
}

it('a second run of an estate that has not changed has no step, and writes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-second-'));
  const trace = join(folder, 'trace');
  const running = await startEnvironment({ folder, isTemporary: true, clouds: 'sandbox', trace });
  environment = running;
  const { endpoints } = running.clouds ?? {};
  if (endpoints === undefined) throw new Error('no clouds');
  const control = new Control(endpoints.control);
  const { signal } = new AbortController();
  const people = {
    operator: await running.token('olivia', ['reader', 'operator']),
    approver: await running.token('amir', ['reader', 'approver']),
  };
  const service = new Service(running.url, people, signal);
  const asked = demoRun(await control.estate(), endpoints, 'block');
  // The verdict on the traffic is other tests' concern.
  const request = { ...asked, pace: { ...asked.pace, minimumSamples: 100 } };
  const once = (): Promise<Driven> => drive(service, request, {}, WATCHER, signal);
  await control.setCallers({ running: true, phase: 'all', ratePerSecond: 200 });
  const first = await once();
  expect(first.outcome).toBe('committed');
  const dns = JSON.stringify(await control.dns());
  const before = writesIn(trace);
  expect(before.length).toBeGreaterThan(0);
  const second = await once();
  expect(second).toMatchObject({ outcome: 'committed', last: { steps: { done: 0, total: 0 } } });
  expect(writesIn(trace).slice(before.length)).toEqual([]);
  expect(JSON.stringify(await control.dns())).toBe(dns);
});
