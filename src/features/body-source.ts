import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { MappedValue } from './mapped-value.ts';
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
  return path === undefined ? undefined : bodyMember(cs.bodyText('Request'), path);
}

/** `integration.response.body` and a member of it, which is not sent where there is none. */
export function answeredMember(body: Expression, path: string): MappedValue | undefined {
  if (path === '') return { value: body };
  const value = bodyMember(body, path);
  return value && { value, isThere: cs.binary('!=', value, '') };
}

/** A member of a body's JSON. */
function bodyMember(body: Expression, path: string): Expression | undefined {
  if (!PATH.test(path)) return undefined;
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
