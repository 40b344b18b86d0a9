import type { AwsWebAcl } from '../../model/aws-account.ts';
import type { WafCondition, WafCustomRule, WafManagedRuleSet, WafPolicy, WafRateLimit } from '../../model/azure-waf.ts';
import { shortHash, slug } from '../operations.ts';
import { countOf, objectOf, textOf, Untranslatable, type Statement } from './json-statement.ts';
import { alternativesOf } from './statement.ts';

type AclRule = Pick<AwsWebAcl['rules'][number], 'name' | 'priority' | 'source'>;

/** What becomes of a web ACL: a policy, and for each rule by its name why it is not in it. */
export interface TranslatedAcl {
  readonly policy: WafPolicy;
  readonly left: ReadonlyMap<string, string>;
}

/** Priorities of custom rules are 1 to 100 (Microsoft Learn, limits of Application Gateway; read 2026-11-28). */
const MOST_RULES = 100;
const ANYTHING: WafCondition = {
  variable: 'RequestUri',
  operator: 'Any',
  isNegated: false,
  values: [],
  transforms: [],
};

/** A web ACL as a policy of Application Gateway's firewall, which only logs at first (docs: mapping, B10). */
export function wafPolicyOf(acl: AwsWebAcl): TranslatedAcl {
  const left = new Map<string, string>();
  const customRules: WafCustomRule[] = [];
  const managed: WafManagedRuleSet[] = [];
  for (const rule of acl.rules.toSorted((a, b) => a.priority - b.priority)) {
    try {
      const made = ruleOf(rule, acl);
      if (customRules.length + made.rules.length > MOST_RULES - 1)
        throw new Untranslatable(`more than ${MOST_RULES} rules`);
      customRules.push(...made.rules);
      managed.push(...made.managed);
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      left.set(rule.name, error.message);
    }
  }
  if (acl.defaultAction === 'Block')
    customRules.push({ name: 'BlockTheRest', action: 'Block', conditions: [ANYTHING] });
  const status = blockStatus(acl);
  return {
    policy: {
      name: `waf-${slug(acl.name)}-${shortHash(acl.arn, 6)}`,
      customRules: customRules.map((rule, index) => ({ ...rule, name: `${rule.name}${index + 1}` })),
      managedRuleSets: [...new Map(managed.map((each) => [each.type, each])).values()],
      ...(status !== undefined && { blockStatus: status }),
    },
    left,
  };
}

interface Made {
  readonly rules: readonly WafCustomRule[];
  readonly managed: readonly WafManagedRuleSet[];
}

function ruleOf(rule: AclRule, acl: AwsWebAcl): Made {
  const read = objectOf(JSON.parse(rule.source));
  const [[kind, part] = ['', undefined]] = Object.entries(objectOf(read['Statement']));
  const body = objectOf(part);
  if (kind === 'ManagedRuleGroupStatement') return { rules: [], managed: [managedSet(body)] };
  if (kind === 'RuleGroupReferenceStatement') return groupRules(body, read, acl);
  const action = actionOf(read);
  const name = nameOf(rule.name);
  if (kind === 'RateBasedStatement') {
    const scope = body['ScopeDownStatement'];
    const alternatives = scope === undefined ? [[ANYTHING]] : alternativesOf(objectOf(scope), acl.references);
    const rateLimit = rateLimitOf(body);
    return { rules: alternatives.map((conditions) => ({ name, action, conditions, rateLimit })), managed: [] };
  }
  const alternatives = alternativesOf(objectOf(read['Statement']), acl.references);
  return { rules: alternatives.map((conditions) => ({ name, action, conditions })), managed: [] };
}

/** Rules of a group take its place in the order; a group that only counts logs whatever they say. */
function groupRules(body: Statement, read: Statement, acl: AwsWebAcl): Made {
  const group = acl.references.find(({ arn }) => arn === body['ARN']);
  if (group?.rules === undefined) throw new Untranslatable('the rules of the group were not read');
  const isCounted = objectOf(read['OverrideAction'])['Count'] !== undefined;
  const rules = group.rules.flatMap((source) => {
    const name = textOf(objectOf(JSON.parse(source))['Name']) || group.name;
    return ruleOf({ name, priority: 0, source }, acl).rules;
  });
  return { rules: isCounted ? rules.map((rule) => ({ ...rule, action: 'Log' })) : rules, managed: [] };
}

/** Letters and digits, a letter first (Microsoft Learn, custom rules; read 2026-11-28). */
function nameOf(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 100);
  return /^[A-Za-z]/.test(plain) ? plain : `Rule${plain}`;
}

const ACTIONS: Readonly<Record<string, WafCustomRule['action']>> = {
  Allow: 'Allow',
  Block: 'Block',
  Captcha: 'JSChallenge',
  Challenge: 'JSChallenge',
  Count: 'Log',
};

function actionOf(read: Statement): WafCustomRule['action'] {
  const [name = ''] = Object.keys(objectOf(read['Action']));
  const action = ACTIONS[name];
  if (action === undefined) throw new Untranslatable(`the action ${name || 'of another'}`);
  return action;
}

/** AWS counts over one, two, five or ten minutes, Azure over one or five: the limit is divided with the time. */
function rateLimitOf(body: Statement): WafRateLimit {
  const seconds = countOf(body['EvaluationWindowSec'] ?? 300);
  const limit = countOf(body['Limit']);
  const duration = seconds < 300 ? 'OneMin' : 'FiveMins';
  const groupBy = { IP: 'ClientAddr', FORWARDED_IP: 'ClientAddrXFFHeader', CONSTANT: 'None' } as const;
  const key = textOf(body['AggregateKeyType']);
  if (!Object.hasOwn(groupBy, key)) throw new Untranslatable(`a rate by ${key}`);
  return {
    duration,
    threshold: Math.max(1, Math.floor((limit * (duration === 'OneMin' ? 60 : 300)) / seconds)),
    groupBy: groupBy[key as keyof typeof groupBy],
  };
}

/** There is no rule by rule counterpart: a set of Microsoft's stands for AWS's of the same purpose. */
function managedSet(body: Statement): WafManagedRuleSet {
  const name = textOf(body['Name']);
  if (/Bot|IpReputation|AnonymousIp/.test(name)) return { type: 'Microsoft_BotManagerRuleSet', version: '1.1' };
  if (body['VendorName'] !== 'AWS' || /ATP|ACFP|AntiDDoS/.test(name))
    throw new Untranslatable(`the managed rules ${name}`);
  return { type: 'Microsoft_DefaultRuleSet', version: '2.1' };
}

/** One status for all that is blocked, where the web ACL has one. */
function blockStatus({ rules }: AwsWebAcl): number | undefined {
  const statuses = rules.flatMap(({ source }) => {
    const block = objectOf(objectOf(objectOf(JSON.parse(source))['Action'])['Block']);
    const status = objectOf(block['CustomResponse'])['ResponseCode'];
    return typeof status === 'number' ? [status] : [];
  });
  const [first, ...others] = new Set(statuses);
  return others.length === 0 ? first : undefined;
}
