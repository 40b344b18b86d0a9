import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createAuthority, type Authority } from '../../src/local/sandbox/authority.ts';
import { reportOnDefinitions, type DefinitionReport } from '../support/definition-report.ts';

/** Definitions of others are read where CROSSGATE_DEFINITIONS says; our own few are always there. */
const FOLDER = process.env['CROSSGATE_DEFINITIONS'] ?? join(import.meta.dirname, '../support/definitions');
const REPORT = process.env['CROSSGATE_DEFINITIONS_REPORT'];
const ONLY = process.env['CROSSGATE_DEFINITIONS_ONLY'];
const files = readdirSync(FOLDER)
  .filter((file) => ['.json', '.yaml', '.yml'].includes(extname(file)))
  .filter((file) => ONLY === undefined || new RegExp(ONLY).test(file));

let authority: Authority;
const reports: (DefinitionReport | { names: string[]; crash: string })[] = [];
beforeAll(async () => {
  authority = await createAuthority();
});
afterAll(() => {
  vi.unstubAllEnvs();
  if (REPORT !== undefined) writeFileSync(REPORT, JSON.stringify(reports, null, 1));
});

it.each(files)('%s goes through, is blocked by findings or refused with a reason', async (file) => {
  const definition = { name: basename(file, extname(file)), text: readFileSync(join(FOLDER, file), 'utf8') };
  const report = await reportOnDefinitions(
    [definition],
    authority,
    (name, value) => void vi.stubEnv(name, value),
  ).catch((error: unknown) => {
    reports.push({ names: [definition.name], crash: error instanceof Error ? (error.stack ?? '') : String(error) });
    throw error;
  });
  reports.push(report);
  expect(report.wrongAtSource).toEqual([]);
  expect(report.wrongAtTarget).toEqual([]);
  expect(report.differentAtBackend).toEqual([]);
  // A refusal says why; anything else accounts for what the definition holds.
  expect(report.refused ?? report.ledger?.total).toBeTruthy();
});
