import { app } from 'durable-functions';
import type { ActivityContract } from '../src/contracts/contract.ts';
import { FailureError, type Failure, type Outcome } from '../src/model/outcome.ts';
import type { World } from '../src/ports/world.ts';

/** An activity that is not registered yet: `register` is for the composition root, `run` for it and for tests. */
export interface DefinedActivity {
  readonly name: string;
  register(world: World): void;
}

/** An activity of its contract, as a function of the world outside. */
export function defineActivity<I extends object, O extends object>(
  contract: ActivityContract<I, O>,
  run: (input: I, world: World) => Promise<O>,
): DefinedActivity & { run(input: I, world: World): Promise<O> } {
  return {
    name: contract.name,
    run,
    register(world) {
      app.activity(contract.name, { handler: (input: I) => run(input, world) });
    },
  };
}

/**
 * Makes an Outcome of what is thrown. Only a transient failure goes on as an exception, so that the durable retry policy sees it
 * and nothing else: the SDK has no way to tell it which errors to retry (durable-functions 3.5, 2026-11-23). What is no
 * FailureError is a defect of ours: trying it again helps nobody.
 */
export async function settled<T extends object>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    if (!(error instanceof FailureError)) return { ok: false, failure: defect(error) };
    if (error.failure.kind === 'transient') throw error;
    return { ok: false, failure: error.failure };
  }
}

const defect = (error: unknown): Failure => ({
  kind: 'defect',
  code: 'UNEXPECTED',
  message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});
