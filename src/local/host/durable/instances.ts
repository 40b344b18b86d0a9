import { randomUUID } from 'node:crypto';
import type { HostSettings } from '../settings.ts';
import { childId, type End, type Episode } from './episode.ts';
import { EVENT, historyEvent, isTerminal, type HistoryEvent, type NewEvent } from './events.ts';
import type { FailureDetails } from './failures.ts';
import type { Rewound } from './rewind.ts';
import type { DurableStore, Instance, Parent } from './store.ts';
import { newTaskState, type Order } from './tasks.ts';

export interface StartRequest {
  readonly name: string;
  readonly id: string;
  /** JSON text. */
  readonly input: string | null;
  readonly version: string | null;
  readonly parent?: Parent;
}

/** What becomes of instances in the store. Every method is called inside a transaction of its caller. */
export class Instances {
  readonly #store: DurableStore;
  readonly #settings: HostSettings;

  constructor(store: DurableStore, settings: HostSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /** Makes an instance, or makes one that has ended anew. False when a live one has the id. */
  insert({ name, id, input, version: asked, parent }: StartRequest, now: Date): boolean {
    const there = this.#store.instance(id);
    if (there !== undefined && !isTerminal(there.status) && !this.#settings.mayReplaceRunning) return false;
    if (there !== undefined) this.#store.purge(id);
    const version = asked ?? this.#settings.defaultVersion ?? null;
    const instance: Instance = {
      id,
      executionId: randomUUID(),
      name,
      version,
      status: 'Pending',
      input,
      output: null,
      customStatus: null,
      created: now.getTime(),
      updated: now.getTime(),
      parent: parent ?? null,
      suspended: false,
      tasks: newTaskState(),
      deliveries: 0,
    };
    this.#store.putInstance(instance);
    this.#begin(instance, now);
    return true;
  }

  #begin({ id, executionId, name, input, version }: Instance, now: Date): void {
    const started: NewEvent = {
      EventType: EVENT.ExecutionStarted,
      Name: name,
      Input: input,
      ...(version === null ? {} : { Version: version }),
    };
    this.#store.send(id, executionId, historyEvent(started, now), now.getTime());
  }

  /** Writes what an episode came to. `fresh` are the OrchestratorStarted and the events that it took in. */
  commit(instance: Instance, fresh: readonly HistoryEvent[], episode: Episode, now: Date): void {
    const { id } = instance;
    instance.deliveries = 0;
    instance.status = 'Running';
    instance.customStatus = episode.customStatus;
    instance.updated = now.getTime();
    const completed = historyEvent({ EventType: EVENT.OrchestratorCompleted }, now);
    this.#store.appendHistory(id, [...fresh, ...episode.history, completed]);
    for (const timer of episode.cancelledTimers) this.#store.cancelTimer(id, timer);
    for (const order of episode.orders) this.#carryOut(instance, order, now);
    if (episode.end !== undefined) this.#finish(instance, episode.end, now);
    this.#store.putInstance(instance);
  }

  #carryOut(instance: Instance, order: Order, now: Date): void {
    const { id, executionId } = instance;
    if (order.kind === 'timer') {
      const fireAt = new Date(order.fireAt).toISOString();
      const fired = historyEvent({ EventType: EVENT.TimerFired, TimerId: order.id, FireAt: fireAt }, now);
      this.#store.send(id, executionId, fired, order.fireAt, order.id);
    } else if (order.work.kind === 'failure') {
      const { reason, details, failureDetails } = order.work.failure;
      const failed: NewEvent = {
        EventType: EVENT.TaskFailed,
        TaskScheduledId: order.id,
        Reason: reason,
        Details: details,
        ...(failureDetails === undefined ? {} : { FailureDetails: failureDetails }),
      };
      this.#store.send(id, executionId, historyEvent(failed, now), now.getTime());
    } else if (order.work.kind === 'child')
      this.#startChild(
        { id, executionId, taskId: order.id },
        { ...order.work, instanceId: childId(executionId, order.id, order.work) },
        now,
      );
    else this.#store.addWork(id, executionId, order.id, order.work);
  }

  #startChild(
    parent: Parent,
    {
      name,
      input,
      instanceId: id,
      version,
    }: { readonly name: string; readonly input: string | null; readonly instanceId: string; readonly version?: string },
    now: Date,
  ): void {
    const there = this.#store.instance(id);
    // The same task once more: its parent was rewound, so the child is, which keeps what it has done.
    if (there?.status === 'Failed' && isSame(there.parent, parent)) return this.rewind(there, null, now);
    const { defaultVersion = null } = this.#settings;
    if (id !== parent.id && this.insert({ name, id, input, version: version ?? defaultVersion, parent }, now)) return;
    const reason = `An Orchestration instance with the id '${id}' is running already.`;
    this.#notify(parent, { EventType: EVENT.SubOrchestrationInstanceFailed, Reason: reason, Details: reason }, now);
  }

  /** Ends an instance, or begins its next execution. Its caller writes the instance afterwards. */
  #finish(instance: Instance, end: End, now: Date): void {
    const { id } = instance;
    this.#store.deleteAllWork(id);
    if (end.kind === 'continued') {
      this.#store.clearHistory(id);
      instance.executionId = randomUUID();
      instance.input = end.input;
      instance.created = now.getTime();
      instance.tasks = newTaskState();
      this.#begin(instance, now);
      for (const event of end.unread) this.#store.send(id, null, event, now.getTime());
      return;
    }
    this.#store.deleteAllMessages(id);
    instance.status = end.kind === 'completed' ? 'Completed' : 'Failed';
    instance.output = end.kind === 'completed' ? end.output : JSON.stringify(end.output);
    this.#appendEnd(instance, now, end.kind === 'failed' ? end.run.failureDetails : undefined);
    if (instance.parent === null) return;
    if (end.kind === 'completed') {
      this.#notify(instance.parent, { EventType: EVENT.SubOrchestrationInstanceCompleted, Result: end.output }, now);
      return;
    }
    const { error, failureDetails } = end.run;
    const failed: NewEvent = {
      EventType: EVENT.SubOrchestrationInstanceFailed,
      Reason: end.output,
      Details: `Message: ${error}, StackTrace: `,
      ...(failureDetails === undefined ? {} : { FailureDetails: failureDetails }),
    };
    this.#notify(instance.parent, failed, now);
  }

  #appendEnd({ id, status, output }: Instance, now: Date, details?: FailureDetails): void {
    const ended: NewEvent = {
      EventType: EVENT.ExecutionCompleted,
      OrchestrationStatus: status,
      Result: output,
      ...(details === undefined ? {} : { FailureDetails: details }),
    };
    this.#store.appendHistory(id, [historyEvent(ended, now)]);
  }

  /** At once, whatever is open; children are left alone (recorded 2026-11-23). */
  terminate(instance: Instance, event: HistoryEvent, now: Date): void {
    instance.status = 'Terminated';
    instance.suspended = false;
    instance.output = event.Input ?? null;
    instance.updated = now.getTime();
    this.#store.deleteAllMessages(instance.id);
    this.#store.deleteAllWork(instance.id);
    this.#store.appendHistory(instance.id, [event]);
    this.#appendEnd(instance, now);
    this.#store.putInstance(instance);
    if (instance.parent === null) return;
    const reason = event.Input === undefined || event.Input === null ? '' : String(JSON.parse(event.Input));
    const failed: NewEvent = { EventType: EVENT.SubOrchestrationInstanceFailed, Reason: reason, Details: reason };
    this.#notify(instance.parent, failed, now);
  }

  /** Suspends or resumes; the reason becomes the output (recorded 2026-11-23). No change of state is no error. */
  switch(instance: Instance, event: HistoryEvent, now: Date): void {
    const suspends = event.EventType === EVENT.ExecutionSuspended;
    if (instance.suspended === suspends) return;
    instance.suspended = suspends;
    instance.status = suspends ? 'Suspended' : 'Running';
    instance.output = event.Input ?? null;
    instance.updated = now.getTime();
    this.#store.appendHistory(instance.id, [event]);
    this.#store.putInstance(instance);
    if (!suspends) this.#store.releaseHeld(instance.id);
  }

  /** Asks for a failed instance to be rewound; from now on it is not failed any more. */
  rewind(instance: Instance, reason: string | null, now: Date): void {
    const { id, executionId } = instance;
    this.#store.putInstance({ ...instance, status: 'Pending', output: null, updated: now.getTime() });
    const event = historyEvent({ EventType: EVENT.ExecutionRewound, Input: reason }, now);
    this.#store.send(id, executionId, event, now.getTime());
  }

  /** Writes a rewound execution in place of the failed one and has done what is missing. */
  takeBack(instance: Instance, { history, tasks, orders, customStatus, end }: Rewound, now: Date): void {
    const { id } = instance;
    this.#store.deleteAllWork(id);
    this.#store.clearHistory(id);
    this.#store.appendHistory(id, history);
    const running: Instance = {
      ...instance,
      tasks,
      customStatus,
      status: 'Running',
      deliveries: 0,
      updated: now.getTime(),
    };
    for (const order of orders) this.#carryOut(running, order, now);
    if (end !== undefined) this.#finish(running, end, now);
    this.#store.putInstance(running);
  }

  #notify(parent: Parent, event: NewEvent, now: Date): void {
    const completion = historyEvent({ ...event, TaskScheduledId: parent.taskId }, now);
    this.#store.send(parent.id, parent.executionId, completion, now.getTime());
  }
}

function isSame(one: Parent | null, other: Parent): boolean {
  return one?.id === other.id && one.executionId === other.executionId && one.taskId === other.taskId;
}
