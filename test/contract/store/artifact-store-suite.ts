import { describe, expect, it } from 'vitest';
import type { ArtifactStore } from '../../../src/ports/artifact-store.ts';

/** What every ArtifactStore does. `spoil` changes the kept bytes of a document behind the store's back. */
export function artifactStoreSuite(
  name: string,
  open: () => Promise<{ store: ArtifactStore; spoil: (runId: string, digest: string) => Promise<void> }>,
): void {
  describe(`${name}: artefacts`, () => {
    it('gives back what was put, by the digest of its canonical form', async () => {
      const { store } = await open();
      const value = { apis: [{ name: 'Bücher', stages: ['prod'] }], total: 1 };
      const put = await store.putJson('orders-1', 'inventory', value);
      const again = await store.putJson('orders-1', 'inventory-copy', { total: 1, apis: value.apis });
      expect(put.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(again.digest).toBe(put.digest);
      expect(await store.getJson('orders-1', put.digest)).toEqual(value);
    });

    it('lists the names of a run with their newest digests', async () => {
      const { store } = await open();
      await store.putJson('orders-1', 'plan', { version: 1 });
      const { digest } = await store.putJson('orders-1', 'plan', { version: 2 });
      const spec = await store.putJson('orders-1', 'specs/orders.json', { openapi: '3.0.3' });
      await store.putJson('orders-2', 'plan', { version: 3 });
      expect(await store.list('orders-1')).toEqual([
        { name: 'plan', digest },
        { name: 'specs/orders.json', digest: spec.digest },
      ]);
      expect(await store.list('nothing-yet')).toEqual([]);
    });

    it('says missing for another digest and for another run', async () => {
      const { store } = await open();
      const { digest } = await store.putJson('orders-1', 'plan', {});
      const missing = { failure: { kind: 'missing' } };
      await expect(store.getJson('orders-1', `sha256:${'0'.repeat(64)}`)).rejects.toMatchObject(missing);
      await expect(store.getJson('orders-2', digest)).rejects.toMatchObject(missing);
    });

    it('says defect when the content no longer has its digest', async () => {
      const { store, spoil } = await open();
      const { digest } = await store.putJson('orders-1', 'plan', { steps: [] });
      await spoil('orders-1', digest);
      await expect(store.getJson('orders-1', digest)).rejects.toMatchObject({ failure: { kind: 'defect' } });
    });

    it('refuses names and ids that could leave their place', async () => {
      const { store } = await open();
      const invalid = { failure: { kind: 'invalid' } };
      for (const bad of ['', '../plan', '/plan', 'a//b', 'a/../b', '.hidden'])
        await expect(store.putJson('orders-1', bad, {})).rejects.toMatchObject(invalid);
      await expect(store.putJson('../x', 'plan', {})).rejects.toMatchObject(invalid);
      await expect(store.getJson('orders-1', '../x')).rejects.toMatchObject(invalid);
    });
  });
}
