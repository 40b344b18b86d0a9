import type { FunctionConfiguration, FunctionUrlConfig } from '@aws-sdk/client-lambda';

/** A function as Lambda describes it. Its environment's values never are any that would matter. */
export interface FunctionState {
  readonly configuration: FunctionConfiguration;
  /** Who may invoke it, as JSON text; absent when nobody was ever allowed. */
  readonly policy?: string;
  readonly aliases: readonly string[];
  readonly urls: readonly FunctionUrlConfig[];
}
