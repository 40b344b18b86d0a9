import { app, type OrchestrationContext, type OrchestrationHandler, type RetryOptions } from 'durable-functions';
import { vi } from 'vitest';

/** The orchestrators of the app, as they register themselves. */
export async function orchestrators(): Promise<ReadonlyMap<string, OrchestrationHandler>> {
  const found = new Map<string, OrchestrationHandler>();
  const spy = vi.spyOn(app, 'orchestration').mockImplementation(((name: string, handler: OrchestrationHandler) => {
    found.set(name, handler);
  }) as typeof app.orchestration);
  await import('../../../orchestrations/registry.ts');
  spy.mockRestore();
  return found;
}

type Leaf =
  | { readonly kind: 'activity'; readonly name: string; readonly input: unknown; readonly attempts: number }
  | { readonly kind: 'child'; readonly name: string; readonly input: unknown }
  | { readonly kind: 'timer'; readonly at: Date };
type Task = Leaf | { readonly kind: 'all'; readonly all: readonly Task[] };

/** Runs an activity. What it throws is tried again as the retry policy of its contract says. */
export type Invoke = (name: string, input: unknown) => Promise<unknown>;

/**
 * Runs orchestrators with real activities and in virtual time: a timer is over at once, an outage is tried again at once and as often
 * as its retry policy has it. No host, no history, no replay: those have tests of their own.
 */
export class AsyncStepper {
  readonly #handlers: ReadonlyMap<string, OrchestrationHandler>;
  readonly #invoke: Invoke;
  #now = Date.parse('2026-11-29T00:00:00Z');

  constructor(handlers: ReadonlyMap<string, OrchestrationHandler>, invoke: Invoke) {
    this.#handlers = handlers;
    this.#invoke = invoke;
  }

  /** Runs an orchestration to its end, through every continue-as-new. */
  async run(name: string, input: unknown): Promise<unknown> {
    const handler = this.#handlers.get(name);
    if (handler === undefined) throw new Error(`no orchestration is called ${name}`);
    for (let next: { readonly input: unknown } | undefined = { input }; ;) {
      const context = this.#context(next.input);
      const output = await this.drive(handler(context.asked));
      next = context.continuedWith();
      if (next === undefined) return output;
    }
  }

  /** Drives a part of an orchestrator, made for a context of this stepper. */
  async drive<T>(generator: Generator<unknown, T>): Promise<T> {
    let step = generator.next();
    while (!step.done) {
      const [outcome] = await Promise.allSettled([this.#settle(step.value as Task)]);
      step = outcome.status === 'fulfilled' ? generator.next(outcome.value) : generator.throw(outcome.reason);
    }
    return step.value;
  }

  get context(): OrchestrationContext {
    return this.#context(undefined).asked;
  }

  async #settle(task: Task): Promise<unknown> {
    if (task.kind === 'child') return await this.run(task.name, task.input);
    if (task.kind === 'timer') {
      this.#now = Math.max(this.#now, task.at.getTime());
      return undefined;
    }
    if (task.kind === 'all') {
      const settled = await Promise.allSettled(task.all.map((each) => this.#settle(each)));
      return settled.map((each) => {
        if (each.status === 'rejected') throw each.reason;
        return each.value;
      });
    }
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#invoke(task.name, structuredClone(task.input));
      } catch (error) {
        if (attempt >= task.attempts) throw error;
      }
  }

  #context(input: unknown): {
    readonly asked: OrchestrationContext;
    continuedWith(): { readonly input: unknown } | undefined;
  } {
    let continued: { readonly input: unknown } | undefined;
    const now = (): Date => new Date(this.#now);
    const df = {
      get currentUtcDateTime() {
        return now();
      },
      version: '1.0',
      getInput: () => structuredClone(input),
      callActivityWithRetry: (name: string, retry: RetryOptions, asked: unknown): Task => ({
        kind: 'activity',
        name,
        input: asked,
        attempts: retry.maxNumberOfAttempts,
      }),
      callSubOrchestrator: (name: string, asked: unknown): Task => ({ kind: 'child', name, input: asked }),
      createTimer: (at: Date): Task => ({ kind: 'timer', at }),
      continueAsNew: (asked: unknown) => (continued = { input: asked }),
      Task: { all: (all: Task[]): Task => ({ kind: 'all', all }) },
    };
    return { asked: { df } as unknown as OrchestrationContext, continuedWith: () => continued };
  }
}
