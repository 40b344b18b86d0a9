import type { Json } from '../answers.ts';
import type { ArmResource, AzureState } from '../state.ts';

/** What may be done with a resource of a type here, as far as somebody asks for it. */
export type Method = 'GET' | 'PUT' | 'DELETE';

/**
 * A type of resource beside API Management and its network, as ARM serves it: what a write must hold, what is answered beside what
 * was sent, and how long it takes. A new type is a new row of the table.
 */
export interface ResourceType {
  /** Such as `Microsoft.ApiCenter/services/workspaces/apis`. */
  readonly type: string;
  readonly apiVersions: readonly string[];
  readonly methods: readonly Method[];
  /** Whether it stands on another resource, at any scope (`SCOPE/providers/TYPE/NAME`). */
  readonly isExtension?: true;
  /** Whether it has `location` and `tags`: a tracked resource. */
  readonly isTracked?: true;
  /** Members beside `properties`, `location` and `tags` that are kept as they were sent. */
  readonly more?: readonly string[];
  /** What a name looks like. */
  readonly name?: RegExp;
  /** Paths into the body that must be there, such as `properties.title`. */
  readonly required?: readonly string[];
  /** All members of `properties` that a write may hold; others are refused. */
  readonly members?: readonly string[];
  /** Values that a member of `properties` may have. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** What the answer's `properties` hold where nothing was sent. */
  readonly defaults?: (properties: Json) => Json;
  /** Refuses what the type refuses besides. */
  readonly check?: (written: Written) => void;
  /** Status of a PUT that makes something; 201 unless it says so. */
  readonly createdStatus?: 200;
  /** Whether writes and removals run on as operations. */
  readonly isLong?: true;
  /** Where a version is told; most types tell none. */
  readonly etag?: 'header' | 'body';
  /** Name of the only resource that its parent has from the start. */
  readonly given?: { readonly name: string; readonly properties: Json };
}

/** A write on its way. */
export interface Written {
  readonly state: AzureState;
  /** Of the resource. */
  readonly id: string;
  readonly name: string;
  /** What an extension stands on, or the parent. */
  readonly scope: string;
  readonly body: Json;
  readonly properties: Json;
  readonly before: ArmResource | undefined;
}
