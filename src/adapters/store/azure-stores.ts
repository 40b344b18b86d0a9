import type { TokenCredential } from '@azure/identity';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { withAzureFailures } from '../azure/failures.ts';
import { blobArtifactStore } from './blob-artifact-store.ts';
import { tableRunStore } from './table-run-store.ts';

/** A storage account as `AzureWebJobsStorage__tableServiceUri` and `__blobServiceUri` name it; keys are not used. */
export interface StorageAccount {
  readonly tableServiceUri: string;
  readonly blobServiceUri: string;
  readonly credential: TokenCredential;
}

const TABLE = 'CrossgateRuns';
const CONTAINER = 'crossgate-artifacts';

/** The RunStore in the account's table, which is made when it is not there. */
export function azureRunStore({ tableServiceUri, credential }: StorageAccount): Promise<RunStore> {
  return withAzureFailures(async () => {
    const { TableClient } = await import('@azure/data-tables');
    const table = new TableClient(tableServiceUri, TABLE, credential);
    // Answers quietly when the table exists.
    await table.createTable();
    return tableRunStore(table);
  });
}

/** The ArtifactStore in the account's container, which is made when it is not there. */
export function azureArtifactStore({ blobServiceUri, credential }: StorageAccount): Promise<ArtifactStore> {
  return withAzureFailures(async () => {
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const container = new BlobServiceClient(blobServiceUri, credential).getContainerClient(CONTAINER);
    await container.createIfNotExists();
    return blobArtifactStore(container);
  });
}
