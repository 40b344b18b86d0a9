import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandFailure } from './command-failure.ts';
import { EXIT } from './exit-codes.ts';

/** A file below the folder: path with forward slashes, as artefacts and reports name theirs. */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

/** What an assessment writes: nothing else of a folder is ever touched. */
const OURS = [
  'apiops',
  'arm',
  'bicep',
  'worksheets',
  'plan.json',
  'report.html',
  'report.md',
  'report.csv',
  'report.json',
];

/**
 * Writes files into a folder that is new, empty, or holds an earlier assessment, whose files are taken away first: an API that
 * is gone must not be published from a stale folder.
 * @throws CommandFailure when the folder holds anything else.
 */
export async function writeOutput(folder: string, files: Iterable<OutputFile>): Promise<number> {
  await clear(folder);
  let count = 0;
  const made = new Set<string>();
  for (const { path, content } of files) {
    const to = join(folder, ...path.split('/'));
    if (!made.has(dirname(to))) await mkdir(dirname(to), { recursive: true });
    made.add(dirname(to));
    await writeFile(to, content);
    count += 1;
  }
  return count;
}

/** @throws CommandFailure as `writeOutput` does: asked before the work, so that it is not for nothing. */
export async function checkOutput(folder: string): Promise<void> {
  const names = await namesIn(folder);
  if (names.length === 0 || (await isEarlier(folder))) return;
  const detail = `${folder} holds other files: name a new or empty folder, or the one of an earlier assessment.`;
  throw new CommandFailure(EXIT.badUsage, { code: 'folder-in-use', title: 'Not an empty folder', detail });
}

async function clear(folder: string): Promise<void> {
  await checkOutput(folder);
  for (const name of await namesIn(folder))
    if (OURS.includes(name)) await rm(join(folder, name), { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    const detail = `${folder} cannot be used: ${(error as Error).message}`;
    throw new CommandFailure(EXIT.badUsage, { code: 'folder-unusable', title: 'Not a folder', detail });
  }
}

/** An earlier assessment is known by its plan, which is written first. */
async function isEarlier(folder: string): Promise<boolean> {
  const start = await readFile(join(folder, 'plan.json'), 'utf8').catch(() => '');
  return start.includes('"crossgate.plan/1"');
}
