import { printPolicyExpression } from '../csharp/print.ts';
import { elementsOf, SECTIONS } from './tree.ts';
import type { PolicyDocument, PolicyElement, PolicyValue } from './tree.ts';

/**
 * True when two documents do the same as written: comments, layout and the order of attributes do not count.
 * API Management returns policies reformatted, so text is never compared (recorded 2026-11-23).
 */
export function samePolicy(a: PolicyDocument, b: PolicyDocument): boolean {
  return SECTIONS.every((section) => sameElements(elementsOf(a[section]), elementsOf(b[section])));
}

function sameElements(a: readonly PolicyElement[], b: readonly PolicyElement[]): boolean {
  return a.length === b.length && a.every((element, at) => sameElement(element, b[at] as PolicyElement));
}

function sameElement(a: PolicyElement, b: PolicyElement): boolean {
  const names = Object.keys(a.attributes);
  return (
    a.name === b.name &&
    names.length === Object.keys(b.attributes).length &&
    names.every((name) => sameValue(a.attributes[name], b.attributes[name])) &&
    sameValue(a.text, b.text) &&
    sameElements(elementsOf(a.children), elementsOf(b.children))
  );
}

function sameValue(a: PolicyValue | undefined, b: PolicyValue | undefined): boolean {
  if (a === undefined || b === undefined) return isNoText(a) && isNoText(b);
  if (a.kind !== b.kind) return false;
  if (a.kind === 'expression' && b.kind === 'expression')
    return printPolicyExpression(a.expression) === printPolicyExpression(b.expression);
  return 'text' in a && 'text' in b && a.text === b.text;
}

/** `<set-body></set-body>` and `<set-body />` are the same. */
function isNoText(value: PolicyValue | undefined): boolean {
  return value === undefined || (value.kind === 'literal' && value.text === '');
}
