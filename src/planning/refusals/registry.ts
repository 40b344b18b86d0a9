import type { RefusalRule } from './refusal-rule.ts';
import { contract } from './rules/contract.ts';

/** All rules, in the order of their findings. */
export const REFUSAL_RULES: readonly RefusalRule[] = [contract];
