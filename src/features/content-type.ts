import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';

/** What a request without a Content-Type is taken for (API Gateway guide, data transformations; recorded 2024-10-28). */
const MISSING = 'application/json';

/** Whether a request is of a media type, its parameters aside. */
export function contentTypeIs(type: string): Expression {
  const header = cs.call(cs.requestHeader('Content-Type', MISSING), 'Replace', ' ', '');
  return cs.call(cs.concatenation(header, ';'), 'StartsWith', `${type};`);
}
