import type { Expression } from '../csharp/expression.ts';

/**
 * An expression whose lambdas have parameters of their own names, so that it can stand among the variables of a compiled template: C# 7
 * refuses a name that hides another, and no variable of a template has an underscore.
 */
export const withOwnNames = (expression: Expression): Expression => renamed(expression, new Set()) as Expression;

const own = (name: string): string => `${name}_`;

function renamed(part: unknown, parameters: ReadonlySet<string>): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((each) => renamed(each, parameters));
  const node = part as Expression;
  if (node.kind === 'name') return parameters.has(node.name) ? { ...node, name: own(node.name) } : node;
  if (node.kind === 'lambda') {
    const body = renamed(node.body, new Set([...parameters, node.parameter]));
    return { ...node, parameter: own(node.parameter), body };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, renamed(value, parameters)]));
}
