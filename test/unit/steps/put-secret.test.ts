import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { MemoryCloud } from '../../support/memory-cloud.ts';

const step = (name: string): Step => ({
  id: `secret:${name}`,
  kind: 'put-secret',
  summary: name,
  dependsOn: [],
  from: [],
  place: { wave: 'pilot', phase: 'importing', unit: 'orders' },
  payload: { name, value: { kind: 'api-key', keyId: 'k1', scope: 0 } },
});
const putting = bindStep(step('aws-key-k1'));
const VALUE = 'value-of-k1';

async function undone(cloud: MemoryCloud, before: unknown): Promise<void> {
  const undo = putting.compensate(before);
  if (!('step' in undo)) throw new Error(undo.irreversible);
  await bindStep(undo.step).apply(cloud);
}

describe('a secret of the source in the vault', () => {
  it('is put once, seen by nobody, and taken away again', async () => {
    const cloud = new MemoryCloud();
    const before = await putting.capture(cloud);
    const progress = await putting.apply(cloud);
    await putting.apply(cloud);
    expect(cloud.secretVault.changes).toBe(1);
    expect(cloud.secretVault.secrets.get('aws-key-k1')).toMatchObject({
      value: VALUE,
      tags: { 'crossgate-run': 'run-1' },
    });
    expect(JSON.stringify([before, progress, putting.compensate(before), putting.step])).not.toContain(VALUE);
    await undone(cloud, before);
    await undone(cloud, before);
    expect(cloud.secretVault.secrets.size).toBe(0);
    expect(cloud.secretVault.changes).toBe(2);
  });

  it('of somebody else with the same value is left, and stays when the step is undone', async () => {
    const cloud = new MemoryCloud();
    await cloud.secretVault.set('aws-key-k1', VALUE, { owner: 'team' });
    const before = await putting.capture(cloud);
    await putting.apply(cloud);
    await undone(cloud, before);
    expect(cloud.secretVault.changes).toBe(1);
    expect(cloud.secretVault.secrets.get('aws-key-k1')?.tags).toEqual({ owner: 'team' });
  });

  it.each([{ owner: 'team' }, { 'crossgate-run': 'run-0' }])(
    'tagged %o with another value is not written over',
    async (tags) => {
      const cloud = new MemoryCloud();
      await cloud.secretVault.set('aws-key-k1', 'other', tags);
      const before = await putting.capture(cloud);
      await expect(putting.apply(cloud)).rejects.toMatchObject({
        failure: { kind: 'conflict', code: 'SECRET-NAME-TAKEN' },
      });
      await undone(cloud, before);
      expect(cloud.secretVault.secrets.get('aws-key-k1')?.value).toBe('other');
    },
  );

  it('follows a key that was changed between two attempts of one run', async () => {
    const cloud = new MemoryCloud();
    const before = await putting.capture(cloud);
    await cloud.secretVault.set('aws-key-k1', 'old', { 'crossgate-run': 'run-1' });
    await putting.apply(cloud);
    expect(cloud.secretVault.secrets.get('aws-key-k1')?.value).toBe(VALUE);
    await undone(cloud, before);
    expect(cloud.secretVault.secrets.size).toBe(0);
  });

  it('is recovered from deletion, written over, and deleted again by the undo', async () => {
    const cloud = new MemoryCloud();
    await cloud.secretVault.set('aws-key-k1', 'old', { 'crossgate-run': 'run-0' });
    await cloud.secretVault.remove('aws-key-k1', {});
    const before = await putting.capture(cloud);
    let progress = await putting.apply(cloud);
    const seen = [progress.state];
    while (progress.state === 'running') {
      progress = await putting.proceed(progress.operation, cloud);
      seen.push(progress.state);
    }
    expect(seen).toEqual(['running', 'running', 'done']);
    expect(cloud.secretVault.secrets.get('aws-key-k1')).toMatchObject({
      value: VALUE,
      tags: { 'crossgate-run': 'run-1' },
    });
    await undone(cloud, before);
    expect([...cloud.secretVault.deleted.keys()]).toEqual(['aws-key-k1']);
  });

  it('is not removed when somebody put one there meanwhile', async () => {
    const cloud = new MemoryCloud();
    const before = await putting.capture(cloud);
    await cloud.secretVault.set('aws-key-k1', VALUE, { owner: 'team' });
    await putting.apply(cloud);
    await expect(undone(cloud, before)).rejects.toMatchObject({ failure: { kind: 'conflict' } });
  });

  it.each(['', 'with_underscore', 'x'.repeat(128), 'a/b'])('has no name %j', (name) => {
    expect(() => bindStep(step(name))).toThrow();
  });
});
