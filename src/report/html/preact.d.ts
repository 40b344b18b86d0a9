/**
 * What the report uses of Preact, for tsconfig's `paths`: Preact's own types bring the DOM's into the whole program, where they hide
 * Node's (CryptoKey and others).
 */
export interface VNode {
  readonly type: unknown;
}
export type ComponentChild = VNode | string | number | boolean | null | undefined;
export type ComponentChildren = ComponentChild | readonly ComponentChildren[];
export function h(
  name: string,
  props: Readonly<Record<string, unknown>> | null,
  ...children: ComponentChildren[]
): VNode;
