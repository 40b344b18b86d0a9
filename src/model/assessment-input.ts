import type { InventoryPart } from './aws-inventory.ts';

/** A file to assess: its path as reports name it (relative to what the person gave), and what is in it. */
export interface InputFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** One row of the report's inputs: every file is assessed or refused for a stated reason. */
export interface AssessedInput {
  readonly file: string;
  readonly ok: boolean;
  /** One line: pointer or line, and the reason. */
  readonly error?: string;
  readonly apiIds: readonly string[];
}

/** What one file gave. */
export interface InputReading {
  readonly input: AssessedInput;
  readonly part: InventoryPart;
}
