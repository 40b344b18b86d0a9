import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentPath } from '../../../src/adapters/store/artifacts.ts';
import { folderArtifactStore } from '../../../src/adapters/store/folder-artifact-store.ts';
import { sqliteRunStore } from '../../../src/adapters/store/sqlite-run-store.ts';
import { artifactStoreSuite } from './artifact-store-suite.ts';
import { runStoreSuite } from './run-store-suite.ts';

const root = mkdtempSync(join(tmpdir(), 'crossgate-store-'));
const closing: (() => void)[] = [];
let count = 0;
const freshPath = (): string => join(root, String((count += 1)));

const opened = (file: string) => {
  const store = sqliteRunStore(file);
  closing.push(() => store.close());
  return store;
};

afterAll(() => {
  for (const close of closing) close();
  rmSync(root, { recursive: true });
});

runStoreSuite('SQLite', async () => opened(freshPath()));

artifactStoreSuite('folder', async () => {
  const folder = freshPath();
  return {
    store: folderArtifactStore(folder),
    spoil: (runId, digest) => writeFile(join(folder, contentPath(runId, digest)), '{"steps":[1]}'),
  };
});

describe('SQLite: a file', () => {
  it('is shared by two connections, one claim between them', async () => {
    const file = freshPath();
    const [first, second] = [opened(file), opened(file)];
    expect((await first.claim('hostname:a', 'run-a')).runId).toBe('run-a');
    expect((await second.claim('hostname:a', 'run-b')).runId).toBe('run-a');
  });
});
