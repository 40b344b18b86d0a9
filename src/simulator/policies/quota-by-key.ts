import { SimulatorDefect } from '../failure.ts';
import { consume, counterKey } from './limits.ts';
import type { PolicyExecutor } from './policy.ts';

/** Conditions, weights and bandwidth are not simulated: such a policy answers 500. */
export const quotaByKey: PolicyExecutor = (flow, element) => {
  for (const name of ['increment-condition', 'increment-count', 'bandwidth', 'first-period-start'])
    if (element.attributes[name]) throw new SimulatorDefect(`${element.name}: ${name} is not simulated`);
  consume(flow, element, counterKey(flow, element));
};
