import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';

/** What the status of an instance says; see the durable HTTP API. */
export interface InstanceStatus {
  readonly name: string;
  readonly instanceId: string;
  readonly runtimeStatus: string;
  readonly input: unknown;
  readonly customStatus: unknown;
  readonly output: unknown;
  readonly historyEvents?: readonly { readonly EventType: string; readonly [field: string]: unknown }[];
}

const TERMINAL = ['Completed', 'Failed', 'Terminated', 'Canceled'];
/** A hang guard: hosts that poll queues need seconds where the local one needs milliseconds. */
const HANG_MS = 30_000;

type Operation = 'statusQueryGet' | 'sendEventPost' | 'terminatePost' | 'suspendPost' | 'resumePost' | 'rewindPost';

/** Drives the conformance app on any Functions host by HTTP: its own functions, and the management links that it gives. */
export class DurableClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/$/, '');
  }

  /** A key or an id that nobody used before. */
  fresh(): string {
    return randomUUID().replaceAll('-', '');
  }

  async call(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(new URL(path, this.url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  }

  async start(name: string, input?: unknown, id: string = this.fresh()): Promise<string> {
    const response = await this.call('POST', `/api/start/${name}?id=${id}`, input);
    if (response.status !== 202) throw new Error(`start of ${name}: ${response.status} ${await response.text()}`);
    return id;
  }

  /** A management link of an instance, on the origin that the tests use. */
  async link(id: string, operation: Operation | 'purgeHistoryDelete' | 'restartPost'): Promise<string> {
    const links = (await (await this.call('GET', `/api/links/${id}`)).json()) as Record<string, string>;
    const { pathname, search } = new URL(links[`${operation}Uri`] ?? '');
    return decodeURIComponent(pathname) + search;
  }

  async post(id: string, operation: Operation | 'restartPost', reason = 'why'): Promise<Response> {
    const link = await this.link(id, operation);
    return this.call('POST', link.replace(/%7Btext%7D|\{text\}/i, reason));
  }

  async raise(id: string, event: string, data: unknown): Promise<Response> {
    const link = await this.link(id, 'sendEventPost');
    return this.call('POST', link.replace('{eventName}', event), data);
  }

  async purge(id: string): Promise<Response> {
    return this.call('DELETE', await this.link(id, 'purgeHistoryDelete'));
  }

  async statusResponse(id: string, query = ''): Promise<Response> {
    return this.call('GET', (await this.link(id, 'statusQueryGet')) + query);
  }

  async status(id: string, query = ''): Promise<InstanceStatus> {
    return (await (await this.statusResponse(id, query)).json()) as InstanceStatus;
  }

  /** Asks until the status is as wanted. @throws Error with the last one when it never is. */
  async until(id: string, test: (status: InstanceStatus) => boolean): Promise<InstanceStatus> {
    return vi.waitFor(
      async () => {
        const status = await this.status(id);
        if (!test(status)) throw new Error(`still ${JSON.stringify(status)}`);
        return status;
      },
      { timeout: HANG_MS, interval: 50 },
    );
  }

  reached(id: string, runtimeStatus: string): Promise<InstanceStatus> {
    return this.until(id, (status) => status.runtimeStatus === runtimeStatus);
  }

  /** How an instance ended. */
  async outcome(id: string): Promise<{ readonly runtimeStatus: string; readonly output: unknown }> {
    const { runtimeStatus, output } = await this.until(id, (status) => TERMINAL.includes(status.runtimeStatus));
    return { runtimeStatus, output };
  }

  async run(name: string, input?: unknown): Promise<{ readonly runtimeStatus: string; readonly output: unknown }> {
    return this.outcome(await this.start(name, input));
  }

  async notes(key: string): Promise<string[]> {
    return (await (await this.call('GET', `/api/notes/${key}`)).json()) as string[];
  }

  /** Asks until the app has noted something. */
  async noted(key: string, text: string): Promise<void> {
    await vi.waitFor(
      async () => {
        const notes = await this.notes(key);
        if (!notes.includes(text)) throw new Error(`no "${text}" among ${JSON.stringify(notes)}`);
      },
      { timeout: HANG_MS, interval: 50 },
    );
  }

  async openGate(key: string): Promise<void> {
    await this.call('POST', `/api/gates/${key}`);
  }
}
