import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { landingZone } from '../../src/local/sandbox/azure/providers/landing-zone.ts';
import { guardedCalls, guardedEstate, guardedRequest } from '../support/closed-import/guarded-estate.ts';
import { startImportBench } from '../support/closed-import/import-bench.ts';
import { ImportChaos, PHASES } from '../support/closed-import/import-chaos.ts';

let chaos: ImportChaos;
beforeAll(async () => {
  const bench = await startImportBench(
    guardedEstate,
    (world) => guardedRequest(world, { apiCenter: landingZone(world.azure).apiCenter }),
    (name, value) => void vi.stubEnv(name, value),
  );
  chaos = new ImportChaos(bench, await guardedCalls(bench.world, bench.plan));
  await chaos.rehearse();
});
afterAll(async () => {
  await chaos.close();
  vi.unstubAllEnvs();
});

describe('an import whose steps fail in every way', () => {
  it.each(PHASES)(
    'leaves each API as planned or not there, and can be tried again and taken back: %s',
    async (phase) => {
      expect(await chaos.run(phase, 'all')).toEqual([]);
    },
  );

  it('lets nobody in meanwhile', () => {
    const { cases, steps, refused, answered, leaks } = chaos.counts;
    process.stdout.write(
      `closed import: ${steps} steps, ${cases} faults; ${refused} calls refused, ${answered} of known callers answered, ${leaks} leaks\n`,
    );
    expect(leaks).toBe(0);
    expect(cases).toBeGreaterThan(10 * steps);
    expect(refused).toBeGreaterThan(cases);
    expect(answered).toBeGreaterThan(10);
  });
});
