import { randomUUID } from 'node:crypto';
import type { HostSettings } from '../settings.ts';
import { atomsOf } from './actions.ts';
import { callHttp } from './call-http.ts';
import { completedTask, conclude, takeIn, type End, type Episode } from './episode.ts';
import { EVENT, historyEvent, isTerminal, type HistoryEvent, type NewEvent } from './events.ts';
import { activityFailed, messageOf } from './failures.ts';
import { readState, readThrown, type Run } from './outcome.ts';
import type { DurableStore, Instance, Message, Parent, WorkItem } from './store.ts';
import { allocatesByItself, newTaskState, type Order } from './tasks.ts';

/** Runs the app's functions; the engine knows no app. */
export interface Functions {
  hasOrchestrator(name: string): boolean;
  hasActivity(name: string): boolean;
  /** The SDK's output object. @throws what the SDK threw. */
  runOrchestrator(name: string, input: object): Promise<unknown>;
  /** `input` is JSON text; null for none. @throws what the activity threw. */
  runActivity(name: string, input: string | null): Promise<unknown>;
}

export interface StartRequest {
  readonly name: string;
  readonly id: string;
  /** JSON text. */
  readonly input: string | null;
  readonly version: string | null;
  readonly parent?: Parent;
}

/** After so many episodes that never ended, an instance is given up: its message kills the process each time. */
const MOST_DELIVERIES = 10;
/** setTimeout takes no more. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** The durable engine of one task hub: runs episodes and activities until it is closed. */
export class DurableEngine {
  readonly #store: DurableStore;
  readonly #functions: Functions;
  readonly #settings: HostSettings;
  readonly #log: (message: string) => void;
  readonly #busy = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #activities = 0;
  #lastWork = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(store: DurableStore, functions: Functions, settings: HostSettings, log: (message: string) => void) {
    this.#store = store;
    this.#functions = functions;
    this.#settings = settings;
    this.#log = log;
  }

  /** Goes on where the last process stopped. */
  run(): void {
    this.#pump();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#running);
  }

  /** Makes an instance, or makes one that has ended anew. False when a live one has the id. */
  start(request: StartRequest): boolean {
    const begun = this.#store.transaction(() => this.#insert(request, Date.now()));
    this.#pump();
    return begun;
  }

  /** Sends an event to an instance; the caller has looked that it is there. */
  send(id: string, event: NewEvent): void {
    const now = new Date();
    this.#store.transaction(() => this.#store.send(id, null, historyEvent(event, now), now.getTime()));
    this.#pump();
  }

  #insert({ name, id, input, version, parent }: StartRequest, now: number): boolean {
    const there = this.#store.instance(id);
    if (there !== undefined && !isTerminal(there.status) && !this.#settings.mayReplaceRunning) return false;
    if (there !== undefined) this.#store.purge(id);
    const executionId = randomUUID();
    this.#store.putInstance({
      id,
      executionId,
      name,
      version: version ?? this.#settings.defaultVersion ?? null,
      status: 'Pending',
      input,
      output: null,
      customStatus: null,
      created: now,
      updated: now,
      parent: parent ?? null,
      suspended: false,
      tasks: newTaskState(),
      deliveries: 0,
    });
    const event = historyEvent(
      {
        EventType: EVENT.ExecutionStarted,
        Name: name,
        Input: input,
        ...versionOf(version ?? this.#settings.defaultVersion ?? null),
      },
      new Date(now),
    );
    this.#store.send(id, executionId, event, now);
    return true;
  }

  /** Starts what can run now and sleeps until the next timer. "Due now" and "next due" come from one reading of the clock. */
  #pump(): void {
    if (this.#closed) return;
    const now = Date.now();
    for (const id of this.#store.due(now)) {
      if (this.#busy.size >= this.#settings.maxConcurrentOrchestrations) break;
      if (this.#busy.has(id)) continue;
      this.#busy.add(id);
      this.#track(this.#deliver(id).finally(() => this.#busy.delete(id)));
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
        this.#log(`durable engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
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
    const batch = this.#store.transaction(() => this.#receive(id, now));
    if (batch === undefined) return;
    const { instance, messages } = batch;
    const events = messages.map(({ event }) => ({ ...event, Timestamp: now.toISOString() }));
    const past = this.#store.history(id);
    const earlier = takeIn(instance.tasks, events, now.getTime(), this.#settings.httpSleepMs);
    const begun = historyEvent({ EventType: EVENT.OrchestratorStarted }, now);
    const run = await this.#orchestrate(instance, past, [begun, ...events]);
    const episode = this.#conclude(instance, [...past, ...events], earlier, run, now);
    this.#store.transaction(() => {
      if (this.#store.instance(id)?.executionId !== instance.executionId) return; // purged or replaced meanwhile
      this.#store.deleteMessages(messages.map(({ key }) => key));
      this.#commit(instance, [begun, ...events], episode, now);
    });
  }

  #conclude(
    instance: Instance,
    past: readonly HistoryEvent[],
    earlier: readonly Order[],
    run: Run,
    now: Date,
  ): Episode {
    const tasks = structuredClone(instance.tasks);
    try {
      const missing = run.ended === 'failed' ? undefined : this.#missingActivity(run, instance.tasks.atoms.length);
      if (missing === undefined) return conclude(instance.name, instance.tasks, past, earlier, run, now);
      return failedEpisode(instance.name, missing);
    } catch (error) {
      instance.tasks = tasks;
      return failedEpisode(instance.name, messageOf(error));
    }
  }

  /** The real host retries such an episode for ever; here the instance says what is wrong. */
  #missingActivity(run: Run & { readonly ended: boolean }, known: number): string | undefined {
    const missing = atomsOf(run.actions)
      .slice(known)
      .find(({ actionType, functionName = '' }) => actionType <= 1 && !this.#functions.hasActivity(functionName));
    if (missing === undefined) return undefined;
    return `The function '${missing.functionName ?? ''}' doesn't exist, is disabled, or is not an activity function.`;
  }

  /** Takes the messages that the next episode is for; undefined when there is nothing to run. */
  #receive(id: string, now: Date): { instance: Instance; messages: Message[] } | undefined {
    const instance = this.#store.instance(id);
    const messages = this.#store.messages(id, now.getTime());
    if (instance === undefined || isTerminal(instance.status)) {
      this.#store.deleteMessages(messages.map(({ key }) => key));
      return undefined;
    }
    const taken: Message[] = [];
    for (const message of messages) {
      const { event } = message;
      const isOld = message.executionId !== null && message.executionId !== instance.executionId;
      if (isOld || this.#isClosed(instance, event, taken)) this.#store.deleteMessages([message.key]);
      else if (event.EventType === EVENT.ExecutionTerminated) {
        this.#end(instance, event, now);
        return undefined;
      } else if (event.EventType === EVENT.ExecutionSuspended || event.EventType === EVENT.ExecutionResumed)
        this.#switch(instance, event, now, message.key);
      else if (instance.suspended) this.#store.hold([message.key]);
      else if (taken.length > 0 && completedTask(event) !== undefined && allocatesByItself(instance.tasks)) break;
      else taken.push(message);
    }
    if (instance.suspended || taken.length === 0) {
      this.#store.hold(instance.suspended ? taken.map(({ key }) => key) : []);
      return undefined;
    }
    instance.deliveries += 1;
    this.#store.putInstance(instance);
    return { instance, messages: taken };
  }

  /** A completion counts once, and only for a task that is open. */
  #isClosed(instance: Instance, event: HistoryEvent, taken: readonly Message[]): boolean {
    const task = completedTask(event);
    if (task === undefined) return false;
    return !instance.tasks.tasks[task]?.open || taken.some((other) => completedTask(other.event) === task);
  }

  #switch(instance: Instance, event: HistoryEvent, now: Date, key: number): void {
    this.#store.deleteMessages([key]);
    const suspends = event.EventType === EVENT.ExecutionSuspended;
    if (instance.suspended === suspends) return;
    instance.suspended = suspends;
    instance.status = suspends ? 'Suspended' : 'Running';
    instance.output = event.Input ?? null; // the reason, recorded 2026-11-23
    instance.updated = now.getTime();
    this.#store.appendHistory(instance.id, [{ ...event, Timestamp: now.toISOString() }]);
    this.#store.putInstance(instance);
    if (!suspends) this.#store.releaseHeld(instance.id);
  }

  async #orchestrate(instance: Instance, past: readonly HistoryEvent[], fresh: readonly HistoryEvent[]): Promise<Run> {
    const { id, name, input, parent, deliveries } = instance;
    if (deliveries > MOST_DELIVERIES)
      return {
        ended: 'failed',
        error: `given up after ${MOST_DELIVERIES} episodes that did not end`,
        customStatus: undefined,
      };
    if (!this.#functions.hasOrchestrator(name)) {
      const error = `The function '${name}' doesn't exist, is disabled, or is not an orchestrator function.`;
      return { ended: 'failed', error, customStatus: undefined };
    }
    try {
      const result = await this.#functions.runOrchestrator(name, {
        history: [...past.map((event) => ({ ...event, IsPlayed: true })), ...fresh],
        ...(input === null ? {} : { input: JSON.parse(input) as unknown }),
        instanceId: id,
        isReplaying: past.length > 0,
        parentInstanceId: parent?.id ?? null,
        upperSchemaVersion: 1,
        upperSchemaVersionNew: 3,
        // Longer than any: the host's own timers need no chunks.
        maximumShortTimerDuration: '10000.00:00:00',
        longRunningTimerIntervalDuration: '3.00:00:00',
        defaultHttpAsyncRequestSleepTimeMillseconds: this.#settings.httpSleepMs,
      });
      return readState(result);
    } catch (error) {
      return readThrown(error);
    }
  }

  #commit(instance: Instance, fresh: readonly HistoryEvent[], episode: Episode, now: Date): void {
    const { id, executionId } = instance;
    instance.deliveries = 0;
    instance.status = 'Running';
    instance.customStatus = episode.customStatus;
    instance.updated = now.getTime();
    const completed = historyEvent({ EventType: EVENT.OrchestratorCompleted }, now);
    this.#store.appendHistory(id, [...fresh, ...episode.history, completed]);
    for (const timer of episode.cancelledTimers) this.#store.cancelTimer(id, timer);
    for (const order of episode.orders) this.#carryOut(instance, order, now);
    if (episode.end !== undefined) this.#finish(instance, episode.end, now);
    if (this.#store.instance(id)?.executionId === executionId || episode.end?.kind === 'continued')
      this.#store.putInstance(instance);
  }

  #carryOut(instance: Instance, order: Order, now: Date): void {
    const { id, executionId } = instance;
    if (order.kind === 'timer') {
      const event = historyEvent(
        { EventType: EVENT.TimerFired, TimerId: order.id, FireAt: new Date(order.fireAt).toISOString() },
        now,
      );
      this.#store.send(id, executionId, event, order.fireAt, order.id);
      return;
    }
    const { work } = order;
    if (work.kind === 'failure') {
      const event = historyEvent(
        { EventType: EVENT.TaskFailed, TaskScheduledId: order.id, Reason: work.reason, Details: work.details },
        now,
      );
      this.#store.send(id, executionId, event, now.getTime());
    } else if (work.kind === 'child') {
      const childId = work.instanceId ?? `${executionId}:${order.id}`;
      const parent = { id, executionId, taskId: order.id };
      const version = work.version ?? this.#settings.defaultVersion ?? null;
      if (
        childId !== id &&
        this.#insert({ name: work.name, id: childId, input: work.input, version, parent }, now.getTime())
      )
        return;
      const reason = `An Orchestration instance with the id '${childId}' is running already.`;
      this.#notify(parent, { EventType: EVENT.SubOrchestrationInstanceFailed, Reason: reason, Details: reason }, now);
    } else this.#store.addWork(id, executionId, order.id, work);
  }

  #finish(instance: Instance, end: End, now: Date): void {
    if (end.kind === 'continued') {
      this.#store.deleteAllWork(instance.id);
      this.#store.clearHistory(instance.id);
      instance.executionId = randomUUID();
      instance.input = end.input;
      instance.created = now.getTime();
      instance.tasks = newTaskState();
      const { name, version } = instance;
      const started: NewEvent = {
        EventType: EVENT.ExecutionStarted,
        Name: name,
        Input: end.input,
        ...versionOf(version ?? this.#settings.defaultVersion ?? null),
      };
      this.#store.send(instance.id, instance.executionId, historyEvent(started, now), now.getTime());
      for (const event of end.unread) this.#store.send(instance.id, null, event, now.getTime());
      return;
    }
    instance.status = end.kind === 'completed' ? 'Completed' : 'Failed';
    instance.output = end.kind === 'completed' ? end.output : JSON.stringify(end.output);
    const ended: NewEvent = {
      EventType: EVENT.ExecutionCompleted,
      OrchestrationStatus: instance.status,
      Result: instance.output,
    };
    this.#store.appendHistory(instance.id, [historyEvent(ended, now)]);
    if (instance.parent === null) return;
    if (end.kind === 'completed') {
      this.#notify(instance.parent, { EventType: EVENT.SubOrchestrationInstanceCompleted, Result: end.output }, now);
      return;
    }
    const { error, failureDetails } = end.run;
    const details = failureDetails === undefined ? {} : { FailureDetails: failureDetails };
    const failed: NewEvent = {
      EventType: EVENT.SubOrchestrationInstanceFailed,
      Reason: end.output,
      Details: `Message: ${error}, StackTrace: `,
      ...details,
    };
    this.#notify(instance.parent, failed, now);
  }

  #end(instance: Instance, event: HistoryEvent, now: Date): void {
    instance.status = 'Terminated';
    instance.output = event.Input ?? null;
    instance.updated = now.getTime();
    this.#store.deleteAllMessages(instance.id);
    this.#store.deleteAllWork(instance.id);
    this.#store.appendHistory(instance.id, [{ ...event, Timestamp: now.toISOString() }]);
    this.#store.putInstance(instance);
    const reason = event.Input === undefined || event.Input === null ? '' : String(JSON.parse(event.Input));
    if (instance.parent !== null)
      this.#notify(
        instance.parent,
        { EventType: EVENT.SubOrchestrationInstanceFailed, Reason: reason, Details: reason },
        now,
      );
  }

  #notify(parent: Parent, event: NewEvent, now: Date): void {
    this.#store.send(
      parent.id,
      parent.executionId,
      historyEvent({ ...event, TaskScheduledId: parent.taskId }, now),
      now.getTime(),
    );
  }

  /** Runs an activity; its row goes in the transaction that posts the result, so a crash in between runs it again. */
  async #work({ key, id, executionId, taskId, work }: WorkItem): Promise<void> {
    let outcome: NewEvent;
    try {
      const result =
        work.kind === 'http'
          ? await callHttp(work.request)
          : work.kind === 'activity'
            ? await this.#functions.runActivity(work.name, work.input)
            : null;
      outcome = { EventType: EVENT.TaskCompleted, TaskScheduledId: taskId, Result: JSON.stringify(result) ?? 'null' };
    } catch (error) {
      outcome = activityFailed(taskId, work.kind === 'activity' ? work.name : 'BuiltIn::HttpActivity', error);
    }
    const now = new Date();
    this.#store.transaction(() => {
      if (this.#store.deleteWork(key)) this.#store.send(id, executionId, historyEvent(outcome, now), now.getTime());
    });
  }
}

function failedEpisode(name: string, error: string): Episode {
  const run: Run & { readonly ended: 'failed' } = { ended: 'failed', error, customStatus: undefined };
  return {
    history: [],
    orders: [],
    cancelledTimers: [],
    customStatus: null,
    end: { kind: 'failed', output: `Orchestrator function '${name}' failed: ${error}`, run },
  };
}

const versionOf = (version: string | null): { Version?: string } => (version === null ? {} : { Version: version });
