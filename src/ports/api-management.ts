/**
 * A resource below the API Management service by its path there, such as `apis/orders-prod` or
 * `apis/orders-prod/policies/policy`, and the `properties` of the ARM contract 2024-05-01.
 */
export interface ApimResource {
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ApimResourceRead extends ApimResource {
  readonly etag: string;
}

/** What a write came to: done with an etag, or an operation to look at later (`operation` is a poller's state without secrets). */
export type ApimWrite =
  { readonly done: true; readonly etag?: string } | { readonly done: false; readonly operation: string };

/**
 * When a write may go through: only on the version that was read, on anything, or on nothing. The contract (2024-05-01) has no
 * If-None-Match: `absent` is what its caller just saw, and two writers of one service are kept apart by the run store's claim.
 */
export type ApimPrecondition =
  { readonly kind: 'absent' } | { readonly kind: 'etag'; readonly etag: string } | { readonly kind: 'any' };

export interface ApimService {
  readonly gatewayUrl: string;
  readonly provisioningState: string;
  readonly skuName: string;
  readonly etag: string;
  readonly infrastructure: ApimInfrastructure;
}

/** What rolls through all gateways of a service, one change at a time, or is reset by a change that leaves it out: always whole. */
export interface ApimInfrastructure {
  /** All hostname configurations, the built-in one included. */
  readonly hostnames: readonly Readonly<Record<string, unknown>>[];
  /** Certificate authorities: without their content, which the service never gives back. */
  readonly certificates: readonly Readonly<Record<string, unknown>>[];
  readonly customProperties: Readonly<Record<string, string>>;
}

/**
 * One API Management service. Failures are FailureErrors: `conflict` for 409 and 412, `invalid` for a refused document
 * (with ARM's details), `transient` for 429 and 5xx after the SDK's own retries.
 */
export interface ApiManagement {
  service(): Promise<ApimService>;
  read(path: string): Promise<ApimResourceRead | undefined>;
  /**
   * What a collection such as `apis` or `apis/orders/operations` holds, one call a page. A parent that is not there holds nothing.
   * Lists tell no etag (recorded, 2026-11-23).
   */
  list(collection: string): Promise<readonly ApimResource[]>;
  write(resource: ApimResource, precondition: ApimPrecondition): Promise<ApimWrite>;
  /** Absent already is no error. */
  remove(path: string, precondition: ApimPrecondition): Promise<ApimWrite>;
  /** One look at a long-running write; never sends the write again. */
  continueWrite(operation: string): Promise<ApimWrite>;
  /** Replaces all of it in one update: 15 to 45 minutes on the real service, so an operation. */
  writeInfrastructure(infrastructure: ApimInfrastructure, etag: string): Promise<ApimWrite>;
}
