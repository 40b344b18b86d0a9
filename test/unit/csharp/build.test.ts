import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import { typeOf } from '../../../src/csharp/check.ts';
import type { Expression } from '../../../src/csharp/expression.ts';
import { printExpression } from '../../../src/csharp/print.ts';

const preserved = { name: 'preserveContent', value: cs.literal(true) };
const isGet = cs.binary('==', cs.context('Request', 'Method'), 'GET');

describe('constructors', () => {
  test.each<[string, string, Expression]>([
    ['context.Request.OriginalUrl.Query.GetValueOrDefault("q", "")', 'string', cs.queryParameter('q')],
    ['context.Request.MatchedParameters["id"]', 'string', cs.pathParameter('id')],
    [
      'context.Request.Body.As<string>(preserveContent: true)',
      'string',
      cs.callOf(cs.context('Request', 'Body'), 'As', 'string', [preserved]),
    ],
    ['true', 'bool', cs.all([])],
    ['false', 'bool', cs.any([])],
    [
      'context.Request.Method == "GET" && !(context.Request.Method == "GET" || context.Request.Method == "GET")',
      'bool',
      cs.all([isGet, cs.not(cs.any([isGet, isGet]))]),
    ],
  ])('%s', (printed, type, expression) => {
    expect(printExpression(expression)).toBe(printed);
    expect(typeOf(expression)).toBe(type);
  });
});
