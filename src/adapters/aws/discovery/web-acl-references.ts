import type { AwsWebAcl } from '../../../model/aws-account.ts';
import type { SourceReading } from './source-reading.ts';

type Reference = AwsWebAcl['references'][number];

/** The SDK gives the bytes that a rule searches for, AWS writes them in base64. */
export const asOnTheWire = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;

/** What a rule refers to: addresses of an IP set, patterns of a set, rules of a group. None, and a gap, when it cannot be read. */
export async function readWebAclReference(reading: SourceReading, arn: string): Promise<readonly Reference[]> {
  const [, kind, Name, Id] = /regional\/(ipset|regexpatternset|rulegroup)\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined || Name === undefined || Id === undefined) return [];
  const key = { Name, Id, Scope: 'REGIONAL' } as const;
  const held = await HELD[kind as keyof typeof HELD](reading, arn, key);
  return held === undefined ? [] : [{ arn, name: Name, ...held }];
}

interface Key {
  readonly Name: string;
  readonly Id: string;
  readonly Scope: 'REGIONAL';
}
type Held = Pick<Reference, 'values' | 'rules'>;
type ReadHeld = (reading: SourceReading, arn: string, key: Key) => Promise<Held | undefined>;

const HELD: Readonly<Record<'ipset' | 'regexpatternset' | 'rulegroup', ReadHeld>> = {
  ipset: async (reading, resource, key) => {
    const { GetIPSetCommand } = await import('@aws-sdk/client-wafv2');
    const client = await reading.clients.waf(reading.scope);
    const read = reading.readOf({ action: 'wafv2:GetIPSet', resource });
    const found = await reading.oneOrGap(read, async () => await client.send(new GetIPSetCommand(key)));
    return found && { values: found.IPSet?.Addresses ?? [] };
  },
  regexpatternset: async (reading, resource, key) => {
    const { GetRegexPatternSetCommand } = await import('@aws-sdk/client-wafv2');
    const client = await reading.clients.waf(reading.scope);
    const read = reading.readOf({ action: 'wafv2:GetRegexPatternSet', resource });
    const found = await reading.oneOrGap(read, async () => await client.send(new GetRegexPatternSetCommand(key)));
    const patterns = found?.RegexPatternSet?.RegularExpressionList ?? [];
    return found && { values: patterns.flatMap(({ RegexString }) => RegexString ?? []) };
  },
  rulegroup: async (reading, resource, key) => {
    const { GetRuleGroupCommand } = await import('@aws-sdk/client-wafv2');
    const client = await reading.clients.waf(reading.scope);
    const read = reading.readOf({ action: 'wafv2:GetRuleGroup', resource });
    const found = await reading.oneOrGap(read, async () => await client.send(new GetRuleGroupCommand(key)));
    const rules = found?.RuleGroup?.Rules ?? [];
    return (
      found && {
        values: rules.flatMap(({ Name }) => Name ?? []),
        rules: rules.map((rule) => JSON.stringify(rule, asOnTheWire)),
      }
    );
  },
};
