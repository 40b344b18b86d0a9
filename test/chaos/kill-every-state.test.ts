import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Control } from '../../src/local/environment/control.ts';
import { startEnvironment, type Environment } from '../../src/local/environment/environment.ts';
import { demoRun } from '../../src/local/demo/run-request.ts';
import { FINAL_STATES, RUN_STATES, type RunState } from '../../src/model/run.ts';
import { steer, type Steering } from '../support/steer.ts';

let environment: Environment | undefined;
afterEach(async () => {
  await environment?.close();
  environment = undefined;
});

/** A run as its row in the store shows it; read from the file itself, because some states pass between two calls of the API. */
class RowWatcher {
  readonly #database: DatabaseSync;

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'state', 'runs.db'), { readOnly: true });
  }

  /** The state when it is none of `seen`. */
  async next(seen: ReadonlySet<RunState>): Promise<RunState> {
    const statement = this.#database.prepare('SELECT state FROM runs');
    for (;;) {
      const row = statement.get() as { state: RunState } | undefined;
      if (row !== undefined && !seen.has(row.state)) return row.state;
      await sleep(2);
    }
  }

  close(): void {
    this.#database.close();
  }
}

interface Ended {
  readonly killedIn: readonly RunState[];
  readonly last: RunState;
  readonly errors: number;
  readonly leftovers: readonly string[];
  readonly isDnsAsBefore: boolean;
}

/** A migration of the sample estate whose host is killed once in every state that it comes to, and started again. */
async function killedInEveryState(steering: Steering, faults: readonly string[] = []): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-kill-'));
  const running = await startEnvironment({ folder, isTemporary: true, clouds: 'sandbox', faults });
  environment = running;
  const { endpoints } = running.clouds ?? {};
  if (endpoints === undefined) throw new Error('no clouds');
  const control = new Control(endpoints.control);
  const before = JSON.stringify(await control.dns());
  await control.setCallers({ running: true, phase: 'all', ratePerSecond: 50 });
  const people = await steer(running, steering);
  const request = demoRun(await control.estate(), endpoints, 'block');
  // Kills say nothing about the verdict's certainty: fewer samples and a shorter wait for data are enough here.
  const runId = await people.start({ ...request, pace: { ...request.pace, minimumSamples: 200, blindAfter: 4 } });
  const watcher = new RowWatcher(folder);
  const killedIn = new Set<RunState>();
  let state = await watcher.next(killedIn);
  while (!FINAL_STATES.includes(state)) {
    await running.killHost();
    killedIn.add(state);
    await running.startHost();
    await people.decide(runId, state);
    state = await watcher.next(killedIn);
  }
  watcher.close();
  await control.setCallers({ running: false });
  const { counts } = await control.callers();
  return {
    killedIn: [...killedIn],
    last: state,
    errors: counts.reduce((sum, row) => sum + row.errors, 0),
    leftovers: await control.leftovers(),
    isDnsAsBefore: JSON.stringify(await control.dns()) === before,
  };
}

const UNDISTURBED = RUN_STATES.slice(0, RUN_STATES.indexOf('committed'));

describe('a host that is killed in every state and started again', () => {
  it('commits as it would have, and no caller notices', async () => {
    const ended = await killedInEveryState({});
    expect(ended).toMatchObject({ last: 'committed', errors: 0, isDnsAsBefore: false });
    // Whether the very first state is seen depends on how fast the host takes the run up.
    expect(ended.killedIn.filter((state) => state !== 'accepted')).toEqual(UNDISTURBED.slice(1));
    expect(ended.leftovers.length).toBeGreaterThan(0);
  });

  it('takes back what it did, when a person says so while it is blocked', async () => {
    const ended = await killedInEveryState({ pauseIn: 'importing', blocked: 'rollback' }, ['import-400']);
    expect(ended).toMatchObject({ last: 'rolled-back', errors: 0, leftovers: [], isDnsAsBefore: true });
    expect(ended.killedIn).toEqual(expect.arrayContaining(['paused', 'importing', 'blocked', 'rolling-back']));
  });

  it('stays frozen without evidence, and takes back what it did when a person says so', async () => {
    const ended = await killedInEveryState({ frozen: 'rollback' }, ['no-data']);
    expect(ended).toMatchObject({ last: 'rolled-back', errors: 0, leftovers: [], isDnsAsBefore: true });
    expect(ended.killedIn).toEqual(expect.arrayContaining(['monitoring', 'frozen', 'rolling-back']));
  });
});
