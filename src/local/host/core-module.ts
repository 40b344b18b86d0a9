import { Module } from 'node:module';

/** A binding as the programming model registers it: `type`, `direction`, and what its type needs. */
export type Binding = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly direction: 'in' | 'out';
  readonly name: string;
};

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

export type FunctionCallback = (...args: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** The part of a programming model that an invocation goes through, as the Node worker drives it. */
export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ returnValue?: unknown; outputData?: unknown[] } | undefined>;
}

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(coreContext: unknown): InvocationModel;
  getCapabilities?(capabilities: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}

type HookCallback = (context: Record<string, unknown>) => unknown;

const HOOKS = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'];

/** What an app registers while it loads. */
export class Registrations {
  readonly functions = new Map<string, RegisteredFunction>();
  readonly hooks = new Map<string, HookCallback[]>(HOOKS.map((name) => [name, []]));
  model: ProgrammingModel | undefined;
  /** Set once the app is loaded: registering later is an error, as in the real worker. */
  locked = false;

  async runHooks(name: string, context: Record<string, unknown>): Promise<void> {
    for (const hook of this.hooks.get(name) ?? []) await hook(context);
  }
}

class Disposable {
  readonly #dispose: () => void;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  dispose(): void {
    this.#dispose();
  }
}

/**
 * Serves `@azure/functions-core` to the app. The module is in no registry: the real worker injects it the same way, by
 * standing in for `Module.prototype.require` (nodejs-worker, read 2026-11-23). Must run before any app file loads.
 */
export function installCoreModule(log: (level: string, message: string) => void): Registrations {
  const registrations = new Registrations();
  const core = {
    version: '4.0.0',
    hostVersion: '4.1037.0',
    Disposable,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback) {
      if (registrations.locked)
        throw new Error(`A function can only be registered during app startup: ${metadata.name}`);
      const key = metadata.name.toLowerCase();
      if (registrations.functions.has(key))
        throw new Error(`A function named ${metadata.name} is registered already (names ignore case)`);
      registrations.functions.set(key, { metadata, callback });
      return new Disposable(() => void registrations.functions.delete(key));
    },
    setProgrammingModel(model: ProgrammingModel) {
      registrations.model = model;
    },
    getProgrammingModel: () => registrations.model,
    registerHook(name: string, callback: HookCallback) {
      const hooks = registrations.hooks.get(name);
      if (hooks === undefined)
        throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
      hooks.push(callback);
      return new Disposable(() => void hooks.splice(hooks.indexOf(callback), 1));
    },
    log: (level: string, _category: string, message: string) => log(level, message),
  };
  const prototype = Module.prototype as unknown as { require: (id: string) => unknown };
  const original = prototype.require;
  prototype.require = function require(this: unknown, id: string) {
    return id === '@azure/functions-core' ? core : original.call(this, id);
  };
  return registrations;
}
