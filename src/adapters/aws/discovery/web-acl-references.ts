import type { AwsWebAcl } from '../../../model/aws-account.ts';
import type { SourceReading } from './source-reading.ts';

type Reference = AwsWebAcl['references'][number];

/** What a rule refers to: addresses of an IP set, patterns of a set, rules of a group. None, and a gap, when it cannot be read. */
export async function readWebAclReference(reading: SourceReading, arn: string): Promise<readonly Reference[]> {
  const [, kind, Name, Id] = /regional\/(ipset|regexpatternset|rulegroup)\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined || Name === undefined || Id === undefined) return [];
  const key = { Name, Id, Scope: 'REGIONAL' } as const;
  const values = await VALUES[kind as keyof typeof VALUES](reading, arn, key);
  return values === undefined ? [] : [{ arn, name: Name, values }];
}

interface Key {
  readonly Name: string;
  readonly Id: string;
  readonly Scope: 'REGIONAL';
}
type ReadValues = (reading: SourceReading, arn: string, key: Key) => Promise<readonly string[] | undefined>;

const VALUES: Readonly<Record<'ipset' | 'regexpatternset' | 'rulegroup', ReadValues>> = {
  ipset: async (reading, resource, key) => {
    const { GetIPSetCommand } = await import('@aws-sdk/client-wafv2');
    const client = await reading.clients.waf(reading.scope);
    const read = reading.readOf({ action: 'wafv2:GetIPSet', resource });
    const found = await reading.oneOrGap(read, async () => await client.send(new GetIPSetCommand(key)));
    return found && (found.IPSet?.Addresses ?? []);
  },
  regexpatternset: async (reading, resource, key) => {
    const { GetRegexPatternSetCommand } = await import('@aws-sdk/client-wafv2');
    const client = await reading.clients.waf(reading.scope);
    const read = reading.readOf({ action: 'wafv2:GetRegexPatternSet', resource });
    const found = await reading.oneOrGap(read, async () => await client.send(new GetRegexPatternSetCommand(key)));
    return (
      found && (found.RegexPatternSet?.RegularExpressionList ?? []).flatMap(({ RegexString }) => RegexString ?? [])
    );
  },
  rulegroup: async (reading, resource, key) => {
    const { GetRuleGroupCommand } = await import('@aws-sdk/client-wafv2');
    const client = await reading.clients.waf(reading.scope);
    const read = reading.readOf({ action: 'wafv2:GetRuleGroup', resource });
    const found = await reading.oneOrGap(read, async () => await client.send(new GetRuleGroupCommand(key)));
    return found && (found.RuleGroup?.Rules ?? []).flatMap(({ Name }) => Name ?? []);
  },
};
