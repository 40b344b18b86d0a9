import type { PolicyElement } from '../../policy/tree.ts';
import type { Flow } from '../state.ts';

/** What a policy does to the flow. `run` executes policies inside of it. */
export type PolicyExecutor = (
  flow: Flow,
  element: PolicyElement,
  run: (elements: readonly PolicyElement[]) => Promise<void>,
) => Promise<void> | void;
