import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import type { Problem } from '../model/problem.ts';
import { mistakesOf, type Mistake } from './mistakes.ts';
import { ProblemError } from './problem.ts';

/**
 * The body of a request, checked.
 * @throws ProblemError 400 with a JSON pointer for each mistake.
 */
export async function jsonBody<T>(request: Pick<HttpRequest, 'text'>, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parse(await request.text()));
  if (parsed.success) return parsed.data;
  throw new ProblemError(invalidRequest('invalid-request', mistakesOf(parsed.error.issues)));
}

/** The answer to a request with mistakes in it. */
export function invalidRequest(code: 'invalid-request' | 'not-yet-supported', errors: readonly Mistake[]): Problem {
  const [first] = errors;
  const count = `${errors.length} mistake${errors.length === 1 ? '' : 's'}`;
  const detail = `${count}, the first at "${first?.pointer ?? ''}": ${first?.detail ?? ''}`;
  return { status: 400, code, title: 'Invalid request', detail, errors };
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
