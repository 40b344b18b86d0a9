import type { HttpResponseInit } from '@azure/functions';
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

/** Thrown by a handler to answer with a problem document. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): HttpResponseInit {
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ type: 'about:blank', ...problem }),
  };
}

export const notFound = (): Problem => ({
  status: 404,
  code: 'not-found',
  title: 'Not found',
  detail: 'There is no such run or document. GET /api/runs lists the runs.',
});
