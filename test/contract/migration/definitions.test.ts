import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthority, type Authority } from '../../../src/local/sandbox/authority.ts';
import { reportOnDefinitions } from '../../support/definition-report.ts';

const FOLDER = join(import.meta.dirname, '../../support/definitions');
const read = (file: string) => ({ name: file.replace(/\.\w+$/, ''), text: readFileSync(join(FOLDER, file), 'utf8') });
const report = (...files: string[]) =>
  reportOnDefinitions(files.map(read), authority, (name, value) => void vi.stubEnv(name, value));

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});
afterAll(() => {
  vi.unstubAllEnvs();
});

describe("somebody's definitions, from their import to the target's answers", () => {
  it('two APIs of one account go through, and every caller is answered alike', async () => {
    const { blockers, callers, ledger, ...wrong } = await report('orders.yaml', 'catalogue.json');
    expect(blockers).toEqual([]);
    expect([...wrong.wrongAtSource, ...wrong.wrongAtTarget, ...wrong.differentAtBackend]).toEqual([]);
    expect(callers).toBe(16);
    expect(ledger).toMatchObject({ blocked: 0 });
  });

  it('what cannot be carried is blocked by findings that name it and say what to do', async () => {
    const { blockers, ledger } = await report('guarded.json');
    expect(blockers.map(({ code, at }) => [code, at.pointer])).toEqual([
      ['RESOURCE-POLICY', '/policy/Statement/1'],
      ['IAM-CALLERS', '/resources/~1ledger/GET'],
    ]);
    for (const { message, awsBehaviour, apimBehaviour, remedy } of blockers)
      expect([message, awsBehaviour, apimBehaviour, remedy].every((text) => text.length > 20)).toBe(true);
    expect(ledger?.blocked).toBeGreaterThan(1);
  });

  it('what API Gateway would not deploy is refused with the place', async () => {
    expect((await report('unfinished.yaml')).refused).toBe('unfinished: No integration defined for method: GET /todo');
  });
});
