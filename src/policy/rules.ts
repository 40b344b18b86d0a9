import { ACCESS_RULES } from './rules/access.ts';
import { CACHING_RULES } from './rules/caching.ts';
import { FLOW_RULES } from './rules/flow.ts';
import { LIMITS_RULES } from './rules/limits.ts';
import { MESSAGES_RULES } from './rules/messages.ts';
import { TELEMETRY_RULES } from './rules/telemetry.ts';
import { VALIDATION_RULES } from './rules/validation.ts';
import type { PolicyRule } from './rules/rule.ts';

/** Every policy that we emit, by its name. A new one is an entry in one of the files in rules/. */
export const POLICY_RULES: Readonly<Record<string, PolicyRule>> = {
  ...ACCESS_RULES,
  ...CACHING_RULES,
  ...FLOW_RULES,
  ...LIMITS_RULES,
  ...MESSAGES_RULES,
  ...TELEMETRY_RULES,
  ...VALIDATION_RULES,
};
