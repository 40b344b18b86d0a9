import type { ApiManagementClient } from '@azure/arm-apimanagement';

/** Which API Management service a call is for. */
export interface ServiceAddress {
  readonly resourceGroup: string;
  readonly service: string;
}

/** What the adapter needs of a poller of core-lro. */
export interface WritePoller {
  isDone(): boolean;
  toString(): string;
}

/** Options that every SDK operation takes; `onResponse` sees the exchange as it was on the wire. */
export interface WireOptions {
  readonly onResponse: (response: unknown) => void;
}

export interface WriteOptions extends WireOptions {
  readonly ifMatch?: string;
  /** A poller's state: the SDK polls on and sends no second PUT (2026-11-23). */
  readonly resumeFrom?: string;
}

/** One call's place: the client, the service, and the ids of the path in order. */
export interface ResourceCall {
  readonly client: ApiManagementClient;
  readonly at: ServiceAddress;
  readonly ids: readonly string[];
}

/**
 * A kind of resource below the service, by its path (`apis/{}/operations/{}`), and the SDK operations that serve it.
 * A write that Azure may answer with an operation returns the poller.
 */
export interface ResourceKind {
  readonly pattern: string;
  /** Members of `properties` that the SDK spells otherwise: ours to the SDK's. */
  readonly spelling?: Readonly<Record<string, string>>;
  /** True when there is no GET: only existence can be read. */
  readonly headOnly?: boolean;
  read(call: ResourceCall, options: WireOptions): Promise<unknown>;
  write(
    call: ResourceCall,
    properties: Readonly<Record<string, unknown>>,
    options: WriteOptions,
  ): Promise<WritePoller | object | void>;
  remove(call: ResourceCall, ifMatch: string, options: WriteOptions): Promise<WritePoller | object | void>;
  /** Children of the collection, by the ids before the last one. Absent where there is at most one. */
  list?(call: ResourceCall, options?: Partial<WireOptions>): AsyncIterable<{ readonly name?: string }>;
}

/** The id at a place of the path; the pattern guarantees it. */
export function idOf(call: ResourceCall, index: number): string {
  const id = call.ids[index];
  if (id === undefined) throw new RangeError(`no id ${index} in ${JSON.stringify(call.ids)}`);
  return id;
}
