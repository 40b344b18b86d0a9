import { afterAll, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { healthRecordsEstate } from '../../../src/local/sandbox/estate/health-records.ts';
import { reportOnEstate } from '../../support/definition-report.ts';

afterAll(() => {
  vi.unstubAllEnvs();
});

it('the sample estate goes through with every recommended option, and callers see no difference', async () => {
  const authority = await createAuthority();
  const estate = await healthRecordsEstate(authority);
  const report = await reportOnEstate(
    estate,
    'health.example',
    authority,
    (name, value) => void vi.stubEnv(name, value),
  );
  expect(report.blockers).toEqual([]);
  expect(report.callers).toBe(estate.callers.length);
  expect([...report.wrongAtSource, ...report.wrongAtTarget, ...report.differentAtBackend]).toEqual([]);
  expect(report.ledger?.blocked).toBe(0);
});
