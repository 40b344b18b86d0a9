import { describe, expect, it } from 'vitest';
import { CANCELLABLE } from '../../src/local/demo/options.ts';
import { expectTakenBack, requests, runDemo, statesOf } from '../support/run-demo.ts';

describe('a run that is cancelled', () => {
  it.each(CANCELLABLE)('while %s leaves nothing, and callers do not notice', async (state) => {
    const run = await runDemo('--cancel', state);
    expectTakenBack(run);
    expect(run.document.outcome).toBe('cancelled');
    expect(requests(run.document, undefined, 'errors')).toBe(0);
  });
});

describe('a run that is rejected', () => {
  it.each(['plan', 'commit'])('at %s leaves nothing, and callers do not notice', async (checkpoint) => {
    const run = await runDemo('--reject', checkpoint);
    expectTakenBack(run);
    expect(run.document.outcome).toBe('rolled-back');
    expect(requests(run.document, undefined, 'errors')).toBe(0);
  });
});

describe('a fault', () => {
  it('of the import: the API that was refused never answered a call', async () => {
    const run = await runDemo('--fault', 'import-400');
    expectTakenBack(run);
    expect([run.document.outcome, requests(run.document, 'target')]).toEqual(['rolled-back', 0]);
  });

  it('of access at the target rolls back', async () => {
    const run = await runDemo('--fault', 'target-auth');
    expectTakenBack(run);
    expect([run.document.outcome, requests(run.document, 'source', 'errors')]).toEqual(['rolled-back', 0]);
  });

  it('of speed freezes until a person decides', async () => {
    const run = await runDemo('--fault', 'target-slow');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('blocked');
    expect(statesOf(run.document)).toContain('frozen');
    expect(requests(run.document, undefined, 'errors')).toBe(0);
  });

  it.each(['target-1pct', 'certificate-missing'])('%s holds or rolls back', async (kind) => {
    const run = await runDemo('--fault', kind);
    expectTakenBack(run);
    expect(['blocked', 'rolled-back']).toContain(run.document.outcome);
    expect(requests(run.document, 'source', 'errors')).toBe(0);
  });

  it('that hides the evidence freezes', async () => {
    const run = await runDemo('--fault', 'no-data');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('blocked');
    expect(statesOf(run.document)).toContain('frozen');
    expect(requests(run.document, undefined, 'errors')).toBe(0);
  });

  it.each(['dns-lag', 'throttled'])('%s takes longer and commits', async (kind) => {
    const { code, document, progress } = await runDemo('--fault', kind);
    expect([code, document.outcome, requests(document, undefined, 'errors')], progress).toEqual([0, 'committed', 0]);
  });

  it("of somebody else's edit leaves the name as they left it", async () => {
    const { code, document, progress } = await runDemo('--fault', 'dns-edited');
    expect(code, progress).toBe(0);
    expect(['blocked', 'rolled-back']).toContain(document.outcome);
  });
});
