import type { IPSet, RegexPatternSet, RuleGroup, WebACL } from '@aws-sdk/client-wafv2';

/** What a regional AWS WAF holds, each by ARN. */
export interface WafState {
  readonly webAcls: Map<string, WebACL>;
  readonly ipSets: Map<string, IPSet>;
  readonly regexPatternSets: Map<string, RegexPatternSet>;
  readonly ruleGroups: Map<string, RuleGroup>;
  /** ARN of the web ACL by the ARN of what it stands before; stages of REST APIs name theirs themselves. */
  readonly associations: Map<string, string>;
}

export function emptyWafState(): WafState {
  return {
    webAcls: new Map(),
    ipSets: new Map(),
    regexPatternSets: new Map(),
    ruleGroups: new Map(),
    associations: new Map(),
  };
}
