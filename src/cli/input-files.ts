import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { InputFile } from '../model/assessment-input.ts';

/** Larger than any account's snapshot: 1,000 APIs of 300 resources are some 300 MB. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const INPUT = /\.(json|ya?ml|jsonl)$/i;

/** A file of the input, or why it could not be read. */
export type FoundFile = InputFile | { readonly file: string; readonly error: string };

/** Where the files of an input lie: itself, or what is in it. */
export interface FoundPath {
  readonly path: string;
  /** As reports name it: relative to what the person gave, with forward slashes. */
  readonly file: string;
  /** Why a folder could not be listed. */
  readonly error?: string;
}

/**
 * The files of `from`: itself, or in a folder all that can be an input (.json, .yaml, .yml, .jsonl), in the order of their names.
 * Links and hidden entries of a folder are left alone, and so is `out`, where an earlier assessment may lie.
 * @throws Error of the file system when `from` itself cannot be read.
 */
export async function findInputs(from: string, out: string | undefined): Promise<readonly FoundPath[]> {
  if (!(await stat(from)).isDirectory()) return [{ path: from, file: basename(from) }];
  await readdir(from);
  const found: FoundPath[] = [];
  for await (const path of walk(from, from, out === undefined ? undefined : resolve(out))) found.push(path);
  return found;
}

async function* walk(root: string, folder: string, besides: string | undefined): AsyncIterable<FoundPath> {
  if (resolve(folder) === besides) return;
  const named = (path: string): string => relative(root, path).split(sep).join('/');
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { path: folder, file: named(folder), error: `cannot be listed: ${messageOf(error)}` };
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) yield* walk(root, path, besides);
    else if (entry.isFile() && INPUT.test(entry.name)) yield { path, file: named(path) };
  }
}

/** Never throws: a file that cannot be read is a row of the report. */
export async function readFound({ path, file, error: known }: FoundPath): Promise<FoundFile> {
  if (known !== undefined) return { file, error: known };
  try {
    const { size } = await stat(path);
    if (size <= LARGEST_BYTES) return { file, bytes: await readFile(path) };
    return { file, error: `${size} bytes are more than the ${LARGEST_BYTES / 1024 / 1024} MB that are read: split it` };
  } catch (error) {
    return { file, error: `cannot be read: ${messageOf(error)}` };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
