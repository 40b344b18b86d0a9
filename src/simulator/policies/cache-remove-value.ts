import { attributeOr } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const cacheRemoveValue: PolicyExecutor = (flow, element) => {
  flow.effects.values.remove(attributeOr(flow, element, 'key', ''));
};
