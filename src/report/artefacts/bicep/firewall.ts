import type { WafCondition, WafCustomRule, WafPolicy } from '../../../model/azure-waf.ts';
import type { ArtefactFile } from '../apiops.ts';
import { bicepComment, bicepOf, Reference, type BicepValue } from './bicep-text.ts';

const TYPE = 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies@2024-05-01';

/** A policy of Application Gateway's firewall as an entry point of its own. It detects until its parameter says otherwise. */
export function firewallFile(policy: WafPolicy): ArtefactFile {
  const content = [
    bicepComment('Rules of a web ACL of AWS WAF. Detection first: read its log before mode becomes Prevention.'),
    "@allowed(['Detection', 'Prevention'])\n",
    "param mode string = 'Detection'\n",
    'param location string = resourceGroup().location\n',
    '\n',
    `resource policy '${TYPE}' = ${bicepOf(resourceOf(policy))}\n`,
    '\n',
    'output id string = policy.id\n',
  ].join('');
  return { path: `bicep/${policy.name}.bicep`, content };
}

function resourceOf({ name, customRules, managedRuleSets, blockStatus }: WafPolicy): BicepValue {
  return {
    name,
    location: new Reference('location'),
    properties: {
      policySettings: {
        state: 'Enabled',
        mode: new Reference('mode'),
        requestBodyCheck: true,
        customBlockResponseStatusCode: blockStatus,
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

function ruleOf({ name, action, conditions, rateLimit }: WafCustomRule, index: number): BicepValue {
  return {
    name,
    priority: index + 1,
    ruleType: rateLimit === undefined ? 'MatchRule' : 'RateLimitRule',
    action,
    state: 'Enabled',
    rateLimitDuration: rateLimit?.duration,
    rateLimitThreshold: rateLimit?.threshold,
    groupByUserSession:
      rateLimit === undefined ? undefined : [{ groupByVariables: [{ variableName: rateLimit.groupBy }] }],
    matchConditions: conditions.map(conditionOf),
  };
}

/** The contract spells it `negationConditon`. */
function conditionOf({ variable, selector, operator, isNegated, values, transforms }: WafCondition): BicepValue {
  return {
    matchVariables: [{ variableName: variable, selector }],
    operator,
    negationConditon: isNegated,
    matchValues: values,
    transforms: transforms.length > 0 ? transforms : undefined,
  };
}
