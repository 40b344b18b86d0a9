import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import { artifactText, checkedArtifact, contentPath, missingArtifact, namePath } from './artifacts.ts';
import { assertId } from './rows.ts';

/** The ArtifactStore of one machine: files below `root`, readable with any editor. */
export function folderArtifactStore(root: string): ArtifactStore {
  return {
    async putJson(runId, name, value) {
      const { text, digest } = artifactText(value);
      const named = namePath(runId, name);
      await writeWhole(join(root, contentPath(runId, digest)), text);
      await writeWhole(join(root, named), digest);
      return { digest };
    },
    async getJson<T>(runId: string, digest: string): Promise<T> {
      const text = await textOf(join(root, contentPath(runId, digest)));
      if (text === undefined) throw missingArtifact(runId, digest);
      return checkedArtifact(text, digest) as T;
    },
    async list(runId) {
      assertId(runId);
      const folder = join(root, runId, 'names');
      const files = (await unlessAbsent(() => readdir(folder))) ?? [];
      const named = files.filter((file) => !file.endsWith('.partial')).sort();
      return Promise.all(
        named.map(async (file) => ({
          name: decodeURIComponent(file),
          digest: (await readFile(join(folder, file), 'utf8')).trim(),
        })),
      );
    },
  };
}

/** A reader sees the old file or the new one, never half of it. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${randomUUID()}.partial`;
  await writeFile(partial, text);
  await rename(partial, file);
}

const textOf = (file: string): Promise<string | undefined> => unlessAbsent(() => readFile(file, 'utf8'));

async function unlessAbsent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
