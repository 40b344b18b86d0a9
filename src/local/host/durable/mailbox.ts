import { completedTask, EVENT, isTerminal, type HistoryEvent } from './events.ts';
import type { Instances } from './instances.ts';
import type { DurableStore, Instance, Message } from './store.ts';
import { allocatesByItself, isOpen } from './tasks.ts';

/** What an instance's next episode is for. */
export interface Delivery {
  readonly instance: Instance;
  readonly messages: readonly Message[];
  /** The message asks for the instance to be rewound, and comes alone. */
  readonly isRewind: boolean;
}

/**
 * Takes the messages that the next episode of an instance is for and handles those that need none: terminate, suspend,
 * resume, and completions that come late or twice. Undefined when there is nothing to run. Inside a transaction of its caller;
 * the messages stay until the episode is committed.
 */
export function receive(store: DurableStore, instances: Instances, id: string, now: Date): Delivery | undefined {
  const instance = store.instance(id);
  const messages = store.messages(id, now.getTime());
  if (instance === undefined || isTerminal(instance.status)) {
    store.deleteMessages(messages.map(({ key }) => key));
    return undefined;
  }
  const rewind = messages.find(({ event }) => event.EventType === EVENT.ExecutionRewound);
  const taken = rewind === undefined ? sift(store, instances, instance, messages, now) : [rewind];
  if (taken.length === 0) return undefined;
  instance.deliveries += 1;
  store.putInstance(instance);
  return { instance, messages: taken, isRewind: rewind !== undefined };
}

function sift(
  store: DurableStore,
  instances: Instances,
  instance: Instance,
  messages: readonly Message[],
  now: Date,
): Message[] {
  const taken: Message[] = [];
  for (const message of messages) {
    const { event, key } = message;
    const isOld = message.executionId !== null && message.executionId !== instance.executionId;
    if (isOld || isClosed(instance, event, taken)) store.deleteMessages([key]);
    else if (event.EventType === EVENT.ExecutionTerminated) {
      instances.terminate(instance, event, now);
      return [];
    } else if (event.EventType === EVENT.ExecutionSuspended || event.EventType === EVENT.ExecutionResumed) {
      store.deleteMessages([key]);
      instances.switch(instance, event, now);
    } else if (instance.suspended) store.hold([key]);
    else if (taken.length > 0 && completedTask(event) !== undefined && allocatesByItself(instance.tasks)) break;
    else taken.push(message);
  }
  if (!instance.suspended) return taken;
  store.hold(taken.map(({ key }) => key));
  return [];
}

/** A completion counts once, and only for a task that is open. */
function isClosed({ tasks }: Instance, event: HistoryEvent, taken: readonly Message[]): boolean {
  const task = completedTask(event);
  if (task === undefined) return false;
  return !isOpen(tasks, task) || taken.some((other) => completedTask(other.event) === task);
}
