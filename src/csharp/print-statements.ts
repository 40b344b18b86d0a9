import { CSharpError, type Expression, type Statement } from './expression.ts';
import { localName } from './names.ts';

const INDENT = '    ';
type Print = (expression: Expression) => string;

/** Statements between braces, one a line. */
export function printBody(statements: readonly Statement[], indent: string, print: Print): string {
  const inner = indent + INDENT;
  const lines = statements.map((statement) => `${inner}${printStatement(statement, inner, print)}\n`);
  return `{\n${lines.join('')}${indent}}`;
}

function printStatement(statement: Statement, indent: string, print: Print): string {
  switch (statement.kind) {
    case 'declare':
      return `${statement.type ?? 'var'} ${localName(statement.name)} = ${print(statement.value)};`;
    case 'assign':
      return `${localName(statement.name)} = ${print(statement.value)};`;
    case 'assign-index': {
      const { target, index, value } = statement;
      return `${print({ kind: 'index', target, index })} = ${print(value)};`;
    }
    case 'run':
      if (statement.call.kind !== 'call') throw new CSharpError('only a call is a statement');
      return `${print(statement.call)};`;
    case 'if':
      return printIf(statement, indent, print);
    case 'foreach':
      return `foreach (var ${localName(statement.name)} in ${print(statement.items)}) ${printBody(statement.body, indent, print)}`;
    case 'return':
      return `return ${print(statement.value)};`;
    case 'comment':
      return `/* ${harmless(statement.text)} */`;
    default:
      return `${statement.kind};`;
  }
}

function printIf({ test, body, otherwise }: Extract<Statement, { kind: 'if' }>, indent: string, print: Print): string {
  const start = `if (${print(test)}) ${printBody(body, indent, print)}`;
  if (otherwise === undefined) return start;
  const [first] = otherwise;
  const isElseIf = otherwise.length === 1 && first?.kind === 'if';
  return `${start} else ${isElseIf ? printIf(first, indent, print) : printBody(otherwise, indent, print)}`;
}

/** Text that neither ends the comment nor is read as an expression or a named value. */
function harmless(text: string): string {
  return text
    .replace(/[^ -~]/g, '?')
    .replaceAll('*/', '* /')
    .replace(/\{(?=\{)|@(?=[{(])/g, '$& ')
    .trim();
}
