/** A resource of Azure by its full id, such as `/subscriptions/.../providers/Microsoft.Insights/actionGroups/on-call`. */
export interface AzureResource {
  readonly id: string;
  /** Version of its contract that it is written in. */
  readonly apiVersion: string;
  /** The whole body of the contract: `location`, `tags`, `properties` and what else the type has. No secret. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AzureResourceRead extends AzureResource {
  /** Empty for the many types that have none. */
  readonly etag: string;
}

/** What a write came to: done, or an operation to look at later (`operation` is a poller's state without secrets). */
export type AzureWrite = { readonly done: true } | { readonly done: false; readonly operation: string };

/** When a write may go through: only on nothing, only on the version that was read, or on anything. */
export type AzurePrecondition =
  { readonly kind: 'absent' } | { readonly kind: 'etag'; readonly etag: string } | { readonly kind: 'any' };

/**
 * Resources of any provider, for what stands around the API Management service. Failures are FailureErrors: `conflict` for 409 and
 * 412, `denied` for 401 and 403, `invalid` for a refused document, `transient` for 429 and 5xx after the SDK's own retries.
 */
export interface AzureResources {
  /** Undefined where there is none, or where what it would stand below is not there. */
  read(id: string, apiVersion: string): Promise<AzureResourceRead | undefined>;
  /**
   * All of a collection, such as `SCOPE/providers/Microsoft.Authorization/roleAssignments`, page after page. Nothing where the scope
   * itself is not there.
   */
  list(collection: string, apiVersion: string, filter?: string): Promise<readonly AzureResourceRead[]>;
  write(resource: AzureResource, precondition: AzurePrecondition): Promise<AzureWrite>;
  /** Absent already is no error. */
  remove(id: string, apiVersion: string, precondition: AzurePrecondition): Promise<AzureWrite>;
  /** One look at a long-running write; never sends the write again. */
  continueWrite(operation: string): Promise<AzureWrite>;
}
