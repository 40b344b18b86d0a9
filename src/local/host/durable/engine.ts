import { EventEmitter, once } from 'node:events';
import type { HostSettings } from '../settings.ts';
import { callHttp } from './call-http.ts';
import { HTTP_ACTIVITY } from './episode.ts';
import { EpisodeRunner, type Functions } from './episode-runner.ts';
import { EVENT, historyEvent, isTerminal, type HistoryEvent, type NewEvent } from './events.ts';
import { activityFailed } from './failures.ts';
import { Instances, type StartRequest } from './instances.ts';
import { receive, type Delivery } from './mailbox.ts';
import { withoutFailures } from './rewind.ts';
import type { DurableStore, Instance, WorkItem } from './store.ts';

/** Name of the event; an id of its own could be `error`, which emitters treat otherwise. */
const delivered = (id: string): string => `delivered ${id}`;
/** Each episode replays the whole history, so that a long one costs its square. */
const LONG_HISTORY = 5_000;
/** setTimeout takes no more. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

type Log = (level: string, message: string) => void;

/** The durable engine of one task hub: runs episodes and activities until it is closed. */
export class DurableEngine {
  readonly #store: DurableStore;
  readonly #functions: Functions;
  readonly #settings: HostSettings;
  readonly #log: Log;
  readonly #instances: Instances;
  readonly #runner: EpisodeRunner;
  readonly #busy = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  /** Tells those who wait for an instance that it has been delivered to. */
  readonly #deliveries = new EventEmitter().setMaxListeners(0);
  #activities = 0;
  #lastWork = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(store: DurableStore, functions: Functions, settings: HostSettings, log: Log) {
    this.#store = store;
    this.#functions = functions;
    this.#settings = settings;
    this.#log = log;
    this.#instances = new Instances(store, settings);
    this.#runner = new EpisodeRunner(functions, settings);
  }

  /** Goes on where the last process stopped. */
  run(): void {
    this.#pump();
  }

  /** Starts nothing more and resolves when what runs has ended; what it does after that is not written. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const name of this.#deliveries.eventNames()) this.#deliveries.emit(name);
    await Promise.allSettled(this.#running);
  }

  /** The instance when it has ended; undefined when it has not after `timeoutMs`, or the engine was closed. */
  async ended(id: string, timeoutMs: number): Promise<Instance | undefined> {
    const signal = AbortSignal.timeout(Math.min(timeoutMs, LONGEST_SLEEP_MS));
    while (!this.#closed) {
      const instance = this.#store.instance(id);
      if (instance !== undefined && isTerminal(instance.status)) return instance;
      if (signal.aborted) return undefined;
      await once(this.#deliveries, delivered(id), { signal }).catch(() => undefined);
    }
    return undefined;
  }

  /** Makes an instance, or makes one that has ended anew. False when a live one has the id. */
  start(request: StartRequest): boolean {
    return this.#change((now) => this.#instances.insert(request, now));
  }

  /** Sends an event to an instance; the caller has looked that it is there. */
  send(id: string, event: NewEvent): void {
    this.#change((now) => this.#store.send(id, null, historyEvent(event, now), now.getTime()));
  }

  /** Rewinds an instance; the caller has looked that it has failed. */
  rewind(instance: Instance, reason: string | null): void {
    this.#change((now) => this.#instances.rewind(instance, reason, now));
  }

  #change<T>(change: (now: Date) => T): T {
    const changed = this.#store.transaction(() => change(new Date()));
    this.#pump();
    return changed;
  }

  /** Starts what can run now and sleeps until the next timer. "Due now" and "next due" come from one reading of the clock. */
  #pump(): void {
    if (this.#closed) return;
    const now = Date.now();
    for (const id of this.#store.due(now)) {
      if (this.#busy.size >= this.#settings.maxConcurrentOrchestrations) break;
      if (this.#busy.has(id)) continue;
      this.#busy.add(id);
      const done = this.#deliver(id).finally(() => {
        this.#busy.delete(id);
        this.#deliveries.emit(delivered(id));
      });
      this.#track(done);
    }
    const free = this.#settings.maxConcurrentActivities - this.#activities;
    for (const item of free > 0 ? this.#store.work(this.#lastWork, free) : []) {
      this.#lastWork = item.key;
      this.#activities += 1;
      this.#track(this.#work(item).finally(() => (this.#activities -= 1)));
    }
    clearTimeout(this.#timer);
    const next = this.#store.nextDue(now);
    if (next !== undefined)
      this.#timer = setTimeout(() => this.#pump(), Math.min(Math.max(next - now, 1), LONGEST_SLEEP_MS));
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) =>
        this.#log(
          'error',
          `durable engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ),
      )
      .finally(() => {
        this.#running.delete(tracked);
        // Whatever it made possible starts in a turn of its own.
        setImmediate(() => this.#pump());
      });
    this.#running.add(tracked);
  }

  /** One delivery of what waits for an instance: control messages at once, then an episode with the rest. */
  async #deliver(id: string): Promise<void> {
    const now = new Date();
    const delivery = this.#store.transaction(() => receive(this.#store, this.#instances, id, now));
    if (delivery === undefined) return;
    const past = this.#store.history(id);
    const write = await (delivery.isRewind ? this.#rewound(delivery, past) : this.#episode(delivery, past, now));
    if (this.#closed) return;
    this.#store.transaction(() => {
      if (this.#store.instance(id)?.executionId !== delivery.instance.executionId) return; // purged or replaced meanwhile
      this.#store.deleteMessages(delivery.messages.map(({ key }) => key));
      write();
    });
  }

  async #episode({ instance, messages }: Delivery, past: readonly HistoryEvent[], now: Date): Promise<() => void> {
    const fresh = [historyEvent({ EventType: EVENT.OrchestratorStarted }, now), ...messages.map(({ event }) => event)];
    if (past.length < LONG_HISTORY && past.length + fresh.length >= LONG_HISTORY)
      this.#log(
        'warning',
        `${instance.name} ${instance.id} has ${LONG_HISTORY} events: continue as new before it is slow`,
      );
    const episode = await this.#runner.run(instance, past, fresh);
    return () => this.#instances.commit(instance, fresh, episode, now);
  }

  async #rewound({ instance }: Delivery, past: readonly HistoryEvent[]): Promise<() => void> {
    const rewound = await withoutFailures(instance, past, (...args) => this.#runner.run(...args));
    return () => this.#instances.takeBack(instance, rewound, new Date());
  }

  /** Runs an activity; its row goes in the transaction that posts the result, so a crash in between runs it again. */
  async #work(item: WorkItem): Promise<void> {
    const outcome = await this.#outcome(item);
    if (this.#closed) return;
    this.#store.transaction(() => {
      const now = new Date();
      if (this.#store.deleteWork(item.key))
        this.#store.send(item.id, item.executionId, historyEvent(outcome, now), now.getTime());
    });
  }

  async #outcome({ taskId, work }: WorkItem): Promise<NewEvent> {
    try {
      const result =
        work.kind === 'http' ? await callHttp(work.request) : await this.#functions.runActivity(work.name, work.input);
      return { EventType: EVENT.TaskCompleted, TaskScheduledId: taskId, Result: JSON.stringify(result) ?? 'null' };
    } catch (error) {
      return activityFailed(taskId, work.kind === 'http' ? HTTP_ACTIVITY : work.name, error);
    }
  }
}
