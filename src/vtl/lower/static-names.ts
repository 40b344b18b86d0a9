import type { Value } from '../ir.ts';

/** Names of a chain of constant members below a root, such as `path` and `id` of `$input.params().path.id`; undefined for other values. */
export function staticNames(
  value: Value,
  root: 'context' | 'stageVariables' | 'parameters',
): readonly string[] | undefined {
  if (value.kind === root) return [];
  const step = stepOf(value);
  const outer = step && staticNames(step.target, root);
  return step && outer && [...outer, step.name];
}

function stepOf(value: Value): { readonly target: Value; readonly name: string } | undefined {
  if (value.kind === 'property') return value;
  if (value.kind === 'index') return named(value.target, value.index);
  if (value.kind === 'method' && value.name === 'get') return named(value.target, value.arguments[0]);
  return undefined;
}

function named(target: Value, key: Value | undefined): { readonly target: Value; readonly name: string } | undefined {
  return key?.kind === 'string' ? { target, name: key.value } : undefined;
}
