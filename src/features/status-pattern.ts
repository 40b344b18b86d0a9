import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';

const FIRST = 100;
const LAST = 599;

/**
 * A selection pattern as a test of a status. It must fit the status' text from end to end (docs: mapping, B2); there are only five
 * hundred of these, so that the ranges which fit say exactly the same, whatever the dialects of two regular expressions are.
 * Undefined for a pattern that cannot be read here.
 */
export function statusTest(pattern: string, status: Expression): Expression | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
  const ranges: (readonly [number, number])[] = [];
  for (let code = FIRST; code <= LAST; code++) {
    if (!expression.test(String(code))) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) ranges[ranges.length - 1] = [last[0], code];
    else ranges.push([code, code]);
  }
  return cs.any(ranges.map(([from, to]) => isBetween(status, from, to)));
}

function isBetween(status: Expression, from: number, to: number): Expression {
  if (from === to) return cs.binary('==', status, from);
  return cs.all([cs.binary('>=', status, from), cs.binary('<=', status, to)]);
}
