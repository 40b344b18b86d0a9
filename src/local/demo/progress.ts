import type { RunState } from '../../model/run.ts';
import type { CallersView } from '../environment/control.ts';
import { count } from './traffic.ts';

/** What happens in each state, for people. */
const MEANING: Readonly<Record<RunState, string>> = {
  'accepted': 'the request is valid and stored',
  'discovering': 'reading APIs, certificates and names from AWS',
  'planning': 'translating every construct, writing the plan',
  'awaiting-plan': 'a second person reads the plan',
  'transferring-certificates': 'ACM to Key Vault',
  'importing': 'APIs go in closed: nobody can call them yet',
  'registering-backends': 'backends, named values, products, subscriptions',
  'opening': 'policies are read back, then the guard is taken off',
  'validating': 'the same requests to both gateways, answers compared',
  'arming': 'TTLs lowered and waited out, readiness proven',
  'awaiting-cutover': 'a second person looks at the evidence',
  'cutting-over': 'names point at API Management, by compare-and-swap',
  'monitoring': 'the sequential test judges the errors of real traffic',
  'awaiting-commit': 'a second person makes it final',
  'committed': 'API Management serves',
  'awaiting-decommission': 'the source waits to be taken down',
  'decommissioned': 'the source is gone',
  'paused': 'on request',
  'frozen': 'evidence is missing: a person must look',
  'blocked': 'a person must decide',
  'rolling-back': 'every change is undone, last first',
  'rolled-back': 'API Gateway serves as before',
  'cancelled': 'API Gateway serves as before',
};

export function meaningOf(state: RunState): string {
  return MEANING[state];
}

/**
 * Progress on standard error: a line for each thing that happens, and on a terminal one more below them that is rewritten with the
 * traffic of the moment.
 */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #startedAt = performance.now();
  #live = '';
  /** What is being waited for, should nothing more come. */
  waitingFor = 'the simulated clouds to start';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  get seconds(): number {
    return Math.round((performance.now() - this.#startedAt) / 100) / 10;
  }

  line(text: string): void {
    this.#clear();
    this.#out.write(`${this.seconds.toFixed(1).padStart(6)} s  ${text}\n`);
    this.#out.write(this.#live);
  }

  state(state: RunState): void {
    this.waitingFor = `the run to leave "${state}" (${meaningOf(state)})`;
    this.line(`${state.padEnd(26)}${meaningOf(state)}`);
  }

  traffic({ counts }: CallersView): void {
    if (!this.#out.isTTY) return;
    this.#clear();
    const side = (name: 'source' | 'target'): string => `${count(counts, 'requests', { side: name })}`;
    this.#live = `          callers: API Gateway ${side('source')}, API Management ${side('target')}, errors ${count(counts, 'errors')}`;
    this.#out.write(this.#live);
  }

  /** Leaves the terminal as it was. */
  end(): void {
    this.#clear();
    this.#live = '';
  }

  #clear(): void {
    if (this.#live !== '') this.#out.write('\r\u001B[2K');
  }
}
