import {
  GetIPSetCommand,
  GetRegexPatternSetCommand,
  GetRuleGroupCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListWebACLsCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let waf: WAFV2Client;
beforeAll(async () => {
  estate = await startEstateCloud();
  waf = new WAFV2Client(estate.client());
});
afterAll(() => estate.cloud.close());

const stageArn = (api: string | undefined, stage: string): string =>
  `arn:aws:apigateway:us-east-1::/restapis/${api}/stages/${stage}`;

describe('web ACLs, by the SDK client of AWS WAF', () => {
  it('finds the web ACL before a stage, and all that its rules refer to', async () => {
    const [api] = estate.state.restApis.keys();
    const asked = new GetWebACLForResourceCommand({ ResourceArn: stageArn(api, 'prod') });
    const { WebACL } = await waf.send(asked);
    expect(WebACL?.Rules?.map(({ Name }) => Name)).toEqual([
      'clinics-first',
      'home-countries',
      'not-too-many',
      'bots',
      'common',
      'bulk-exports',
    ]);
    const [clinics, , , bots, , exports] = WebACL?.Rules?.map(({ Statement }) => Statement) ?? [];
    const partsOf = (ARN: string | undefined) => {
      const [, Name, Id] = ARN?.split(':').at(-1)?.split('/').slice(1) ?? [];
      return { Name, Id, Scope: 'REGIONAL' as const };
    };
    const { IPSet } = await waf.send(new GetIPSetCommand(partsOf(clinics?.IPSetReferenceStatement?.ARN)));
    expect(IPSet?.Addresses).toEqual(['203.0.113.0/24', '198.51.100.17/32']);
    const patterns = new GetRegexPatternSetCommand(partsOf(bots?.RegexPatternSetReferenceStatement?.ARN));
    expect((await waf.send(patterns)).RegexPatternSet?.RegularExpressionList).toHaveLength(2);
    const { RuleGroup } = await waf.send(new GetRuleGroupCommand({ ARN: exports?.RuleGroupReferenceStatement?.ARN }));
    const searched = RuleGroup?.Rules?.[0]?.Statement?.ByteMatchStatement?.SearchString;
    expect(Buffer.from(searched ?? []).toString()).toBe('/export');
  });

  it('lists web ACLs of the region, and gets one by its name and id', async () => {
    const { WebACLs } = await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL', Limit: 1 }));
    const { Name, Id, LockToken } = WebACLs?.[0] ?? {};
    const found = await waf.send(new GetWebACLCommand({ Name, Id, Scope: 'REGIONAL' }));
    expect(found.WebACL?.Name).toBe('health');
    expect(found.LockToken).toBe(LockToken);
    const global = await waf.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' }));
    expect(global.WebACLs).toEqual([]);
  });

  it('tells that nothing protects a stage or a user pool', async () => {
    const [api] = estate.state.restApis.values();
    api?.stages.push({ stageName: 'open' });
    const stage = new GetWebACLForResourceCommand({ ResourceArn: stageArn(api?.api.id, 'open') });
    expect((await waf.send(stage)).WebACL).toBeUndefined();
    const [pool] = estate.state.userPools.values();
    const asked = new GetWebACLForResourceCommand({ ResourceArn: pool?.pool.Arn });
    expect((await waf.send(asked)).WebACL).toBeUndefined();
  });

  it('refuses what is not there and what cannot be protected', async () => {
    const missing = { name: 'WAFNonexistentItemException' };
    const none = new GetIPSetCommand({ Name: 'none', Id: 'none', Scope: 'REGIONAL' });
    await expect(waf.send(none)).rejects.toMatchObject(missing);
    const stage = new GetWebACLForResourceCommand({ ResourceArn: stageArn('none', 'prod') });
    await expect(waf.send(stage)).rejects.toMatchObject(missing);
    const httpApi = `arn:aws:apigateway:us-east-1::/apis/${[...estate.state.httpApis.keys()][0]}/stages/$default`;
    const invalid = { name: 'WAFInvalidParameterException' };
    await expect(waf.send(new GetWebACLForResourceCommand({ ResourceArn: httpApi }))).rejects.toMatchObject(invalid);
    const many = new ListWebACLsCommand({ Scope: 'REGIONAL', Limit: 101 });
    await expect(waf.send(many)).rejects.toMatchObject(invalid);
    const elsewhere = new WAFV2Client(estate.client('eu-west-1'));
    await expect(elsewhere.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' }))).rejects.toMatchObject(invalid);
  });
});
