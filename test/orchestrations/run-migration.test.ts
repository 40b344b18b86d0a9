import type * as DurableFunctions from 'durable-functions';
import type { OrchestrationHandler } from 'durable-functions';
import { describe, expect, it, vi } from 'vitest';
import { activities } from '../../src/contracts/activities.ts';
import { NO_TRAFFIC_SEEN } from '../../src/cutover/sequential-test.ts';
import { BUILT, failure, once, RunWorld, STRAIGHT, unitsOf } from '../support/run-world.ts';

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

describe('a run', () => {
  it('passes its states in order and commits', () => {
    const world = new World();
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect([...new Set(world.states)]).toEqual(STRAIGHT);
    expect(world.undone).toEqual([]);
  });

  it('is cancelled from any state before the commit, with all that was done undone in reverse', () => {
    for (const state of STRAIGHT.slice(0, -1)) {
      const world = new World();
      world.command = `cancel in ${state}`;
      expect([state, world.run()]).toEqual([state, { outcome: 'cancelled' }]);
      expect(world.undone).toEqual(world.applied.toReversed());
      expect(world.states.slice(-2)).toEqual(['rolling-back', 'cancelled']);
    }
  });

  it('rolls back when the cutover is rejected', () => {
    const world = new World();
    world.answers[activities.readCheckpoint.name] = ({ checkpointId }) => ({
      closed: checkpointId === 'cutover-pilot' ? 'rejected' : 'approved',
    });
    expect(world.run()).toEqual({ outcome: 'rolled-back' });
    expect(world.applied.some((id) => id.startsWith('cutting-over'))).toBe(false);
    expect(world.undone).toEqual(world.applied.toReversed());
  });

  it('blocks on a failing step, undoes that unit at once, and goes on when told to retry', () => {
    const world = new World();
    world.answers[activities.applyUnit.name] = ({ phase, unit }) => {
      world.applied.push(`${phase as string}/${unit as string}`);
      const isFirstImport = world.applied.filter((id) => id.startsWith('importing')).length === 1;
      return isFirstImport && phase === 'importing' ? { ok: false, failure } : { ok: true, state: 'done' };
    };
    world.command = 'retry in blocked';
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(world.states.filter((state) => state === 'blocked')).toHaveLength(1);
    expect(world.undone).toContain('importing/a1');
  });

  it('holds back what needs something that the target lacks, and goes on with it when that is there', () => {
    const world = new World();
    world.answers[activities.selectUnits.name] = (input) =>
      unitsOf(input['heldBack'] === undefined ? ['a1', 'a2'] : ['a1'])(input);
    world.answers[activities.readTargetReadiness.name] = ({ phase }) =>
      phase === 'importing' && !world.states.includes('blocked')
        ? { ok: true, heldBack: 'sha256:a2', failure }
        : { ok: true };
    world.command = 'retry in blocked';
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(world.states.filter((state) => state === 'blocked')).toHaveLength(1);
    const imported = world.applied.filter((id) => id.startsWith('importing'));
    expect(imported).toEqual(['importing/a1', 'importing/a1', 'importing/a2']);
    expect(world.undone).toEqual([]);
  });

  it('rolls back on a failing step where the run says so', () => {
    const world = new World();
    world.onFailure = 'rollback';
    world.answers[activities.checkReadiness.name] = () => ({ ok: false, failure });
    expect(world.run()).toEqual({ outcome: 'rolled-back' });
    expect(world.states).not.toContain('awaiting-cutover');
  });

  it('rolls back on a bad verdict, and freezes without data until somebody says to look again', () => {
    const bad = new World();
    bad.answers[activities.observeTraffic.name] = () => ({ ok: true, state: {}, verdict: 'bad' });
    expect(bad.run()).toEqual({ outcome: 'rolled-back' });
    expect(bad.undone[0]).toBe('cutting-over/a1');

    const blind = new World();
    blind.answers[activities.observeTraffic.name] = () =>
      blind.states.includes('frozen')
        ? { ok: true, state: {}, verdict: 'healthy' }
        : { ok: true, state: {}, verdict: 'no-data' };
    blind.command = 'retry in frozen';
    expect(blind.run()).toEqual({ outcome: 'committed' });
    expect(blind.states).toContain('frozen');
  });

  it('freezes on a slow target, and goes on to the commit when somebody accepts that', () => {
    const slow = (command: string): World => {
      const world = new World();
      const latency = { sourceMs: 100, targetMs: 2_100 };
      world.answers[activities.observeTraffic.name] = () => ({ ok: true, state: {}, verdict: 'slow', latency });
      world.command = command;
      return world;
    };
    const accepted = slow('retry in frozen');
    expect(accepted.run()).toEqual({ outcome: 'committed' });
    expect([...new Set(accepted.states)].slice(-4)).toEqual(['monitoring', 'frozen', 'awaiting-commit', 'committed']);
    const refused = slow('rollback in frozen');
    expect(refused.run()).toEqual({ outcome: 'rolled-back' });
    expect(refused.undone).toEqual(refused.applied.toReversed());
  });

  it('never approves a checkpoint that expires', () => {
    const world = new World();
    const expiredFirst = once({ closed: 'expired' }, { closed: 'approved' });
    world.answers[activities.readCheckpoint.name] = ({ checkpointId }) =>
      checkpointId === 'cutover-pilot' ? expiredFirst() : { closed: 'approved' };
    world.command = 'retry in frozen';
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(world.states.filter((state) => state === 'awaiting-cutover')).toHaveLength(2);
  });

  it('pauses and resumes where it was', () => {
    const world = new World();
    world.command = 'pause in importing';
    let polls = 0;
    world.answers[activities.takeCommand.name] = () => {
      if (world.states.at(-1) !== 'paused') return {};
      return (polls += 1) === 3 ? { command: 'resume' } : {};
    };
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(polls).toBe(3);
  });

  it('turns an activity that gave up into a blocked run, not a failed one', () => {
    const world = new World();
    const throwsFirst = once(true, false);
    world.answers[activities.buildPlan.name] = () => {
      if (throwsFirst()) throw new Error('no answer after 8 attempts');
      return BUILT;
    };
    world.command = 'retry in blocked';
    expect(world.run()).toEqual({ outcome: 'committed' });
  });

  it('keeps each history short, however many steps there are and however long they take', () => {
    const world = new World();
    const units = Array.from({ length: 1000 }, (_, index) => `unit-${index}`);
    const apis = Array.from({ length: 250 }, (_, index) => ({ id: `a${index}`, type: 'REST', name: `api ${index}` }));
    let [looks, polls, spread, failing] = [0, 0, 0, 3];
    world.answers = {
      [activities.listSourceApis.name]: () => ({ ok: true, apis, digest: 'sha256:listing' }),
      [activities.selectUnits.name]: (input) =>
        unitsOf(input['phase'] === 'importing' ? units : input['phase'] === 'cutting-over' ? ['name'] : [])(input),
      [activities.applyUnit.name]: ({ unit, operation }) => {
        if (operation === undefined) world.applied.push(unit as string);
        const isDone = operation !== undefined && (polls += 1) % 3 === 0;
        return isDone
          ? { ok: true, state: 'done' }
          : { ok: true, state: 'running', operation: { stepId: 's', poller: 'p' } };
      },
      [activities.listUndos.name]: () => ({
        stepIds: world.applied
          .filter((id) => !world.undone.includes(id))
          .slice(-50)
          .toReversed(),
      }),
      [activities.checkPropagation.name]: () => ({ ok: true, propagated: (spread += 1) > 300, waitingFor: ['ns2'] }),
      [activities.observeTraffic.name]: () => ({
        ok: true,
        state: NO_TRAFFIC_SEEN,
        verdict: (looks += 1) > 1000 ? 'bad' : 'continue',
      }),
      [activities.undoStep.name]: ({ stepId }) => {
        if (stepId === 'unit-100' && (failing -= 1) >= 0) throw new Error('no answer');
        world.undone.push(stepId as string);
        return { ok: true, state: 'done' };
      },
    };
    expect(world.run()).toEqual({ outcome: 'rolled-back' });
    expect(world.applied.toSorted()).toEqual([...units, 'name'].toSorted());
    expect(world.undone).toEqual(world.applied.toReversed());
    expect(world.longest).toBeLessThanOrEqual(125);
  });

  it('does not wait for the last name server to judge a bad target', () => {
    const world = new World();
    world.answers[activities.checkPropagation.name] = () => ({ ok: true, propagated: false, waitingFor: ['ns2'] });
    world.answers[activities.observeTraffic.name] = () => ({ ok: true, state: NO_TRAFFIC_SEEN, verdict: 'bad' });
    expect(world.run()).toEqual({ outcome: 'rolled-back' });
    expect(world.states).not.toContain('monitoring');
    expect(world.undone).toEqual(world.applied.toReversed());
  });

  it('brings the names back first, and takes nothing away that a name still leads to', () => {
    const world = new World();
    const leads = once(['api.health.example'], [] as string[]);
    const order: string[] = [];
    world.answers = {
      [activities.readCheckpoint.name]: ({ checkpointId }) => ({
        closed: checkpointId === 'commit-pilot' ? 'rejected' : 'approved',
      }),
      [activities.listMovedNames.name]: () => ({ units: world.undone.length === 0 ? ['api.health.example'] : [] }),
      [activities.findNamesAtTarget.name]: () => ({ ok: true, names: leads() }),
      [activities.listUndos.name]: ({ unit }) => {
        order.push((unit as string | undefined) ?? 'the rest');
        const names = world.applied.filter((id) => /^(arming|cutting-over)/.test(id));
        const open = (unit === undefined ? world.applied : names).filter((id) => !world.undone.includes(id));
        return { stepIds: open.toReversed() };
      },
    };
    world.command = 'retry in blocked';
    expect(world.run()).toEqual({ outcome: 'rolled-back' });
    expect([...new Set(order)]).toEqual(['api.health.example', 'the rest']);
    expect(world.states.slice(-4)).toEqual(['rolling-back', 'blocked', 'rolling-back', 'rolled-back']);
    expect(world.undone.toSorted()).toEqual(world.applied.toSorted());
  });

  it('never asks approval for a plan with a blocker', () => {
    const world = new World();
    const blocked = { ...BUILT, findings: { ...BUILT.findings, blocker: 2 } };
    const answers = once(blocked, BUILT);
    world.answers[activities.buildPlan.name] = () => answers();
    world.command = 'retry in blocked';
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(world.states.slice(0, 6)).toEqual([
      'discovering',
      'planning',
      'blocked',
      'planning',
      'awaiting-plan',
      'awaiting-plan',
    ]);
  });

  it('waits until every name server shows the change', () => {
    const world = new World();
    let looks = 0;
    world.answers[activities.checkPropagation.name] = () => ({
      ok: true,
      propagated: (looks += 1) === 5,
      waitingFor: ['ns2'],
    });
    expect(world.run()).toEqual({ outcome: 'committed' });
    expect(looks).toBe(5);
  });
});
