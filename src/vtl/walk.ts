import type { Statement, Value } from './ir.ts';

/** What a visitor sees of a template, in the order in which it is written. */
export interface Visitor {
  readonly statement?: (statement: Statement, blocks: readonly (readonly Statement[])[]) => void;
  readonly value?: (value: Value, blocks: readonly (readonly Statement[])[]) => void;
}

/** Lists of statements, each in the one before it. */
export type Blocks = readonly (readonly Statement[])[];

/** Visits all statements and values; `blocks` are the lists that something stands in, the outermost first. */
export function walk(statements: readonly Statement[], visitor: Visitor, around: Blocks = []): void {
  const blocks = [...around, statements];
  for (const statement of statements) {
    const values = (...list: readonly Value[]): void => {
      for (const value of list) walkValue(value, visitor, blocks);
    };
    if (statement.kind === 'output' || statement.kind === 'let' || statement.kind === 'evaluate')
      values(statement.value);
    if (statement.kind === 'put') values(statement.target, statement.key, statement.value);
    if (statement.kind === 'for') values(statement.items);
    visitor.statement?.(statement, blocks);
    if (statement.kind === 'for') walk(statement.body, visitor, blocks);
    if (statement.kind !== 'if') continue;
    for (const { test, body } of statement.branches) {
      values(test);
      walk(body, visitor, blocks);
    }
    walk(statement.otherwise, visitor, blocks);
  }
}

function walkValue(value: Value, visitor: Visitor, blocks: Blocks): void {
  visitor.value?.(value, blocks);
  const inner = (...list: readonly Value[]): void => {
    for (const each of list) walkValue(each, visitor, blocks);
  };
  switch (value.kind) {
    case 'printed':
      return walk(value.body, visitor, blocks);
    case 'list':
      return inner(...value.items);
    case 'map':
      return inner(...value.entries.flat());
    case 'range':
      return inner(value.from, value.to);
    case 'reference':
      return inner(value.value);
    case 'json':
    case 'path':
      return inner(value.path);
    case 'parameter':
      return inner(value.name);
    case 'util':
      return inner(...value.arguments);
    case 'property':
      return inner(value.target);
    case 'index':
      return inner(value.target, value.index);
    case 'method':
      return inner(value.target, ...value.arguments);
    case 'not':
      return inner(value.operand);
    case 'binary':
      return inner(value.left, value.right);
    default:
      return undefined;
  }
}
