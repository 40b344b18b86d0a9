import type { TokenCredential } from '@azure/identity';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { withAzureFailures } from '../azure/failures.ts';
import { blobArtifactStore } from './blob-artifact-store.ts';
import { tableRunStore } from './table-run-store.ts';

/**
 * A storage account as the Functions app's settings name it: by its endpoints, reached as the app's identity, or by a connection
 * string, as developers have for Azurite.
 */
export type StorageAccount =
  | { readonly kind: 'account'; readonly tableServiceUri: string; readonly blobServiceUri: string }
  | { readonly kind: 'connection-string'; readonly connectionString: string };

/** Asked for only where endpoints are given. */
type Credential = () => Promise<TokenCredential>;

const TABLE = 'CrossgateRuns';
const CONTAINER = 'crossgate-artifacts';

/** The RunStore in the account's table, which is made when it is not there. */
export function azureRunStore(account: StorageAccount, credential: Credential): Promise<RunStore> {
  return withAzureFailures(async () => {
    const { TableClient } = await import('@azure/data-tables');
    const table =
      account.kind === 'account'
        ? new TableClient(account.tableServiceUri, TABLE, await credential())
        : // Azurite speaks http, which the client takes only when told so.
          TableClient.fromConnectionString(account.connectionString, TABLE, { allowInsecureConnection: true });
    // Answers quietly when the table exists.
    await table.createTable();
    return tableRunStore(table);
  });
}

/** The ArtifactStore in the account's container, which is made when it is not there. */
export function azureArtifactStore(account: StorageAccount, credential: Credential): Promise<ArtifactStore> {
  return withAzureFailures(async () => {
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const service =
      account.kind === 'account'
        ? new BlobServiceClient(account.blobServiceUri, await credential())
        : BlobServiceClient.fromConnectionString(account.connectionString);
    const container = service.getContainerClient(CONTAINER);
    await container.createIfNotExists();
    return blobArtifactStore(container);
  });
}
