import { appendFile, readFile, rm, stat } from 'node:fs/promises';
import type { KeptApis } from '../discovery/discover-source.ts';
import type { InventoryPart } from '../model/aws-inventory.ts';

/** Older than that, what was read may have changed. */
const KEPT_MS = 24 * 3_600_000;

/** What a snapshot that ended early has read, beside its file: one line for each API. */
export interface PartialSnapshot extends KeptApis {
  readonly count: number;
  end(): Promise<void>;
}

/** Opens what an earlier attempt at the same snapshot left, when it is not older than a day. A cut line is none. */
export async function openPartial(file: string, now: Date): Promise<PartialSnapshot> {
  const path = `${file}.partial`;
  const isFresh = await stat(path).then(
    ({ mtimeMs }) => now.getTime() - mtimeMs < KEPT_MS,
    () => false,
  );
  if (!isFresh) await rm(path, { force: true });
  const parts = new Map(isFresh ? linesOf(await readFile(path, 'utf8')) : []);
  return {
    count: parts.size,
    get: (key) => parts.get(key),
    put: async (key, part) => await appendFile(path, `\n${JSON.stringify([key, part])}`, { mode: 0o600 }),
    end: async () => await rm(path, { force: true }),
  };
}

function linesOf(text: string): readonly (readonly [string, InventoryPart])[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as [string, InventoryPart]];
    } catch {
      return [];
    }
  });
}
