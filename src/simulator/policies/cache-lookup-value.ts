import { attributeOr, valueOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Puts what is kept under the key into a variable, else the default, else null. */
export const cacheLookupValue: PolicyExecutor = (flow, element) => {
  const kept = flow.effects.values.get(attributeOr(flow, element, 'key', ''), flow.effects.now());
  const otherwise = element.attributes['default-value'];
  const value = kept ?? (otherwise === undefined ? null : valueOf(flow, otherwise, element.name));
  flow.variables.set(attributeOr(flow, element, 'variable-name', ''), value);
};
