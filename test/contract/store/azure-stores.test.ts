import { contentPath } from '../../../src/adapters/store/artifacts.ts';
import { blobArtifactStore } from '../../../src/adapters/store/blob-artifact-store.ts';
import { tableRunStore } from '../../../src/adapters/store/table-run-store.ts';
import { artifactStoreSuite } from './artifact-store-suite.ts';
import { memoryContainer } from './memory-container.ts';
import { memoryTable } from './memory-table.ts';
import { runStoreSuite } from './run-store-suite.ts';

runStoreSuite('Azure Tables over a table in memory', async () => tableRunStore(memoryTable()));

artifactStoreSuite('Azure Blobs over a container in memory', async () => {
  const { container, blobs } = memoryContainer();
  return {
    store: blobArtifactStore(container),
    spoil: async (runId, digest) => void blobs.set(contentPath(runId, digest), '{"steps":[1]}'),
  };
});
