/** Documents by content: inventories, plans, specifications, reports. Histories hold the digest only. */
export interface ArtifactStore {
  /** Stores a JSON value; the digest is that of its canonical form, so equal values are one artefact. */
  putJson(runId: string, name: string, value: unknown): Promise<{ readonly digest: string }>;
  /** @throws FailureError `missing` when there is none, `defect` when the content no longer has its digest. */
  getJson<T>(runId: string, digest: string): Promise<T>;
  list(runId: string): Promise<readonly { readonly name: string; readonly digest: string }[]>;
}
