import type { PolicyExecutor } from './policy.ts';
import { withValues } from './set-header.ts';

export const setQueryParameter: PolicyExecutor = (flow, element) => {
  flow.query = withValues(flow, element, flow.query);
};
