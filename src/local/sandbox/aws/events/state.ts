import type { Rule, Target } from '@aws-sdk/client-eventbridge';

/** A rule of an event bus with what it starts. */
export interface EventRuleState {
  readonly rule: Rule;
  readonly targets: readonly Target[];
}
