import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';

/**
 * Steps orchestrators by hand, in memory and in virtual time: no host, no SDK executor. Activities are a function of the
 * test. Every orchestration is replayed after each run with the recorded results and must ask for the same things again.
 */
export interface Call {
  readonly kind: 'activity' | 'child' | 'timer' | 'event';
  readonly name: string;
  readonly input: unknown;
}

interface AtomicTask {
  readonly call: Call;
  result?: unknown;
  isCompleted: boolean;
  isCanceled: boolean;
  cancel(): void;
}
type StepTask = AtomicTask | { readonly all: StepTask[] } | { readonly any: StepTask[] };

export type Activities = (name: string, input: never) => unknown;

export class DurableStepper {
  /** All calls of all instances, in order. */
  readonly calls: Call[] = [];
  /** Calls of the longest execution: about five events each in its history. */
  longest = 0;
  readonly #handlers: ReadonlyMap<string, OrchestrationHandler>;
  readonly #activities: Activities;
  #now = Date.parse('2026-11-24T00:00:00Z');

  constructor(handlers: ReadonlyMap<string, OrchestrationHandler>, activities: Activities) {
    this.#handlers = handlers;
    this.#activities = activities;
  }

  /** Runs an orchestration to its end, through every continue-as-new, and gives its output. */
  run(name: string, input: unknown): unknown {
    let next = { input };
    for (let round = 0; round < 10_000; round += 1) {
      const startedAt = this.#now;
      const log: { call: Call; at: number; outcome: { result?: unknown; error?: unknown } }[] = [];
      const live = this.#once(name, next.input, (call) => {
        this.calls.push(call);
        const outcome = this.#perform(call);
        log.push({ call, at: this.#now, outcome });
        return outcome;
      });
      this.longest = Math.max(this.longest, log.length);
      let position = 0;
      const endedAt = this.#now;
      this.#now = startedAt;
      this.#once(name, next.input, (call) => {
        const recorded = log[position];
        position += 1;
        if (recorded === undefined || JSON.stringify(recorded.call) !== JSON.stringify(call))
          throw new Error(
            `${name} is not deterministic: ${JSON.stringify(call)} instead of ${JSON.stringify(recorded?.call)}`,
          );
        this.#now = recorded.at;
        return recorded.outcome;
      });
      this.#now = endedAt;
      if (live.continuedWith === undefined) return live.output;
      next = live.continuedWith;
    }
    throw new Error(`${name} continues as new for ever`);
  }

  #perform(call: Call): { result?: unknown; error?: unknown } {
    try {
      if (call.kind === 'activity') return { result: this.#activities(call.name, call.input as never) };
      if (call.kind === 'child') return { result: this.run(call.name, call.input) };
      if (call.kind === 'timer') this.#now = Math.max(this.#now, Date.parse(call.name));
      return {};
    } catch (error) {
      return { error };
    }
  }

  #once(name: string, input: unknown, perform: (call: Call) => { result?: unknown; error?: unknown }) {
    const handler = this.#handlers.get(name);
    if (handler === undefined) throw new Error(`no orchestration is called ${name}`);
    let continuedWith: { input: unknown } | undefined;
    const context = this.#context(input, (newInput) => (continuedWith = { input: newInput }));
    const generator = handler(context);
    let step = generator.next();
    while (!step.done) {
      const outcome = settle(step.value as unknown as StepTask, perform);
      step = outcome.error === undefined ? generator.next(outcome.result) : generator.throw(outcome.error);
    }
    return { output: step.value, continuedWith };
  }

  #context(input: unknown, continueAsNew: (input: unknown) => void): OrchestrationContext {
    const now = (): Date => new Date(this.#now);
    const task = (call: Call): AtomicTask => ({
      call,
      isCompleted: false,
      isCanceled: false,
      cancel() {
        if (this.isCompleted) throw new Error('a completed timer cannot be cancelled');
        this.isCanceled = true;
      },
    });
    const df = {
      get currentUtcDateTime() {
        return now();
      },
      version: '1.0',
      getInput: () => structuredClone(input),
      callActivityWithRetry: (name: string, _retry: unknown, activityInput: unknown) =>
        task({ kind: 'activity', name, input: activityInput }),
      callSubOrchestrator: (name: string, childInput: unknown) => task({ kind: 'child', name, input: childInput }),
      createTimer: (at: Date) => task({ kind: 'timer', name: at.toISOString(), input: undefined }),
      waitForExternalEvent: (name: string) => task({ kind: 'event', name, input: undefined }),
      continueAsNew,
      Task: { all: (all: StepTask[]) => ({ all }), any: (any: StepTask[]) => ({ any }) },
    };
    return { df } as unknown as OrchestrationContext;
  }
}

/** Nobody raises events here: of several tasks the first that is no event wins, which is the timer that backs each wait. */
function settle(
  task: StepTask,
  perform: (call: Call) => { result?: unknown; error?: unknown },
): { result?: unknown; error?: unknown } {
  if ('all' in task) {
    const outcomes = task.all.map((each) => settle(each, perform));
    return outcomes.find(({ error }) => error !== undefined) ?? { result: outcomes.map(({ result }) => result) };
  }
  if ('any' in task) {
    const winner = task.any.find((each) => 'call' in each && each.call.kind !== 'event');
    if (winner === undefined) throw new Error('a wait for events alone would hang here');
    settle(winner, perform);
    return { result: winner };
  }
  const outcome = perform(task.call);
  task.isCompleted = true;
  task.result = outcome.result;
  return outcome;
}
