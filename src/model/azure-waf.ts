/**
 * A web application firewall policy of Application Gateway, member by member as the ARM contract has it
 * (Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies; Microsoft Learn, custom rules v2; read 2026-11-28).
 */

export type WafOperator =
  | 'Any'
  | 'BeginsWith'
  | 'Contains'
  | 'EndsWith'
  | 'Equal'
  | 'GeoMatch'
  | 'GreaterThan'
  | 'GreaterThanOrEqual'
  | 'IPMatch'
  | 'LessThan'
  | 'LessThanOrEqual'
  | 'Regex';

export type WafVariable =
  'QueryString' | 'RemoteAddr' | 'RequestBody' | 'RequestCookies' | 'RequestHeaders' | 'RequestMethod' | 'RequestUri';

export type WafTransform = 'HtmlEntityDecode' | 'Lowercase' | 'RemoveNulls' | 'Trim' | 'Uppercase' | 'UrlDecode';

/** Values are joined by or, the conditions of a rule by and. */
export interface WafCondition {
  readonly variable: WafVariable;
  readonly selector?: string;
  readonly operator: WafOperator;
  readonly isNegated: boolean;
  readonly values: readonly string[];
  readonly transforms: readonly WafTransform[];
}

export interface WafRateLimit {
  readonly duration: 'OneMin' | 'FiveMins';
  readonly threshold: number;
  readonly groupBy: 'ClientAddr' | 'ClientAddrXFFHeader' | 'None';
}

export interface WafCustomRule {
  /** Letters and digits, a letter first. */
  readonly name: string;
  readonly action: 'Allow' | 'Block' | 'JSChallenge' | 'Log';
  readonly conditions: readonly WafCondition[];
  readonly rateLimit?: WafRateLimit;
}

export interface WafManagedRuleSet {
  readonly type: 'Microsoft_BotManagerRuleSet' | 'Microsoft_DefaultRuleSet';
  readonly version: string;
}

export interface WafPolicy {
  /** Good for a resource and a file. */
  readonly name: string;
  /** In the order in which they are tried: their places are their priorities. */
  readonly customRules: readonly WafCustomRule[];
  readonly managedRuleSets: readonly WafManagedRuleSet[];
  /** Of the answer to what is blocked; absent where the web ACL says nothing else. */
  readonly blockStatus?: number;
}
