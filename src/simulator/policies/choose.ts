import { elementsOf } from '../../policy/tree.ts';
import { valueOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** The first branch whose condition is true, else otherwise. */
export const choose: PolicyExecutor = async (flow, element, run) => {
  for (const branch of elementsOf(element.children)) {
    const condition = branch.attributes['condition'];
    if (condition !== undefined) {
      const value = valueOf(flow, condition, element.name);
      if (value !== true && value !== 'true') continue;
    }
    return run(elementsOf(branch.children));
  }
};
