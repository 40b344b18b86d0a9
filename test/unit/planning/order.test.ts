import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import { inOrder } from '../../../src/planning/order.ts';

const step = (id: string, ...dependsOn: string[]): Step => ({
  id,
  kind: 'test',
  summary: id,
  dependsOn,
  from: [],
  place: { wave: 'w', phase: 'importing', unit: 'u' },
  payload: {},
});

describe('order of steps', () => {
  it('puts every step after what it depends on, whatever the order of the input', () => {
    const arbitrary = fc.array(fc.array(fc.nat()), { minLength: 1, maxLength: 12 }).chain((edges) => {
      const steps = edges.map((targets, n) =>
        step(`s${n}`, ...new Set(n === 0 ? [] : targets.map((target) => `s${target % n}`))),
      );
      return fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length }));
    });
    fc.assert(
      fc.property(arbitrary, ([steps, mixed]) => {
        const order = inOrder(mixed).map(({ id }) => id);
        for (const { id, dependsOn } of steps)
          for (const other of dependsOn) expect(order.indexOf(other)).toBeLessThan(order.indexOf(id));
        expect(order).toEqual(inOrder(steps).map(({ id }) => id));
      }),
    );
  });

  it('names what is wrong', () => {
    expect(() => inOrder([step('a', 'b'), step('b', 'a')])).toThrow('steps wait for each other: a, b');
    expect(() => inOrder([step('a', 'gone')])).toThrow('step a depends on gone, which is no step of this plan');
    expect(() => inOrder([step('a'), step('a')])).toThrow('two steps are called a');
  });
});
