import type { WafCondition, WafCustomRule, WafPolicy } from '../../model/azure-waf.ts';

export const FIREWALL_TYPE = 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies';
export const FIREWALL_VERSION = '2024-05-01';

/** A policy of Application Gateway's firewall as its contract has it. Files and steps are made of this one. */
export function firewallBody<Ref>(
  { customRules, managedRuleSets, blockStatus }: Omit<WafPolicy, 'name'>,
  location: Ref,
  mode: Ref,
) {
  return {
    location,
    properties: {
      policySettings: {
        state: 'Enabled',
        mode,
        requestBodyCheck: true,
        ...(blockStatus !== undefined && { customBlockResponseStatusCode: blockStatus }),
      },
      customRules: customRules.map(ruleOf),
      managedRules: {
        managedRuleSets: (managedRuleSets.length > 0 ? managedRuleSets : DEFAULT_SETS).map(({ type, version }) => ({
          ruleSetType: type,
          ruleSetVersion: version,
        })),
      },
    },
  };
}

/** A policy must have one (ARM refuses it without). */
const DEFAULT_SETS = [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }] as const;

const ruleOf = ({ name, action, conditions, rateLimit }: WafCustomRule, index: number) => ({
  name,
  priority: index + 1,
  ruleType: rateLimit === undefined ? 'MatchRule' : 'RateLimitRule',
  action,
  state: 'Enabled',
  ...(rateLimit !== undefined && {
    rateLimitDuration: rateLimit.duration,
    rateLimitThreshold: rateLimit.threshold,
    groupByUserSession: [{ groupByVariables: [{ variableName: rateLimit.groupBy }] }],
  }),
  matchConditions: conditions.map(conditionOf),
});

/** The contract spells it `negationConditon`. */
const conditionOf = ({ variable, selector, operator, isNegated, values, transforms }: WafCondition) => ({
  matchVariables: [{ variableName: variable, ...(selector !== undefined && { selector }) }],
  operator,
  negationConditon: isNegated,
  matchValues: values,
  ...(transforms.length > 0 && { transforms }),
});
