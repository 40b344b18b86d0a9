import type { Step } from '../model/plan.ts';

/**
 * Steps in an order that respects `dependsOn`; among those that are free, by id. So equal sets give equal orders.
 * @throws Error naming the step when a dependency is unknown or steps wait for each other.
 */
export function inOrder(steps: readonly Step[]): Step[] {
  const byId = new Map<string, Step>();
  for (const step of steps) {
    if (byId.has(step.id)) throw new Error(`two steps are called ${step.id}`);
    byId.set(step.id, step);
  }
  const waitingFor = new Map<string, Set<string>>();
  for (const step of steps) {
    const unknown = step.dependsOn.find((id) => !byId.has(id));
    if (unknown !== undefined) throw new Error(`step ${step.id} depends on ${unknown}, which is no step of this plan`);
    waitingFor.set(step.id, new Set(step.dependsOn));
  }
  const ordered: Step[] = [];
  while (waitingFor.size > 0) {
    const free = [...waitingFor]
      .filter(([, open]) => open.size === 0)
      .map(([id]) => id)
      .sort();
    const next = free[0];
    if (next === undefined) throw new Error(`steps wait for each other: ${[...waitingFor.keys()].sort().join(', ')}`);
    ordered.push(byId.get(next) as Step);
    waitingFor.delete(next);
    for (const open of waitingFor.values()) open.delete(next);
  }
  return ordered;
}
