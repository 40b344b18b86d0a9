import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import { mistakesOf } from './mistakes.ts';
import { ProblemError } from './problem.ts';

/**
 * The body of a request, checked.
 * @throws ProblemError 400 with a JSON pointer for each mistake.
 */
export async function jsonBody<T>(request: Pick<HttpRequest, 'text'>, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parse(await request.text()));
  if (parsed.success) return parsed.data;
  const errors = mistakesOf(parsed.error.issues);
  const [first] = errors;
  throw new ProblemError({
    status: 400,
    code: 'invalid-request',
    title: 'Invalid request',
    detail: `${errors.length} mistake${errors.length === 1 ? '' : 's'}, the first at "${first?.pointer ?? ''}": ${first?.detail ?? ''}`,
    errors,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProblemError({
      status: 400,
      code: 'invalid-json',
      title: 'Invalid JSON',
      detail: `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}
