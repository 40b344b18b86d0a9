import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contentPath } from '../../src/adapters/store/artifacts.ts';
import { azureArtifactStore, azureRunStore } from '../../src/adapters/store/azure-stores.ts';
import { blobArtifactStore } from '../../src/adapters/store/blob-artifact-store.ts';
import { tableRunStore } from '../../src/adapters/store/table-run-store.ts';
import { artifactStoreSuite } from '../contract/store/artifact-store-suite.ts';
import { runStoreSuite } from '../contract/store/run-store-suite.ts';
import { startAzurite, type Azurite } from '../support/azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

runStoreSuite('Azure Tables on Azurite', async () => {
  const name = `runs${randomUUID().replaceAll('-', '')}`;
  const table = TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true });
  await table.createTable();
  return tableRunStore(table);
});

artifactStoreSuite('Azure Blobs on Azurite', async () => {
  const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(randomUUID());
  await container.create();
  return {
    store: blobArtifactStore(container),
    spoil: async (runId, digest) => {
      const text = '{"steps":[1]}';
      await container.getBlockBlobClient(contentPath(runId, digest)).upload(text, text.length);
    },
  };
});

it('makes its table and its container at first use, and finds them afterwards', async () => {
  const account = { kind: 'connection-string', connectionString: azurite.connectionString } as const;
  const noCredential = () => Promise.reject(new Error('a connection string needs no credential'));
  for (let time = 0; time < 2; time += 1) {
    const runs = await azureRunStore(account, noCredential);
    const artifacts = await azureArtifactStore(account, noCredential);
    expect((await runs.runs({ top: 1 })).rows).toEqual([]);
    expect(await artifacts.list('run-1')).toEqual([]);
  }
});
