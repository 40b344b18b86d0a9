import { CSharpError, type Argument, type BinaryOperator, type Expression } from './expression.ts';
import { identifier, localName } from './names.ts';
import { printBody } from './print-statements.ts';

/** Binding strength, weakest first (C# 7 operator precedence). */
const STRENGTH: Readonly<Record<BinaryOperator, number>> = {
  '??': 2,
  '||': 3,
  '&&': 4,
  '==': 5,
  '!=': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
};
const CONDITIONAL = 1;
const RELATIONAL = 6;
const UNARY = 9;
const PRIMARY = 10;

/** What a named value's display name may be (ARM contract 2024-05-01). */
export const NAMED_VALUE_NAME = /^[A-Za-z0-9\-._]+$/;

/** The expression as an attribute or element holds it: `@(...)`, or a block as `@{...}` with a statement a line. */
export function printPolicyExpression(expression: Expression): string {
  if (expression.kind === 'block') return `@${printBody(expression.statements, '', printExpression)}`;
  return `@(${printExpression(expression)})`;
}

export function printExpression(expression: Expression): string {
  return print(expression, 0);
}

/** C# literal of a string. Only printable ASCII stays; a second `{` is escaped, as API Management reads `{{` as a named value. */
export function printString(value: string): string {
  let text = '"';
  let previous = '';
  for (let i = 0; i < value.length; i++) {
    const unit = value.charAt(i);
    text += unit === '{' && previous === '{' ? String.raw`\u007B` : escapeUnit(unit);
    previous = unit;
  }
  return `${text}"`;
}

function printChar(value: string): string {
  if (value.length !== 1) throw new CSharpError(`not a char: ${value}`);
  if (value === "'") return String.raw`'\''`;
  return value === '"' ? `'"'` : `'${escapeUnit(value)}'`;
}

function escapeUnit(unit: string): string {
  if (unit === '"' || unit === '\\') return `\\${unit}`;
  if (unit === '\n') return String.raw`\n`;
  if (unit === '\r') return String.raw`\r`;
  if (unit === '\t') return String.raw`\t`;
  if (unit >= ' ' && unit <= '~') return unit;
  return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function print(expression: Expression, minimum: number): string {
  const text = bare(expression);
  return strength(expression) < minimum ? `(${text})` : text;
}

function strength(expression: Expression): number {
  switch (expression.kind) {
    case 'conditional':
      return CONDITIONAL;
    case 'binary':
      return STRENGTH[expression.operator];
    case 'as':
      return RELATIONAL;
    case 'not':
    case 'negative':
    case 'cast':
      return UNARY;
    case 'lambda':
      return 0;
    case 'integer':
    case 'long':
      return expression.value < 0 ? UNARY : PRIMARY;
    case 'array':
      return UNARY;
    default:
      return PRIMARY;
  }
}

function bare(expression: Expression): string {
  switch (expression.kind) {
    case 'string':
      return printString(expression.value);
    case 'integer':
      return printInteger(expression.value);
    case 'long':
      if (!Number.isSafeInteger(expression.value)) throw new CSharpError(`not a long: ${expression.value}`);
      return `${expression.value}L`;
    case 'char':
      return printChar(expression.value);
    case 'boolean':
      return expression.value ? 'true' : 'false';
    case 'null':
      return 'null';
    case 'named-value':
      if (!NAMED_VALUE_NAME.test(expression.name)) throw new CSharpError(`not a named value: ${expression.name}`);
      return `"{{${expression.name}}}"`;
    case 'name':
      return identifier(expression.name);
    case 'member':
      return `${print(expression.target, PRIMARY)}${expression.nullSafe ? '?.' : '.'}${identifier(expression.name)}`;
    case 'call':
      return printCall(expression);
    case 'index':
      return `${print(expression.target, PRIMARY)}${expression.nullSafe ? '?[' : '['}${print(expression.index, 0)}]`;
    case 'not':
      return `!${print(expression.operand, UNARY)}`;
    case 'negative':
      return printNegative(expression.operand);
    case 'binary':
      return printBinary(expression);
    case 'conditional':
      return `${print(expression.test, CONDITIONAL + 1)} ? ${print(expression.whenTrue, CONDITIONAL)} : ${print(expression.whenFalse, CONDITIONAL)}`;
    case 'cast':
      return `(${expression.type})${print(expression.operand, UNARY)}`;
    case 'as':
      return `${print(expression.operand, RELATIONAL)} as ${expression.type}`;
    case 'array':
      return `new[] { ${expression.items.map((item) => print(item, CONDITIONAL)).join(', ')} }`;
    case 'new':
      return `new ${expression.type}(${expression.arguments.map((value) => print(value, 0)).join(', ')})`;
    case 'lambda':
      return `${localName(expression.parameter)} => ${print(expression.body, CONDITIONAL)}`;
    default:
      throw new CSharpError('a block is a whole policy expression');
  }
}

function printCall(expression: Extract<Expression, { kind: 'call' }>): string {
  const typeArgument = expression.typeArgument === undefined ? '' : `<${expression.typeArgument}>`;
  const values = expression.arguments.map(printArgument).join(', ');
  const dot = expression.nullSafe ? '?.' : '.';
  return `${print(expression.target, PRIMARY)}${dot}${identifier(expression.name)}${typeArgument}(${values})`;
}

function printArgument(argument: Argument): string {
  const value = print(argument.value, 0);
  return argument.name === undefined ? value : `${identifier(argument.name)}: ${value}`;
}

/** Two signs would read as a decrement, and a sign before a number as its own. */
function printNegative(operand: Expression): string {
  const text = print(operand, UNARY);
  return /^[-0-9]/.test(text) ? `-(${text})` : `-${text}`;
}

/** Operators group to the left, but `??` to the right. */
function printBinary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): string {
  const own = STRENGTH[operator];
  const groupsRight = operator === '??';
  return `${print(left, groupsRight ? own + 1 : own)} ${operator} ${print(right, groupsRight ? own : own + 1)}`;
}

function printInteger(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1) throw new CSharpError(`not an int: ${value}`);
  return String(value);
}
