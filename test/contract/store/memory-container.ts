import type { ContainerClient } from '@azure/storage-blob';
import { RestError } from '@azure/data-tables';

/** The part of a blob container that the artefact store uses. `blobs` holds the texts by name. */
export function memoryContainer(): { container: ContainerClient; blobs: Map<string, string> } {
  const blobs = new Map<string, string>();
  async function* list(prefix: string): AsyncGenerator<{ name: string }> {
    for (const name of [...blobs.keys()].sort()) if (name.startsWith(prefix)) yield { name };
  }
  const container = {
    getBlockBlobClient: (name: string) => ({
      async upload(text: string, length: number) {
        if (length !== Buffer.byteLength(text)) throw new RestError('InvalidHeaderValue', { statusCode: 400 });
        blobs.set(name, text);
      },
    }),
    getBlobClient: (name: string) => ({
      async downloadToBuffer() {
        const text = blobs.get(name);
        if (text === undefined) throw new RestError('BlobNotFound', { statusCode: 404, code: 'BlobNotFound' });
        return Buffer.from(text);
      },
    }),
    listBlobsFlat: (options: { prefix: string }) => list(options.prefix),
  };
  return { container: container as unknown as ContainerClient, blobs };
}
