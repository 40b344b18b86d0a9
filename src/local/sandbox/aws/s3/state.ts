/** One version of an object, the newest last among those of its key. */
export interface ObjectVersion {
  readonly versionId: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly lastModified: Date;
}

/** Versions by key. */
export type BucketState = ReadonlyMap<string, readonly ObjectVersion[]>;
