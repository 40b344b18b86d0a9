import type { RegisteredFunction, Registrations } from './core-module.ts';
import type { FunctionNames, Functions } from './durable/episode-runner.ts';
import { invoke, resultOf, type Invoked, type TypedData } from './invoke.ts';
import { isDisabled, kindOf, triggerOf } from './listed-function.ts';
import type { HostSettings } from './settings.ts';
import { timeSpan } from './time-span.ts';

type Inputs = Readonly<Record<string, TypedData>>;

/** Runs one function of the app; see `invoke`. */
export type Invoker = (registered: RegisteredFunction, inputs: Inputs, convert?: boolean) => Promise<Invoked>;

/** Invokes functions and gives them up after the app's functionTimeout: their result is not waited for any longer. */
export function invokerOf(
  registrations: Registrations,
  { functionTimeoutMs }: HostSettings,
  log: (level: string, message: string) => void,
): Invoker {
  return async (registered, inputs, convert = false) => {
    const invoked = invoke(registrations, registered, inputs, log, convert);
    if (functionTimeoutMs === undefined) return invoked;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new FunctionTimeoutError(registered.metadata.name, functionTimeoutMs)),
        functionTimeoutMs,
      );
    });
    return Promise.race([invoked, late]).finally(() => clearTimeout(timer));
  };
}

/** Worded as the real host does (WebJobs SDK, FunctionExecutor). */
class FunctionTimeoutError extends Error {
  constructor(name: string, limitMs: number) {
    super(`Timeout value of ${timeSpan(limitMs)} was exceeded by function: Functions.${name}`);
    this.name = 'FunctionTimeoutException';
  }
}

/** The app's orchestrators and activities as the durable engine runs them. */
export function durableFunctions(
  registered: Iterable<RegisteredFunction>,
  invoker: Invoker,
  clients: (registered: RegisteredFunction) => Inputs,
): Functions {
  const enabled = [...registered].filter((each) => !isDisabled(each));
  const orchestrators = new NamedFunctions(enabled, 'orchestration');
  const activities = new NamedFunctions(enabled, 'activity');
  const call = (target: RegisteredFunction, data: TypedData): Promise<Invoked> =>
    invoker(target, { ...clients(target), [triggerOf(target)?.name ?? '']: data });
  return {
    orchestrators,
    activities,
    runOrchestrator: (name, input) => call(orchestrators.get(name), { string: JSON.stringify(input) }),
    runActivity: async (name, input) =>
      resultOf(await call(activities.get(name), input === null ? null : { string: input })),
  };
}

class NamedFunctions implements FunctionNames {
  readonly #byName: ReadonlyMap<string, RegisteredFunction>;

  constructor(registered: readonly RegisteredFunction[], kind: string) {
    this.#byName = new Map(
      registered.filter((each) => kindOf(each) === kind).map((each) => [each.metadata.name.toLowerCase(), each]),
    );
  }

  has(name: string): boolean {
    return this.#byName.has(name.toLowerCase());
  }
  list(): string[] {
    return [...this.#byName.values()].map(({ metadata }) => metadata.name);
  }
  /** @throws Error when there is none of the name. */
  get(name: string): RegisteredFunction {
    const found = this.#byName.get(name.toLowerCase());
    if (found === undefined) throw new Error(`the app has no function named ${name}`);
    return found;
  }
}
