import type { TierGeneration } from '../../model/tier.ts';
import type { Section } from '../tree.ts';

/** Where a policy may stand (Microsoft Learn, API Management policy reference, and Microsoft's XSDs; read 2026-11-23). */
export type PolicyScopeKind = 'service' | 'product' | 'api' | 'operation';

export interface AttributeRule {
  readonly isRequired?: true;
  readonly mayBeExpression?: true;
  readonly type: 'text' | 'integer' | 'boolean' | readonly string[];
}

export interface ElementRule {
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** What the element holds: nothing, text, policies, or its own elements in this order. */
  readonly content: 'nothing' | 'text' | 'policies' | Readonly<Record<string, ElementRule & Occurs>>;
}

export interface Occurs {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface PolicyRule extends ElementRule {
  readonly sections: readonly Section[];
  readonly scopes: readonly PolicyScopeKind[];
  /** At most one in a section, or in a document. */
  readonly onlyOncePer?: 'section' | 'document';
  /** Tiers whose gateways have it (Microsoft Learn, policy reference; checked 2026-11-29); absent: all of them. */
  readonly tiers?: readonly TierGeneration[];
}

export const EVERYWHERE: readonly PolicyScopeKind[] = ['service', 'product', 'api', 'operation'];
export const ALL: readonly Section[] = ['inbound', 'backend', 'outbound', 'onError'];
export const INBOUND: readonly Section[] = ['inbound'];

export const text = { type: 'text' } as const;
export const name = { type: 'text', isRequired: true } as const;
export const dynamicText = { type: 'text', mayBeExpression: true } as const;
export const dynamicName = { type: 'text', isRequired: true, mayBeExpression: true } as const;
export const integer = { type: 'integer' } as const;
export const count = { type: 'integer', isRequired: true } as const;
export const dynamicInteger = { type: 'integer', mayBeExpression: true } as const;
export const dynamicCount = { type: 'integer', isRequired: true, mayBeExpression: true } as const;
export const boolean = { type: 'boolean' } as const;
export const dynamicBoolean = { type: 'boolean', mayBeExpression: true } as const;

export const TEXT: ElementRule = { attributes: {}, content: 'text' };
export const list = (item: string): ElementRule => ({ attributes: {}, content: { [item]: { ...TEXT, atLeast: 1 } } });

export const setValues: ElementRule = {
  attributes: {
    'name': dynamicName,
    'exists-action': { type: ['override', 'skip', 'append', 'delete'], mayBeExpression: true },
  },
  content: { value: TEXT },
};
