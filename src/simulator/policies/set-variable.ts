import { attributeOr, valueOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** The value keeps its C# type, which a later cast must name. */
export const setVariable: PolicyExecutor = (flow, element) => {
  const value = element.attributes['value'];
  flow.variables.set(attributeOr(flow, element, 'name', ''), value ? valueOf(flow, value, element.name) : '');
};
