import type * as DurableFunctions from 'durable-functions';
import type { OrchestrationHandler } from 'durable-functions';
import { describe, expect, it, vi } from 'vitest';
import { activities } from '../../src/contracts/activities.ts';
import { BUILT, failure, once, RunWorld, STRAIGHT } from '../support/run-world.ts';

const handlers = vi.hoisted(() => new Map<string, OrchestrationHandler>());
vi.mock('durable-functions', async (original) => ({
  ...(await original<typeof DurableFunctions>()),
  app: { orchestration: (name: string, handler: OrchestrationHandler) => void handlers.set(name, handler) },
}));
await import('../../orchestrations/registry.ts');

class World extends RunWorld {
  constructor() {
    super(handlers);
  }
}

describe('a run that only plans', () => {
  it.each(['assess', 'plan'])('only reads in the mode %s: nothing is claimed, asked or written', (mode) => {
    const world = new World();
    world.mode = mode;
    expect(world.run()).toEqual({ outcome: 'planned' });
    expect(world.states).toEqual(['discovering', 'planning', 'committed']);
    expect(world.details.at(-1)).toMatchObject({ reason: { code: 'PLANNED-ONLY' } });
    for (const { name } of [activities.claimTarget, activities.openCheckpoint, activities.applyUnit])
      expect(world.called).not.toContain(name);
  });

  it('holds a plan that findings block, and an assessment not', () => {
    const findings = { ...BUILT.findings, blocker: 2 };
    const blocked = (mode: string): World => {
      const world = new World();
      world.mode = mode;
      world.answers[activities.buildPlan.name] = () =>
        world.states.includes('blocked') ? BUILT : { ...BUILT, findings };
      world.command = 'retry in blocked';
      return world;
    };
    const plan = blocked('plan');
    expect(plan.run()).toEqual({ outcome: 'planned' });
    expect(plan.states).toEqual(['discovering', 'planning', 'blocked', 'planning', 'committed']);
    const assessment = blocked('assess');
    expect(assessment.run()).toEqual({ outcome: 'planned' });
    expect(assessment.states).not.toContain('blocked');
  });
});

describe('drift', () => {
  const DRIFT = { ok: true, drift: { seen: 'sha256:drift', what: 'apis/orders (target)' } };
  /** Drift at one checkpoint, the first time that it is looked for. */
  const drifting = (at: string, command: string): World => {
    const world = new World();
    const firstDrifts = once<unknown>(DRIFT, { ok: true });
    world.answers[activities.watchDrift.name] = ({ checkpointId }) =>
      checkpointId === at ? firstDrifts() : { ok: true };
    world.command = command;
    return world;
  };

  it.each([
    ['plan', 'awaiting-plan'],
    ['cutover-pilot', 'awaiting-cutover'],
  ])('freezes on drift at %s although it was approved, and plans again when told to', (checkpointId, state) => {
    const world = drifting(checkpointId, 'retry in frozen');
    expect(world.run()).toEqual({ outcome: 'committed' });
    const frozen = world.states.indexOf('frozen');
    expect(world.states[frozen - 1]).toBe(state);
    expect([...new Set(world.states.slice(frozen + 1))]).toEqual(STRAIGHT);
    const { reason } = world.details[frozen] as { reason: { code: string; message: string } };
    expect([reason.code, reason.message]).toEqual([
      'DRIFT',
      expect.stringContaining('apis/orders (target): retry plans'),
    ]);
    expect(world.undone).toEqual([]);
  });

  it('is taken back from a freeze by drift, what an earlier plan did included', () => {
    const world = drifting('cutover-pilot', 'rollback in frozen');
    expect(world.run()).toEqual({ outcome: 'rolled-back' });
    expect(world.undone).toEqual(world.applied.toReversed());
  });

  it('only freezes on drift after the cutover, and goes on when somebody accepts it', () => {
    const world = new World();
    const asked: unknown[] = [];
    world.answers[activities.watchDrift.name] = ({ checkpointId, accepted }) => {
      if (checkpointId !== 'commit-pilot') return { ok: true };
      asked.push(accepted);
      return accepted === 'sha256:drift' ? { ok: true } : DRIFT;
    };
    world.command = 'retry in frozen';
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(asked).toEqual([undefined, 'sha256:drift']);
    const frozen = world.states.indexOf('frozen');
    expect([...new Set(world.states.slice(frozen))]).toEqual(['frozen', 'awaiting-commit', 'committed']);
  });

  it('acts on no approval while nobody knows whether it still holds', () => {
    const world = new World();
    world.answers[activities.watchDrift.name] = () =>
      world.states.includes('frozen') ? { ok: true } : { ok: false, failure };
    world.command = 'retry in frozen';
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(world.states.slice(0, 5)).toEqual(['discovering', 'planning', 'awaiting-plan', 'frozen', 'awaiting-plan']);
  });

  it('looks for drift every so often while it waits, whatever becomes of a look, in short histories', () => {
    const world = new World();
    let [polls, looks] = [0, 0];
    world.answers[activities.readCheckpoint.name] = ({ checkpointId }) =>
      checkpointId === 'plan' && (polls += 1) <= 100 ? {} : { closed: 'approved' };
    world.answers[activities.watchDrift.name] = ({ checkpointId }) => {
      if (checkpointId !== 'plan') return { ok: true };
      looks += 1;
      return looks % 2 === 0 ? { ok: true } : { ok: false, failure };
    };
    expect(world.run()).toEqual({ outcome: 'committed' });
    // A poll a minute, a look every five, and one before the approval counts.
    expect(looks).toBe(20);
    expect(world.longest).toBeLessThanOrEqual(125);
  });
});
