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
  const made = new Map<string, Promise<unknown>>();
  const write = async ({ path, content }: OutputFile): Promise<void> => {
    const to = join(folder, ...path.split('/'));
    const parent = dirname(to);
    const folders = made.get(parent) ?? mkdir(parent, { recursive: true });
    made.set(parent, folders);
    await folders;
    await writeFile(to, content);
  };
  for (const some of inBatches(files)) {
    await Promise.all(some.map(write));
    count += some.length;
  }
  return count;
}

/** So many are written at once: an estate has a file for each operation. */
const AT_ONCE = 32;

function* inBatches(files: Iterable<OutputFile>): Iterable<readonly OutputFile[]> {
  let some: OutputFile[] = [];
  // The plan by itself and first: an interrupted assessment is known by it.
  let size = 1;
  for (const file of files) {
    some.push(file);
    if (some.length < size) continue;
    yield some;
    some = [];
    size = AT_ONCE;
  }
  yield some;
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
