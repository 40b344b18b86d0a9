import { attributeOr, count } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const setStatus: PolicyExecutor = (flow, element) => {
  const response = flow.response ?? { headers: [], body: new Uint8Array() };
  flow.response = {
    ...response,
    status: count(flow, element, 'code', 200),
    reason: attributeOr(flow, element, 'reason', ''),
  };
};
