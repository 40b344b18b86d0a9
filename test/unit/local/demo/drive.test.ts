import { expect, it } from 'vitest';
import { drive, type DriveOptions, type Watcher } from '../../../../src/local/demo/drive.ts';
import { ServiceError, type RunStatus } from '../../../../src/local/demo/service.ts';
import type { RunState } from '../../../../src/model/run.ts';

/** A service whose run is in each of the states given, one a poll; `calls` are what people asked of it. */
function scripted(states: readonly (RunState | 'out' | { state: RunState; checkpoint: string })[]) {
  const calls: string[] = [];
  let poll = 0;
  return {
    calls,
    start: async () => 'run-1',
    async run(): Promise<RunStatus> {
      const now = states[Math.min(poll, states.length - 1)];
      poll += 1;
      if (now === 'out' || now === undefined) throw new ServiceError('GET', 502, 'host-unreachable');
      if (typeof now === 'string') return { state: now, checkpoints: [] };
      return { state: now.state, checkpoints: [{ id: now.checkpoint }] };
    },
    async decide(_run: string, checkpoint: string, decision: string) {
      calls.push(`${decision} ${checkpoint}`);
    },
    async command(_run: string, command: string) {
      calls.push(command);
    },
  };
}

const seen = (): Watcher & { states: string[] } => {
  const states: string[] = [];
  return {
    states,
    entered: async ({ state }) => void states.push(state),
    isReadyFor: async () => true,
    did: () => undefined,
  };
};

async function driven(script: ReturnType<typeof scripted>, options: DriveOptions = {}, watcher = seen()) {
  const { outcome } = await drive(script, {}, { ...options, pollMs: 1 }, watcher, new AbortController().signal);
  return { outcome, calls: script.calls, states: watcher.states };
}

const AWAITING = { state: 'awaiting-cutover', checkpoint: 'cutover-pilot' } as const;

it('approves each checkpoint once, and goes on over a host that is away', async () => {
  const script = scripted(['accepted', AWAITING, AWAITING, 'out', 'committed']);
  expect(await driven(script)).toEqual({
    outcome: 'committed',
    calls: ['approve cutover-pilot'],
    states: ['accepted', 'awaiting-cutover', 'committed'],
  });
});

it('lets the approver look until there is enough to see', async () => {
  let looks = 0;
  const watcher = { ...seen(), isReadyFor: async () => (looks += 1) > 2 };
  const { calls } = await driven(scripted([AWAITING, AWAITING, AWAITING, 'committed']), {}, watcher);
  expect([calls, looks]).toEqual([['approve cutover-pilot'], 3]);
});

it.each(['cutover', 'cutover-pilot'])('rejects %s, and approves what comes before', async (reject) => {
  const plan = { state: 'awaiting-plan', checkpoint: 'plan' } as const;
  const { calls } = await driven(scripted([plan, AWAITING, 'rolling-back', 'rolled-back']), { reject });
  expect(calls).toEqual(['approve plan', 'reject cutover-pilot']);
});

it('cancels once, in the state asked for or in the first one seen after it, and decides nothing more', async () => {
  const script = scripted(['accepted', 'discovering', AWAITING, AWAITING, 'rolling-back', 'cancelled']);
  expect(await driven(script, { cancel: 'importing' })).toMatchObject({ outcome: 'cancelled', calls: ['cancel'] });
});

it('rolls a held run back, and calls its outcome blocked', async () => {
  const script = scripted(['monitoring', 'frozen', 'frozen', 'rolling-back', 'rolled-back']);
  expect(await driven(script)).toMatchObject({ outcome: 'blocked', calls: ['rollback'] });
});

it('leaves a run whose roll-back is held', async () => {
  const script = scripted(['blocked', 'rolling-back', 'blocked']);
  expect(await driven(script)).toMatchObject({ outcome: 'blocked', calls: ['rollback'] });
});

it('fails on an answer that no waiting mends', async () => {
  const script = scripted([AWAITING]);
  script.decide = async () => {
    throw new ServiceError('POST decision', 403, 'self-approval');
  };
  await expect(driven(script)).rejects.toThrow('self-approval');
});
