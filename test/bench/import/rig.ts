import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { allowedEnvironment } from '../../../src/local/environment/allowed-environment.ts';
import { cloudSettings } from '../../../src/local/environment/clouds.ts';
import { startFunctionsHost } from '../../../src/local/environment/functions-host.ts';
import { programFile } from '../../../src/local/environment/program-file.ts';
import { startReaper } from '../../../src/local/environment/reaper-client.ts';
import { startFront } from '../../../src/local/front/front.ts';
import { tokenKey } from '../../../src/local/front/token-key.ts';
import { issueToken } from '../../../src/local/front/token.ts';
import { startSandbox } from '../../../src/local/sandbox/sandbox.ts';
import { Service } from '../../../src/local/demo/service.ts';

/** What every answer of the target's control plane takes. */
export const LATENCY_MS = 100;

/** One exchange with Azure Resource Manager. */
export interface ArmCall {
  /** Milliseconds since 1970, when it was answered. */
  readonly answeredAt: number;
  readonly method: string;
  readonly status: number;
}

/** What the host with the app needed. */
interface Needed {
  /** The most memory that it had. */
  readonly peakRssMb: number;
  /** Events of the longest history of an orchestration. */
  readonly longestHistory: number;
  /** The largest event: inputs and results are in them. */
  readonly largestEventKb: number;
}

/** The app with a made-up source on the local host, against the sandbox with latency and the real quotas. */
export interface Rig {
  readonly service: Service;
  /** Names of the target, for run.json. */
  readonly target: { readonly subscriptionId: string; readonly resourceGroup: string; readonly service: string };
  readonly vault: string;
  readonly calls: () => readonly ArmCall[];
  /** Ends all, and says what the host needed. */
  close(): Promise<Needed>;
}

export async function startRig(apis: number): Promise<Rig> {
  const folder = makeFolder();
  const reaper = startReaper([folder]);
  const trace = join(folder, 'trace');
  const memory = join(folder, 'memory');
  const sandbox = await startSandbox({ latencyMs: LATENCY_MS, trace });
  const { endpoints } = sandbox;
  const settings = {
    ...cloudSettings({ ...endpoints, dnsServers: [...endpoints.dnsServers] }),
    CROSSGATE_STATE_DIR: join(folder, 'state'),
    CROSSGATE_BENCH_APIS: String(apis),
    CROSSGATE_BENCH_MEMORY: memory,
    TASK_HUB: 'bench',
  };
  const host = await startFunctionsHost({
    app: join(folder, 'app'),
    folder,
    environment: allowedEnvironment(process.env, settings),
    reaper,
  });
  const key = tokenKey(folder);
  const front = await startFront({ upstream: host.url, key });
  const people = {
    operator: await issueToken(key, { name: 'olivia', roles: ['reader', 'operator'] }),
    approver: await issueToken(key, { name: 'amir', roles: ['reader', 'approver'] }),
  };
  const { subscriptionId, resourceGroup, service, vault } = endpoints;
  return {
    service: new Service(front.url, people, new AbortController().signal),
    target: { subscriptionId, resourceGroup, service },
    vault,
    calls: () => callsIn(join(trace, 'azure.jsonl')),
    async close() {
      await front.close();
      await host.child.stop();
      await sandbox.close();
      const needed = { peakRssMb: Number(readFileSync(memory, 'utf8')), ...historiesIn(join(folder, 'host')) };
      await reaper.close();
      rmSync(folder, { recursive: true, force: true });
      return needed;
    },
  };
}

/** A folder in which a host finds the app: its code is where it was built, and finds its packages there. */
function makeFolder(): string {
  mkdirSync('.crossgate', { recursive: true });
  const folder = mkdtempSync(join('.crossgate', 'bench-'));
  const app = join(folder, 'app');
  mkdirSync(app);
  const code = new URL('app.js', import.meta.url).href;
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'bench', main: 'main.mjs', type: 'module' }));
  writeFileSync(join(app, 'main.mjs'), `import ${JSON.stringify(code)};\n`);
  writeFileSync(join(app, 'host.json'), readFileSync(join(programFile('main'), '../../../..', 'host.json')));
  return join(process.cwd(), folder);
}

/** The local host keeps histories in SQLite, an event a row. */
function historiesIn(folder: string): Omit<Needed, 'peakRssMb'> {
  const database = new DatabaseSync(join(folder, 'durable.sqlite'), { readOnly: true });
  const each = 'SELECT COUNT(*) AS events, MAX(LENGTH(event)) AS largest FROM history GROUP BY id';
  const found = database.prepare(`SELECT MAX(events) AS events, MAX(largest) AS largest FROM (${each})`).get();
  database.close();
  return { longestHistory: Number(found?.['events']), largestEventKb: Number(found?.['largest']) / 1024 };
}

function callsIn(file: string): readonly ArmCall[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { time: string; service: string; method: string; status: number })
    .filter(({ service }) => service === 'arm')
    .map(({ time, method, status }) => ({ answeredAt: Date.parse(time), method, status }));
}

/** Asks until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
}
