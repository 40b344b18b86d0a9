import type * as z from 'zod';

/** What the API's description says of one call; the route, the methods and the roles are the trigger's own. */
export interface CallDescription {
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** By status; the problems of a missing identity, role or run are added to each call. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
  /** Statuses answered by a problem document, with the codes that it may carry. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
}
