import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../src/local/environment/environment.ts';
import type { RunState } from '../../src/model/run.ts';

/** What people do in a run beside approving its checkpoints. */
export interface Steering {
  /** The run is paused once when it is seen here, and resumed. */
  readonly pauseIn?: RunState;
  readonly blocked?: 'rollback' | 'retry';
  readonly frozen?: 'rollback' | 'retry';
}

export interface People {
  start(request: unknown): Promise<string>;
  /** Does what the state calls for: approves what is open, pauses, resumes, decides what is held. */
  decide(runId: string, state: RunState): Promise<void>;
}

/** Two people who drive a run over HTTP: one requests and steers it, the other approves. */
export async function steer(environment: Environment, steering: Steering): Promise<People> {
  const operator = await environment.token('olivia', ['reader', 'operator']);
  const approver = await environment.token('amir', ['reader', 'approver']);
  const call = async (token: string, method: string, path: string, body?: unknown): Promise<Response> => {
    const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' };
    return await fetch(`${environment.url}/api/runs${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const read = async <T>(token: string, method: string, path: string, body?: unknown): Promise<T> => {
    const response = await call(token, method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const command = async (runId: string, name: string): Promise<void> => {
    await read(operator, 'POST', `/${runId}/${name}`, {});
  };
  const approve = async (runId: string): Promise<void> => {
    for (;;) {
      const { checkpoints } = await read<{ checkpoints: { id: string }[] }>(operator, 'GET', `/${runId}`);
      const [open] = checkpoints;
      if (open !== undefined) {
        await read(approver, 'POST', `/${runId}/checkpoints/${open.id}/decision`, { decision: 'approve', comment: '' });
        return;
      }
      await sleep(20);
    }
  };
  return {
    start: async (request) => (await read<{ runId: string }>(operator, 'POST', '', request)).runId,
    async decide(runId, state) {
      if (state === steering.pauseIn) await command(runId, 'pause');
      else if (state === 'paused') await command(runId, 'resume');
      else if (state === 'blocked' || state === 'frozen') await command(runId, steering[state] ?? 'retry');
      else if (state.startsWith('awaiting-')) await approve(runId);
    },
  };
}
