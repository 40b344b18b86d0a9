import { setTimeout as sleep } from 'node:timers/promises';
import type { CallerCount, CallersView, Control } from '../environment/control.ts';

/**
 * Requests a second over all callers: 1,000 samples in a quarter of a minute on a machine with two cores, and half of them below
 * the sample estate's usage plan, which lets a key have 50 a second.
 */
const CALLER_RATE = 80;

const LOOK_MS = 250;

/** The callers of a demo, told apart by what the run was doing when they called. */
export class Traffic {
  readonly #control: Control;
  readonly #signal: AbortSignal;

  constructor(control: Control, signal: AbortSignal) {
    this.#control = control;
    this.#signal = signal;
  }

  async start(phase: string): Promise<void> {
    await this.#control.setCallers({ running: true, phase, ratePerSecond: CALLER_RATE });
  }

  async enter(phase: string): Promise<void> {
    await this.#control.setCallers({ running: true, phase });
  }

  /** Stops the callers and awaits what is in flight. */
  async stop(): Promise<CallersView> {
    await this.#control.setCallers({ running: false });
    return this.#control.callers();
  }

  view(): Promise<CallersView> {
    return this.#control.callers();
  }

  /** Looks until `enough` says so, or at once when nobody calls; `tell` hears of each look. */
  async until(enough: (counts: readonly CallerCount[]) => boolean, tell: (view: CallersView) => void): Promise<void> {
    for (;;) {
      const view = await this.view();
      tell(view);
      if (view.callers === 0 || enough(view.counts)) return;
      await sleep(LOOK_MS, undefined, { signal: this.#signal });
    }
  }
}

/** Sum of the rows that `test` picks. */
export function count(
  counts: readonly CallerCount[],
  field: 'requests' | 'errors',
  test: Partial<Pick<CallerCount, 'phase' | 'side'>> = {},
): number {
  return counts
    .filter(({ phase, side }) => (test.phase ?? phase) === phase && (test.side ?? side) === side)
    .reduce((sum, row) => sum + row[field], 0);
}
