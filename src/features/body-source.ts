import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { isMatch, isMissing, markedText, select, valueText } from './function-result.ts';

/** Members by name, and items of lists by number. */
const PATH = /^\w+(?:\.\w+|\[\d+\])*$/;

/**
 * `request.body`, the body as text, and `request.body.x`, a member of its JSON: text as it is, everything else as JSON, empty where there
 * is none (API Gateway guide, AWS service integrations, 2026-11-29). Undefined for other references and for other JSON paths.
 */
export function bodySource(reference: string): Expression | undefined {
  if (reference === 'request.body') return cs.bodyText('Request');
  const path = /^request\.body\.(.+)$/s.exec(reference)?.[1];
  if (path === undefined || !PATH.test(path)) return undefined;
  const body = cs.bodyText('Request');
  const parsed = cs.arrayOf(cs.call(cs.named('JObject'), 'Parse', markedText(body)));
  const found = cs.call(
    cs.call(
      parsed,
      'Select',
      cs.lambda('b', (b) => select(b, path)),
    ),
    'Select',
    cs.lambda('m', (m) => cs.conditional(isMissing(m), '', valueText(m))),
  );
  return cs.conditional(isMatch(body, '\\A[ \t\r\n]*\\{'), cs.call(found, 'First'), '');
}
