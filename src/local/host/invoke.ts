import { randomUUID } from 'node:crypto';
import type { RegisteredFunction, Registrations } from './core-module.ts';

/** RPC typed data, as the worker receives it; exactly one member. */
export type TypedData = { readonly string: string } | { readonly json: string } | { readonly http: HttpData } | null;

export interface HttpData {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body: { readonly bytes: Buffer };
}

export interface Invoked {
  readonly context: unknown;
  /** As the function returned it: identity matters for orchestrators' actions. */
  readonly result: unknown;
  /** What the function threw, unless a hook took it away; undefined when it did not. */
  readonly error: unknown;
  /** As the programming model converts it; for HTTP. */
  readonly response: { readonly returnValue?: unknown } | undefined;
}

/**
 * Invokes a function as the Node worker does: the programming model makes the arguments, hooks may change them and the
 * result. @throws when the programming model or a hook does; what the function throws is returned.
 */
export async function invoke(
  registrations: Registrations,
  registered: RegisteredFunction,
  inputs: Readonly<Record<string, TypedData>>,
  log: (level: string, message: string) => void,
  convert = false,
): Promise<Invoked> {
  const { metadata, callback } = registered;
  if (registrations.model === undefined)
    throw new Error('the app uses no programming model: it must import @azure/functions 4');
  const invocationId = randomUUID();
  const inputData = Object.entries(metadata.bindings)
    .filter(([, binding]) => binding.direction === 'in')
    .map(([name]) => ({ name, data: inputs[name] ?? null }));
  const model = registrations.model.getInvocationModel({
    invocationId,
    metadata: { name: metadata.name, bindings: metadata.bindings },
    request: { invocationId, functionId: metadata.name, inputData },
    log: (level: string, _category: string, message: string) => log(level, message),
  });
  const { context, inputs: args } = await model.getArguments();
  const hook = { invocationContext: context, inputs: args, functionCallback: callback, hookData: {}, appHookData: {} };
  await registrations.runHooks('preInvocation', hook);
  const outcome: Record<string, unknown> = { ...hook, result: null, error: null };
  try {
    outcome['result'] = await model.invokeFunction(context, hook.inputs, hook.functionCallback);
  } catch (error) {
    outcome['error'] = error ?? new ThrownNothing();
  }
  await registrations.runHooks('postInvocation', outcome);
  const { result, error } = outcome;
  if (error !== null && error !== undefined) return { context, result, error, response: undefined };
  return {
    context,
    result,
    error: undefined,
    response: convert ? await model.getResponse(context, result) : undefined,
  };
}

/** The result of an invocation. @throws what the function threw. */
export function resultOf({ result, error }: Invoked): unknown {
  if (error !== undefined) throw error;
  return result;
}

/** `throw undefined` and `throw null` are failures too; the real host takes them for success. */
class ThrownNothing extends Error {
  constructor() {
    super('the function threw undefined');
    this.name = 'ThrownNothing';
  }
}
