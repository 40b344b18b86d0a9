import type { HttpResponseInit } from '@azure/functions';
import type { Problem } from '../model/problem.ts';

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
