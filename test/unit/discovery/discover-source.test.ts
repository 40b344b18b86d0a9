import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPartial } from '../../../src/cli/kept-apis.ts';
import { discoverSources } from '../../../src/discovery/discover-source.ts';
import type { SourceReader } from '../../../src/ports/source-reader.ts';
import { apiWith, route } from '../../features/fixture.ts';

const scope = { account: '111122223333', region: 'us-east-1' };
const gap = { at: { arn: 'a', pointer: '' }, call: 'GetExport', reason: 'denied', remedy: 'allow' };
const api = apiWith([route('GET /a', { type: 'MOCK' })]);

/** Reads three APIs, of which the second has a gap, and fails at the one that is named. */
function reader(read: string[], failsAt?: string): SourceReader {
  const names = ['one', 'two', 'three'];
  return {
    listApis: () => Promise.resolve({ items: names.map((id) => ({ id, type: 'REST', name: id })), gaps: [] }),
    readApi(_scope, { id }) {
      if (id === failsAt) return Promise.reject(new Error('the process was killed'));
      read.push(id);
      return Promise.resolve({ apis: [{ ...api, id }], gaps: id === 'two' ? [gap] : [] });
    },
    readShared: () => Promise.resolve({}),
    readSurroundings: () => Promise.resolve({}),
    readLeftOut: () => Promise.resolve({}),
    look: () => Promise.reject(new Error('nobody watches')),
    apiKeyValue: () => Promise.reject(new Error('nobody asks')),
  };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossgate-kept-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('goes on where an earlier attempt ended, and reads again what had a gap', async () => {
  const file = join(folder, 'account.jsonl');
  const now = new Date();
  const first: string[] = [];
  const broken = discoverSources(reader(first, 'three'), [scope], { kept: await openPartial(file, now) });
  await expect(broken).rejects.toThrow('killed');
  // The last line was being written when the process ended.
  writeFileSync(
    `${file}.partial`,
    `${readFileSync(`${file}.partial`, 'utf8')}\n["111122223333 us-east-1 three",{"apis":[`,
  );
  const second: string[] = [];
  const kept = await openPartial(file, now);
  const { apis } = await discoverSources(reader(second), [scope], { kept });
  expect([first, second]).toEqual([
    ['one', 'two'],
    ['two', 'three'],
  ]);
  expect(apis.map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  await kept.end();
  expect((await openPartial(file, now)).count).toBe(0);
});

it('does not trust what is older than a day', async () => {
  const file = join(folder, 'old.jsonl');
  const kept = await openPartial(file, new Date());
  await kept.put('key', {});
  expect((await openPartial(file, new Date())).count).toBe(1);
  expect((await openPartial(file, new Date(Date.now() + 25 * 3_600_000))).count).toBe(0);
});

it('reads only the APIs that are asked for', async () => {
  const read: string[] = [];
  await discoverSources(reader(read), [{ ...scope, apis: ['two'] }]);
  expect(read).toEqual(['two']);
});
