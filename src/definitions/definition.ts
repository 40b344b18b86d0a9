import type { AwsApi, AwsAuthorizer, AwsRequestValidator } from '../model/aws.ts';
import { below, type SourceRef } from '../model/source-ref.ts';
import type { JsonObject } from './json.ts';
import { Members } from './members.ts';
import type { Notes } from './notes.ts';

/** A definition while it is read: what its parts are read by. */
export interface Definition {
  readonly document: JsonObject;
  readonly at: SourceRef;
  readonly type: AwsApi['type'];
  readonly notes: Notes;
  readonly authorizers: readonly AwsAuthorizer[];
  readonly validators: readonly AwsRequestValidator[];
  /** Security schemes by name. */
  readonly schemes: ReadonlyMap<string, JsonObject>;
}

/** An object of the document at a place of it. */
export function membersAt(
  { at, notes }: Pick<Definition, 'at' | 'notes'>,
  value: JsonObject,
  ...path: readonly string[]
): Members {
  return new Members(value, below(at, ...path), notes);
}
