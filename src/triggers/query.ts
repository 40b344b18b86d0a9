import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import { mistakesOf } from './mistakes.ts';
import { ProblemError } from './problem.ts';

/**
 * The query of a request, checked.
 * @throws ProblemError 400 that names the parameter.
 */
export function queryOf<T>(request: Pick<HttpRequest, 'query'>, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(Object.fromEntries(request.query));
  if (parsed.success) return parsed.data;
  const [first] = mistakesOf(parsed.error.issues);
  const detail = `${first?.pointer.slice(1) ?? 'query'}: ${first?.detail ?? 'invalid'}`;
  throw new ProblemError({ status: 400, code: 'invalid-query', title: 'Invalid query', detail });
}
