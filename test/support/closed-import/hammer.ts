import { Agent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { TARGET_ADDRESS } from '../../../src/local/sandbox/gateways.ts';
import type { EstateWorld } from '../estate-world.ts';

/** One kind of call of the target. */
export interface Call {
  readonly name: string;
  /** The unit of its API in the plan. */
  readonly unit: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isSocket?: boolean;
  /** Absent for callers whom nobody may ever let in. */
  readonly answer?: number;
}

/** When APIs were all that the plan says. */
export interface Completion {
  /** Whether one was at this revision of the target or at a later one. */
  since(unit: string, revision: number): boolean;
}

/** What a closed API, one that is not there, and one that does not know its caller answer. */
const REFUSALS = [401, 403, 404, 503];

/** Milliseconds between two calls of one caller; opening a socket costs as much as ten requests. */
const PAUSES_MS = { request: 100, socket: 1_000 } as const;

/**
 * Callers of the target who never stop, over real sockets. An answer that is no refusal is a leak unless its caller is known and the
 * API was all that the plan says at some time between the question and the answer.
 */
export class Hammer {
  readonly #world: EstateWorld;
  readonly #calls: readonly Call[];
  readonly #completion: Completion;
  readonly #agent: Agent;
  #isRunning = false;
  #loops: readonly Promise<void>[] = [];
  #refused = 0;
  #answered = 0;
  readonly leaks: string[] = [];

  constructor(world: EstateWorld, calls: readonly Call[], completion: Completion) {
    this.#world = world;
    this.#calls = calls;
    this.#completion = completion;
    this.#agent = new Agent({ keepAlive: true, ca: world.ca });
  }

  /** Answers so far: refusals that were due, and those that known callers got. */
  get counts(): { readonly refused: number; readonly answered: number } {
    return { refused: this.#refused, answered: this.#answered };
  }

  start(): void {
    this.#isRunning = true;
    this.#loops = this.#calls.map((call, index) => this.#loop(call, index / this.#calls.length));
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#loops);
    this.#agent.destroy();
  }

  /** All callers once, at the same time. */
  async volley(): Promise<ReadonlyMap<string, number>> {
    const asked = this.#calls.map(async (call) => [call.name, await this.#once(call)] as const);
    return new Map(await Promise.all(asked));
  }

  /** @throws Error naming known callers who are not answered as they should be */
  async assertAnswered(): Promise<void> {
    const found = await this.volley();
    const wrong = this.#calls.filter(({ name, answer }) => answer !== undefined && found.get(name) !== answer);
    if (wrong.length > 0) throw new Error(wrong.map(({ name }) => `${name}: ${found.get(name) ?? 0}`).join(', '));
  }

  async #loop(call: Call, offset: number): Promise<void> {
    const pause = PAUSES_MS[call.isSocket === true ? 'socket' : 'request'];
    await sleep(pause * offset);
    while (this.#isRunning) {
      await this.#once(call);
      await sleep(pause);
    }
  }

  async #once(call: Call): Promise<number> {
    const { revision } = this.#world.azure;
    const wasComplete = this.#completion.since(call.unit, revision);
    const status = await this.#ask(call);
    const isDue = call.answer !== undefined && (wasComplete || this.#completion.since(call.unit, revision));
    if (REFUSALS.includes(status)) this.#refused += 1;
    else if (isDue && status === call.answer) this.#answered += 1;
    else this.leaks.push(`${call.name}: ${status} between ${revision} and ${this.#world.azure.revision}`);
    return status;
  }

  async #ask({ path, headers, isSocket = false }: Call): Promise<number> {
    const hostname = `${this.#world.target.service}.azure-api.net`;
    if (!isSocket) return await this.#request(hostname, path, headers);
    const client = await this.#world.connect('target', { hostname, path, headers });
    if (client.status === 101) client.close();
    return client.status;
  }

  #request(hostname: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return new Promise((resolve, reject) => {
      const options = {
        host: TARGET_ADDRESS,
        port: this.#world.gatewayPort,
        servername: hostname,
        agent: this.#agent,
        path,
        headers: { ...headers, host: hostname },
      };
      const outgoing = httpsRequest(options, (incoming) => {
        incoming.resume();
        incoming.on('end', () => resolve(incoming.statusCode ?? 0));
        incoming.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }
}
