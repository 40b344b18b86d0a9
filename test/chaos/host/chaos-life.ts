import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { startHostProcess, type HostProcess } from '../../support/host-process.ts';

const APP = fileURLToPath(new URL('../../support/chaos-app', import.meta.url));
const WEBHOOKS = '/runtime/webhooks/durabletask';

export interface Start {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface Outcome {
  readonly runtimeStatus: string;
  readonly output: unknown;
}

/** The local host with the chaos app on one state folder and one port, through all its lives. */
export class ChaosLife {
  #host: HostProcess | undefined;
  #url = '';
  readonly #state: string;
  readonly #executions: string;

  constructor(folder: string) {
    this.#state = join(folder, 'state');
    this.#executions = join(folder, 'executions');
  }

  /** The first time on a free port, then always on that one: it must be free again at once. */
  async begin(): Promise<void> {
    if (this.#url === '') await writeFile(this.#executions, '');
    const port = this.#url === '' ? 0 : Number(new URL(this.#url).port);
    const env = { CHAOS_EXECUTIONS: this.#executions };
    this.#host = await startHostProcess({ app: APP, state: this.#state, port, env });
    this.#url = this.#host.url;
  }
  async kill(): Promise<void> {
    await this.#host?.kill();
  }
  async stop(): Promise<void> {
    await this.#host?.stop();
  }

  /** True when the host has accepted it; false when it died before it said so, so that it may have or not. */
  async start({ id, name, input }: Start): Promise<boolean> {
    return this.#accepts(`/api/start/${name}/${id}`, input);
  }
  async raise(id: string, event: string, data: unknown): Promise<boolean> {
    return this.#accepts(`${WEBHOOKS}/instances/${id}/raiseEvent/${event}`, data);
  }
  async #accepts(path: string, body: unknown): Promise<boolean> {
    const headers = { 'content-type': 'application/json' };
    let status: number;
    try {
      const response = await fetch(this.#url + path, { method: 'POST', body: JSON.stringify(body), headers });
      await response.arrayBuffer();
      ({ status } = response);
    } catch {
      return false;
    }
    if (status !== 202) throw new Error(`${path}: ${status}`);
    return true;
  }

  /** How an instance ended, when it has. */
  async outcome(id: string): Promise<Outcome> {
    return vi.waitFor(
      async () => {
        const response = await fetch(`${this.#url}${WEBHOOKS}/instances/${id}`);
        if (response.status !== 200) throw new Error(`${id}: ${response.status} ${await response.text()}`);
        const { runtimeStatus, output } = (await response.json()) as Outcome;
        return { runtimeStatus, output };
      },
      { timeout: 60_000, interval: 100 },
    );
  }

  /** How many activities have begun. */
  async executions(): Promise<number> {
    return (await readFile(this.#executions, 'utf8')).length;
  }

  /** What a stopped host has left in its database. */
  leftovers(): Readonly<Record<string, unknown>> {
    const database = new DatabaseSync(join(this.#state, 'durable.sqlite'));
    const value = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0];
    try {
      return {
        integrity: value('pragma integrity_check'),
        messages: value('select count(*) from messages'),
        work: value('select count(*) from work'),
      };
    } finally {
      database.close();
    }
  }
}
