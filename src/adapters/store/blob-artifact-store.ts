import type { ContainerClient } from '@azure/storage-blob';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import { azureFailure, withAzureFailures } from '../azure/failures.ts';
import { artifactText, checkedArtifact, contentPath, missingArtifact, namePath } from './artifacts.ts';
import { assertId } from './rows.ts';

const JSON_BLOB = { blobHTTPHeaders: { blobContentType: 'application/json' } };

/** The ArtifactStore in one blob container, laid out like the folder of one machine. */
export function blobArtifactStore(container: ContainerClient): ArtifactStore {
  const upload = async (path: string, text: string): Promise<void> => {
    await container.getBlockBlobClient(path).upload(text, Buffer.byteLength(text), JSON_BLOB);
  };
  const download = async (path: string): Promise<string> =>
    (await container.getBlobClient(path).downloadToBuffer()).toString('utf8');
  return {
    putJson: (runId, name, value) =>
      withAzureFailures(async () => {
        const { text, digest } = artifactText(value);
        const named = namePath(runId, name);
        await upload(contentPath(runId, digest), text);
        await upload(named, JSON.stringify(digest));
        return { digest };
      }),
    async getJson<T>(runId: string, digest: string): Promise<T> {
      const path = contentPath(runId, digest);
      try {
        return checkedArtifact(await download(path), digest) as T;
      } catch (error) {
        const failure = azureFailure(error);
        throw failure.failure.kind === 'missing' ? missingArtifact(runId, digest) : failure;
      }
    },
    list: (runId) =>
      withAzureFailures(async () => {
        assertId(runId);
        const prefix = `${runId}/names/`;
        const named: { name: string; digest: string }[] = [];
        for await (const { name } of container.listBlobsFlat({ prefix }))
          named.push({
            name: decodeURIComponent(name.slice(prefix.length)),
            digest: JSON.parse(await download(name)) as string,
          });
        return named;
      }),
  };
}
