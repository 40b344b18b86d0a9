import { expect, it } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { MemoryApiManagement, MemoryCloud } from '../../support/memory-cloud.ts';

const step = (kind: string, payload: Record<string, unknown>): Step => ({
  id: `${kind}/1`,
  kind,
  summary: kind,
  dependsOn: [],
  from: [],
  place: { wave: 'pilot', phase: 'importing', unit: 'orders' },
  payload,
});

function cloudWith(...paths: readonly string[]) {
  const apiManagement = new MemoryApiManagement();
  for (const path of paths) apiManagement.resources.set(path, { path, properties: {}, etag: 'e0' });
  return Object.assign(new MemoryCloud(), { apiManagement });
}

const GUARD = 'apis/orders/policies/policy';
const document = JSON.stringify({
  paths: { '/orders': { get: { operationId: 'get-1' }, post: { operationId: 'post-1' } } },
});
const importing = step('import-operations', {
  path: 'apis/orders',
  properties: { displayName: 'Orders', format: 'openapi+json', value: document },
  operationIds: ['get-1', 'post-1'],
  guard: { path: GUARD, properties: {} },
});

it('imports once, and takes only its own operations away', async () => {
  const cloud = cloudWith('apis/orders', GUARD);
  const bound = bindStep(importing);
  const undo = bound.compensate(await bound.capture(cloud));
  await bound.apply(cloud);
  await bound.apply(cloud);
  expect(cloud.apiManagement.writes).toBe(1);
  expect(await cloud.apiManagement.list('apis/orders/operations')).toHaveLength(2);
  if (!('step' in undo)) throw new Error(undo.irreversible);
  await bindStep(undo.step).apply(cloud);
  await bindStep(undo.step).apply(cloud);
  expect([...cloud.apiManagement.resources.keys()]).toEqual(['apis/orders', GUARD]);
  expect(cloud.apiManagement.writes).toBe(3);
});

it('fails when the guard is gone after the import: callers would be let in', async () => {
  await expect(bindStep(importing).apply(cloudWith('apis/orders'))).rejects.toMatchObject({
    failure: { code: 'GUARD-GONE' },
  });
});

it('imports neither over operations of others nor into an API that is gone', async () => {
  const others = cloudWith('apis/orders', 'apis/orders/operations/theirs');
  await expect(bindStep(importing).apply(others)).rejects.toMatchObject({ failure: { code: 'FOREIGN-OPERATIONS' } });
  await expect(bindStep(importing).apply(cloudWith())).rejects.toMatchObject({ failure: { code: 'API-GONE' } });
});

it('carries a key over without keeping its value, and undoes it', async () => {
  const cloud = cloudWith();
  const payload = {
    path: 'subscriptions/k1',
    properties: { displayName: 'Partner', state: 'active' },
    keyId: 'k1',
    scope: 0,
  };
  const bound = bindStep(step('put-subscription', payload));
  const captured = await bound.capture(cloud);
  const progress = await bound.apply(cloud);
  expect(cloud.apiManagement.resources.get('subscriptions/k1')?.properties['primaryKey']).toBe('value-of-k1');
  const undo = bound.compensate(captured);
  expect(JSON.stringify([captured, progress, undo])).not.toContain('value-of-k1');
  if (!('step' in undo)) throw new Error(undo.irreversible);
  await bindStep(undo.step).apply(cloud);
  expect([...cloud.apiManagement.resources.keys()]).toEqual([]);
});
