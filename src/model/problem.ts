import * as z from 'zod';

/** An error answer (RFC 9457). `code` is stable: scripts branch on it, people read `detail`, which says what to do next. */
export const problem = z
  .object({
    status: z.number().int(),
    code: z.string().describe('stable: scripts branch on it'),
    title: z.string(),
    detail: z.string().describe('what is wrong and what to do next'),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }).readonly())
      .readonly()
      .optional()
      .describe('one per mistake of an invalid request'),
  })
  .readonly();
export type Problem = z.infer<typeof problem>;
