import type { Step } from '../src/model/plan.ts';
import { FailureError } from '../src/model/outcome.ts';
import type { World } from '../src/ports/world.ts';
import { bindStep, type BoundStep } from '../src/steps/registry.ts';
import { stepPorts } from './step-ports.ts';

/**
 * Ids of the steps that are so already, of kinds that write elsewhere than to resources of the service: names, certificates, what
 * stands around it. Of several steps at one place the last says what it comes to. What depends on one that is not done is not asked
 * for: on a new target most are not.
 */
export async function stepsDone(runId: string, steps: readonly Step[], world: World): Promise<ReadonlySet<string>> {
  const asked = steps.map(bindStep).filter(({ isDone }) => isDone !== undefined);
  const done = new Set<string>();
  if (asked.length === 0) return done;
  const ports = await stepPorts(runId, world);
  const position = new Map(asked.map(({ step }, index) => [step.id, index]));
  const lastOf = (own: readonly BoundStep[]): number => position.get(own.at(-1)?.step.id ?? '') ?? 0;
  const places = [...Map.groupBy(asked, ({ step }) => step.payload['id'] ?? step.id).values()];
  for (const own of places.sort((a, b) => lastOf(a) - lastOf(b))) {
    const here = new Set(own.map(({ step }) => step.id));
    const needed = own.flatMap(({ step }) => step.dependsOn).filter((id) => position.has(id) && !here.has(id));
    if (!needed.every((id) => done.has(id))) continue;
    if (await holds(() => own.at(-1)?.isDone?.(ports))) for (const id of here) done.add(id);
  }
  return done;
}

/** A step that meets what somebody else made says so when it runs, with its remedy. */
async function holds(ask: () => ReturnType<NonNullable<BoundStep['isDone']>> | undefined): Promise<boolean> {
  try {
    return (await ask()) === true;
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind !== 'transient') return false;
    throw error;
  }
}
