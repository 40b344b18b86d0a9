import type { Step } from '../model/plan.ts';
import { MinHeap } from './min-heap.ts';

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
  const waits = new Map<string, number>();
  const dependants = new Map<string, string[]>();
  const free = new MinHeap();
  for (const step of steps) {
    const needed = new Set(step.dependsOn);
    for (const id of needed) {
      if (!byId.has(id)) throw new Error(`step ${step.id} depends on ${id}, which is no step of this plan`);
      const others = dependants.get(id);
      if (others === undefined) dependants.set(id, [step.id]);
      else others.push(step.id);
    }
    waits.set(step.id, needed.size);
    if (needed.size === 0) free.push(step.id);
  }
  const ordered: Step[] = [];
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    ordered.push(byId.get(next) as Step);
    waits.delete(next);
    for (const id of dependants.get(next) ?? []) {
      const left = (waits.get(id) ?? 0) - 1;
      waits.set(id, left);
      if (left === 0) free.push(id);
    }
  }
  if (waits.size > 0) throw new Error(`steps wait for each other: ${[...waits.keys()].sort().join(', ')}`);
  return ordered;
}
