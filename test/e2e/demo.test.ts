import { describe, expect, it } from 'vitest';
import { RUN_STATES } from '../../src/model/run.ts';
import { expectTakenBack, requests, runDemo, statesOf } from '../support/run-demo.ts';

const UNDISTURBED = RUN_STATES.slice(0, RUN_STATES.indexOf('committed') + 1);

describe('crossgate demo', () => {
  it('moves a whole estate while its callers call, and not one of them notices', async () => {
    const { code, document, progress } = await runDemo();
    expect(code, progress).toBe(0);
    expect(document.outcome).toBe('committed');
    expect(statesOf(document)).toEqual(UNDISTURBED);
    expect(requests(document, 'source')).toBeGreaterThanOrEqual(1_000);
    expect(requests(document, 'target')).toBeGreaterThanOrEqual(1_000);
    expect(requests(document, undefined, 'errors')).toBe(0);
    expect([document.targetShare, document.leftovers, document.dnsRestored]).toEqual([1, [], false]);
    const { total = 0, translated = 0, differs = 0, manual = 0, blocked = 0 } = document.ledger ?? {};
    expect([total > 0, translated + differs + manual + blocked]).toEqual([true, total]);
    expect(document.steps.done).toBe(document.steps.total);
  });

  it('leaves everything as it was when the cutover is rejected', async () => {
    const run = await runDemo('--reject', 'cutover');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('rolled-back');
    expect(requests(run.document, 'target')).toBe(0);
    expect(requests(run.document, undefined, 'errors')).toBe(0);
    expect(statesOf(run.document).slice(-3)).toEqual(['awaiting-cutover', 'rolling-back', 'rolled-back']);
  });

  it('goes back by itself when the target answers errors, which are the only ones that callers see', async () => {
    const run = await runDemo('--fault', 'target-5xx');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('rolled-back');
    expect(requests(run.document, 'target', 'errors')).toBeGreaterThan(0);
    expect(requests(run.document, 'source', 'errors')).toBe(0);
  });

  it('is cancelled in the middle of the import, with all that was made taken away', async () => {
    const run = await runDemo('--cancel', 'importing');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('cancelled');
    expect(requests(run.document, undefined, 'errors')).toBe(0);
    expect(statesOf(run.document)).not.toContain('validating');
  });
});

it('tells wrong usage from a failed migration', async () => {
  await expect(runDemo('--fault', 'earthquake')).rejects.toThrow('ended with 2');
});
