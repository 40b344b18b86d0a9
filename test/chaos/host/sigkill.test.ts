import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom, testSeed } from '../../support/seeded-random.ts';
import { ChaosLife, type Outcome, type Start } from './chaos-life.ts';

const KINDS = ['chain', 'fanOut', 'timer', 'race', 'child', 'children', 'failingChild', 'retries', 'retriesBesideWork'];
const KILLS = 12;
const STARTS_PER_LIFE = 4;
const LONGEST_LIFE_MS = 300;
/** maxConcurrentActivityFunctions of the app: a kill can make no more activities run again. */
const CONCURRENT_ACTIVITIES = 8;
const TICKS_PER_LIFE = 4;
const TICKS = KILLS * TICKS_PER_LIFE;
const LISTENER: Start = { id: 'listener', name: 'listens', input: { last: TICKS - 1 } };

/** `mixed` orchestrations, each of four kinds of steps in one or two rounds, and the same for a seed. */
function mixedStarts(random: () => number): Start[] {
  return Array.from({ length: KILLS * STARTS_PER_LIFE }, (_, n) => {
    const kinds = Array.from({ length: 4 }, () => KINDS[Math.floor(random() * KINDS.length)]);
    return { id: `mixed-${n}`, name: 'mixed', input: { kinds, rounds: 1 + Math.floor(random() * 2), seen: [] } };
  });
}

/** Sends numbered events one after the other; one whose answer was lost is sent again. */
class Ticker {
  #next = 0;
  /** How often each was sent. */
  readonly sent: number[] = [];

  async send(life: ChaosLife, upTo: number): Promise<void> {
    while (this.#next < upTo) {
      this.sent[this.#next] = (this.sent[this.#next] ?? 0) + 1;
      if (!(await life.raise(LISTENER.id, 'Tick', this.#next))) return;
      this.#next += 1;
    }
  }
}

async function outcomes(life: ChaosLife, starts: readonly Start[]): Promise<Outcome[]> {
  return Promise.all(starts.map(({ id }) => life.outcome(id)));
}

describe('the local host, killed at random moments', () => {
  let folder = '';
  let life: ChaosLife;
  const newLife = async (name: string): Promise<ChaosLife> => {
    await mkdir(join(folder, name));
    life = new ChaosLife(join(folder, name));
    return life;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossgate-chaos-'));
  });
  afterEach(async () => {
    await life.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('comes to the results of an undisturbed run, loses no event and runs nothing again that had ended', async () => {
    const random = seededRandom(testSeed('host sigkill'));
    const starts = mixedStarts(random);

    const calm = await newLife('calm');
    await calm.begin();
    for (const start of [LISTENER, ...starts]) expect(await calm.start(start)).toBe(true);
    await new Ticker().send(calm, TICKS);
    const expected = await outcomes(calm, starts);
    const ticks = (await calm.outcome(LISTENER.id)).output as number[];
    expect(ticks).toEqual(Array.from({ length: TICKS }, (_, tick) => tick));
    await calm.stop();

    const killed = await newLife('killed');
    await killed.begin();
    expect(await killed.start(LISTENER)).toBe(true);
    let waiting = starts;
    const ticker = new Ticker();
    for (let kill = 0; kill < KILLS; kill++) {
      const batch = waiting.slice(0, STARTS_PER_LIFE);
      const isTicked = ticker.send(killed, (kill + 1) * TICKS_PER_LIFE);
      const accepted = Promise.all(batch.map((one) => killed.start(one)));
      await sleep(random() * LONGEST_LIFE_MS);
      await killed.kill();
      const isStarted = await accepted;
      await isTicked;
      waiting = [...batch.filter((_, n) => !isStarted[n]), ...waiting.slice(batch.length)];
      await killed.begin();
    }
    for (const start of waiting) expect(await killed.start(start)).toBe(true);
    await ticker.send(killed, TICKS);

    expect(await outcomes(killed, starts)).toEqual(expected);
    const heard = (await killed.outcome(LISTENER.id)).output as number[];
    expect([...new Set(heard)]).toEqual(ticks);
    const heardTooOften = ticks.filter(
      (tick) => heard.filter((each) => each === tick).length > (ticker.sent[tick] ?? 0),
    );
    expect(heardTooOften).toEqual([]);
    await killed.stop();
    expect(killed.leftovers()).toEqual({ integrity: 'ok', messages: 0, work: 0 });

    const [once, again] = [await calm.executions(), await killed.executions()];
    expect(again).toBeGreaterThanOrEqual(once);
    expect(again).toBeLessThanOrEqual(once + heard.length - TICKS + KILLS * CONCURRENT_ACTIVITIES);
    process.stdout.write(
      `host sigkill: ${starts.length + 1} instances, ${KILLS} kills, ${once} activities, ${again} executions\n`,
    );
  });
});
