import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpRequest, type HttpResponseInit } from '@azure/functions';
import type { DurableClient } from 'durable-functions';
import { afterEach } from 'vitest';
import { folderArtifactStore } from '../../src/adapters/store/folder-artifact-store.ts';
import { sqliteRunStore } from '../../src/adapters/store/sqlite-run-store.ts';
import type { CheckpointRow, RunRow } from '../../src/ports/run-store.ts';
import type { World } from '../../src/ports/world.ts';
import { triggers } from '../../src/triggers/registry.ts';

export const NOW = '2026-11-24T12:00:00.000Z';
export const PLAN_DIGEST = `sha256:${'a'.repeat(64)}`;

export const runRow: RunRow = {
  runId: 'run-1',
  createdAt: '2026-11-24T10:00:00.000Z',
  updatedAt: '2026-11-24T11:00:00.000Z',
  requester: 'olga',
  requestDigest: `sha256:${'0'.repeat(64)}`,
  state: 'awaiting-cutover',
  detail: { planDigest: PLAN_DIGEST },
};

export const checkpointRow: CheckpointRow = {
  runId: 'run-1',
  id: 'cutover-pilot',
  nonce: 'n1',
  planDigest: PLAN_DIGEST,
  evidenceDigest: 'sha256:evidence',
  openedAt: '2026-11-24T11:00:00.000Z',
  expiresAt: '2026-11-25T00:00:00.000Z',
  quorum: 1,
  requester: 'olga',
  approvers: [],
  decisions: [],
};

/** A valid run.json. */
export const runJson = {
  source: [{ account: '111122223333', region: 'us-east-1' }],
  target: { subscriptionId: '3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c', resourceGroup: 'apis', service: 'contoso-apim' },
  keyVault: 'contoso-vault',
  dns: [{ provider: 'route53', zone: 'health.example' }],
  waves: [{ name: 'pilot', apis: ['a1b2c3'], hostnames: [{ name: 'api.health.example' }] }],
};

export interface Sending {
  /** Who sends it, as `name` or `name:role,role`; the default may do everything. Null: nobody. */
  readonly as?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const rubbish: (() => void)[] = [];
afterEach(() => {
  for (const clean of rubbish.splice(0)) clean();
});

/** The HTTP API on stores of this machine, called without a host; what it asks of Durable Functions is recorded. */
export function apiBench() {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-api-'));
  const runs = sqliteRunStore(':memory:');
  const artifacts = folderArtifactStore(folder);
  rubbish.push(() => {
    runs.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const durable = { started: [] as string[], woken: [] as string[], logged: [] as string[] };
  const client = {
    getStatus: (id: string) =>
      durable.started.includes(id) ? Promise.resolve({}) : Promise.reject(new Error('no instance')),
    startNew: (_name: string, { instanceId }: { instanceId: string }) => {
      durable.started.push(instanceId);
      return Promise.resolve(instanceId);
    },
    raiseEvent: (id: string) => {
      durable.woken.push(id);
      return Promise.resolve();
    },
  } as unknown as DurableClient;
  const world = {
    now: () => new Date(NOW),
    runs: () => Promise.resolve(runs),
    artifacts: () => Promise.resolve(artifacts),
  } as unknown as World;

  const send = async (method: string, path: string, sending: Sending = {}, on: World = world) => {
    const url = new URL(path, 'http://localhost');
    const { trigger, params } = routed(method, url.pathname);
    const request = new HttpRequest({
      method,
      url: url.href,
      params,
      headers: { ...principal(sending.as), ...sending.headers },
      ...(sending.body === undefined
        ? {}
        : { body: { string: typeof sending.body === 'string' ? sending.body : JSON.stringify(sending.body) } }),
    });
    const answer = await trigger.answer(request, on, client, (line) => durable.logged.push(line));
    return { status: answer.status ?? 200, headers: new Headers(answer.headers), body: bodyOf(answer) };
  };
  return { send, runs, artifacts, world, durable };
}

function routed(method: string, path: string) {
  for (const trigger of triggers) {
    const names = [...trigger.route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
    const match = new RegExp(`^/${trigger.route.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (match === null || !trigger.methods.includes(method as 'GET')) continue;
    return { trigger, params: Object.fromEntries(names.map((name, index) => [name, match[index + 1] as string])) };
  }
  throw new Error(`no call ${method} ${path}`);
}

function principal(as: string | null = 'olga:reader,operator,approver'): Record<string, string> {
  if (as === null) return {};
  const [name, roles = 'reader,operator,approver'] = as.split(':');
  const claims = [{ typ: 'name', val: name }, ...roles.split(',').map((role) => ({ typ: 'roles', val: role }))];
  return { 'x-ms-client-principal': Buffer.from(JSON.stringify({ claims })).toString('base64') };
}

type Body = Record<string, unknown>;
function bodyOf({ body, jsonBody }: HttpResponseInit): Body {
  if (typeof body === 'string') return JSON.parse(body) as Body;
  return JSON.parse(JSON.stringify(jsonBody ?? {})) as Body;
}
