import { invalid } from './answers.ts';
import { attributesOf, childrenOf, type PolicyElement } from './policy-document.ts';

/** What an element of a policy may hold. */
export interface PolicyShape {
  readonly attributes?: Readonly<
    Record<string, { readonly type: 'text' | 'number' | 'boolean' | readonly string[]; readonly isRequired?: boolean }>
  >;
  readonly elements?: Readonly<Record<string, PolicyShape & { readonly isRequired?: boolean }>>;
  readonly text?: boolean;
  /** Other policies stand in it, which are judged by themselves. */
  readonly any?: boolean;
  /** The policy whose shape it has. */
  readonly policy?: string;
}

/** Refuses an element that is not of its shape: attributes, elements, and text where there is none. */
export function checkShape(
  element: PolicyElement,
  given: PolicyShape,
  shapes: Readonly<Record<string, PolicyShape>>,
): void {
  const shape = given.policy === undefined ? given : shapes[given.policy];
  if (shape === undefined) return;
  checkAttributes(element, shape);
  if (shape.text !== true && element.children.some((child) => typeof child === 'string' && !child.startsWith('<!--')))
    throw refused(element, 'text is not allowed here');
  if (shape.any === true) return;
  const names = childrenOf(element).map(({ name }) => name);
  for (const [name, { isRequired }] of Object.entries(shape.elements ?? {}))
    if (isRequired === true && !names.includes(name)) throw refused(element, `it holds no '${name}'`);
  for (const child of childrenOf(element)) {
    const its = shape.elements?.[child.name];
    if (its === undefined) throw refused(child, `it is not allowed in '${element.name}'`);
    checkShape(child, its, shapes);
  }
}

function checkAttributes(element: PolicyElement, { attributes = {} }: PolicyShape): void {
  const given = attributesOf(element);
  for (const [name, { isRequired }] of Object.entries(attributes))
    if (isRequired === true && !given.has(name)) throw refused(element, `attribute '${name}' is required`);
  for (const [name, value] of given) {
    const rule = attributes[name];
    if (rule === undefined && name !== 'id') throw refused(element, `attribute '${name}' is not declared`);
    if (rule === undefined || value.startsWith('@') || value.includes('{{')) continue;
    const { type } = rule;
    const isOne =
      type === 'text' ||
      (type === 'number' && /^-?\d+$/.test(value)) ||
      (type === 'boolean' && /^(true|false|0|1)$/.test(value)) ||
      (typeof type !== 'string' && type.includes(value));
    if (!isOne) throw refused(element, `attribute '${name}' is not valid`);
  }
}

const refused = (element: PolicyElement, why: string): Error =>
  invalid(element.name, `Error in element '${element.name}': ${why}.`);
