import { textOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const setMethod: PolicyExecutor = (flow, element) => {
  flow.method = textOf(flow, element).trim();
};
