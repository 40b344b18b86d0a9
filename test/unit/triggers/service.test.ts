import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VERSION } from '../../../src/model/version.ts';
import type { World } from '../../../src/ports/world.ts';
import { triggers } from '../../../src/triggers/registry.ts';
import { apiBench } from '../../support/api-bench.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('health', () => {
  const ok = { status: 'ok', version: VERSION, dependencies: { runStore: 'ok', artifactStore: 'ok' } };

  it('is open to anybody and says that the stores answer', async () => {
    const { send } = apiBench();
    expect(await send('GET', '/api/health', { as: null })).toMatchObject({ status: 200, body: ok });
  });

  it('is 503 with which store does not answer, and nothing about why', async () => {
    const { send, world } = apiBench();
    const broken: World = { ...world, runs: () => Promise.reject(new Error('AccountKey=SECRET at 10.0.0.4')) };
    const answer = await send('GET', '/api/health', { as: null }, broken);
    expect(answer).toMatchObject({
      status: 503,
      body: { ...ok, status: 'unavailable', dependencies: { runStore: 'unavailable' } },
    });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  it('does not wait for ever for a store that hangs', async () => {
    vi.useFakeTimers();
    const { send, world } = apiBench();
    const hanging: World = { ...world, artifacts: () => new Promise(() => undefined) };
    const answer = send('GET', '/api/health', { as: null }, hanging);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await answer).toMatchObject({
      status: 503,
      body: { dependencies: { runStore: 'ok', artifactStore: 'unavailable' } },
    });
  });

  it('shows the version of package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(VERSION).toBe(version);
  });
});

interface Operation {
  operationId: string;
  security?: unknown[];
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string }>;
}

describe('the description of the API', () => {
  const described = async () => {
    const { send } = apiBench();
    const { status, body } = await send('GET', '/api/openapi.json', { as: null });
    expect([status, body['openapi']]).toEqual([200, '3.0.3']);
    return body as { paths: Record<string, Record<string, Operation>>; components: object };
  };

  it('has every call that is registered, each once, by its own name', async () => {
    const { paths } = await described();
    const listed = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual(
      triggers.map(({ methods, route }) => `${methods[0]?.toLowerCase()} /${route}`).sort(),
    );
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(triggers.length);
  });

  it('has every parameter of a path, what may be sent and what may come back', async () => {
    const { paths } = await described();
    const decide = paths['/api/runs/{runId}/checkpoints/{checkpointId}/decision']?.['post'];
    expect(decide?.parameters.map((each) => [each.name, each.in])).toEqual([
      ['runId', 'path'],
      ['checkpointId', 'path'],
    ]);
    expect(decide?.requestBody?.content['application/json']?.schema).toMatchObject({ required: ['decision'] });
    expect(Object.keys(decide?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '409', '503']);
    expect(decide?.responses['403']?.description).toContain('self-approval');
    expect(paths['/api/runs/{runId}/findings']?.['get']?.parameters).toContainEqual(
      expect.objectContaining({ name: 'severity', in: 'query' }),
    );
    expect(paths['/api/health']?.['get']?.security).toEqual([]);
  });

  it('marks nothing that is sent as read-only', async () => {
    expect(JSON.stringify(await described())).not.toContain('readOnly');
  });
});
