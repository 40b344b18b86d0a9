import type { Expression } from '../csharp/expression.ts';

/** The four sections of a policy document, in order of execution; `onError` runs when one of the others fails. */
export const SECTIONS = ['inbound', 'backend', 'outbound', 'onError'] as const;
export type Section = (typeof SECTIONS)[number];

/** The element of each section. */
export const SECTION_ELEMENTS: Readonly<Record<Section, string>> = {
  inbound: 'inbound',
  backend: 'backend',
  outbound: 'outbound',
  onError: 'on-error',
};

/**
 * A value of an attribute or an element's text.
 * - literal: exactly this text, whatever it looks like;
 * - template: text with `{{name}}` in it, where API Management pastes named values;
 * - expression: C# of the subset that we print;
 * - source: C# that we do not read, kept as it came; the simulator refuses it.
 */
export type PolicyValue =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'template'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'source'; readonly text: string };

/** A policy or one of its child elements. It has children or text, never both. */
export interface PolicyElement {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: Readonly<Record<string, PolicyValue>>;
  readonly text?: PolicyValue;
  readonly children: readonly PolicyNode[];
}

export interface PolicyComment {
  readonly kind: 'comment';
  readonly text: string;
}

export type PolicyNode = PolicyElement | PolicyComment;

/** What one scope adds. A section without `<base/>` drops what the wider scopes do there. */
export type PolicyDocument = Readonly<Record<Section, readonly PolicyNode[]>>;

/** A document that cannot be read or written as policy XML. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

export function elementsOf(nodes: readonly PolicyNode[]): readonly PolicyElement[] {
  return nodes.filter((node) => node.kind === 'element');
}
