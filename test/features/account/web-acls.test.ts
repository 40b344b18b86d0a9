import { expect, it } from 'vitest';
import { webAcls } from '../../../src/features/account/web-acls.ts';
import { wafPolicyOf } from '../../../src/features/firewall/waf-policy.ts';
import type { AwsWebAcl } from '../../../src/model/aws-account.ts';
import { firewallFile } from '../../../src/report/artefacts/bicep/firewall.ts';
import { inventoryOf } from '../fixture.ts';

const ARN = 'arn:aws:wafv2:us-east-1:111122223333:regional';
const none = [{ Priority: 0, Type: 'NONE' }];
const byte = (text: string, position: string, field: object, transforms: readonly object[] = none) => ({
  ByteMatchStatement: {
    SearchString: Buffer.from(text).toString('base64'),
    FieldToMatch: field,
    PositionalConstraint: position,
    TextTransformations: transforms,
  },
});
const geo = { GeoMatchStatement: { CountryCodes: ['US', 'CA'] } };
const admin = byte('/admin', 'STARTS_WITH', { UriPath: {} }, [{ Priority: 0, Type: 'LOWERCASE' }]);

function acl(rules: readonly (readonly [string, object])[], changes: Partial<AwsWebAcl> = {}): AwsWebAcl {
  const at = { arn: `${ARN}/webacl/health/1`, pointer: '' };
  return {
    at,
    arn: at.arn,
    name: 'health',
    defaultAction: 'Allow',
    rules: rules.map(([name, rule], priority) => ({
      at: { ...at, pointer: `/rules/${name}` },
      name,
      priority,
      action: 'Block',
      statements: [],
      source: JSON.stringify({ Name: name, Priority: priority, ...rule }),
    })),
    references: [
      { arn: `${ARN}/ipset/clinics/1`, name: 'clinics', values: ['203.0.113.0/24', '198.51.100.17/32'] },
      { arn: `${ARN}/regexpatternset/bots/1`, name: 'bots', values: ['^curl/', "it's ${here}\\"] },
      {
        arn: `${ARN}/rulegroup/exports/1`,
        name: 'exports',
        values: ['no-export'],
        rules: [
          JSON.stringify({
            Name: 'no-export',
            Statement: byte('/export', 'ENDS_WITH', { UriPath: {} }),
            Action: { Block: { CustomResponse: { ResponseCode: 451 } } },
          }),
        ],
      },
    ],
    ...changes,
  };
}

const ipSet = (name: string) => ({ IPSetReferenceStatement: { ARN: `${ARN}/ipset/${name}/1` } });
const block = { Action: { Block: {} } };

it('writes a web ACL as a policy that detects first', async () => {
  const { policy, left } = wafPolicyOf(
    acl(
      [
        ['clinics-first', { Statement: ipSet('clinics'), Action: { Allow: {} } }],
        ['home', { Statement: { NotStatement: { Statement: geo } }, ...block }],
        [
          'not-too-many',
          {
            Statement: { RateBasedStatement: { Limit: 2000, EvaluationWindowSec: 120, AggregateKeyType: 'IP' } },
            Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
          },
        ],
        [
          'bots',
          {
            Statement: {
              RegexPatternSetReferenceStatement: {
                ARN: `${ARN}/regexpatternset/bots/1`,
                FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
                TextTransformations: none,
              },
            },
            Action: { Count: {} },
          },
        ],
        [
          'admin-from-outside',
          {
            Statement: { AndStatement: { Statements: [admin, { NotStatement: { Statement: ipSet('clinics') } }] } },
            ...block,
          },
        ],
        [
          'common',
          {
            Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
            OverrideAction: { None: {} },
          },
        ],
        [
          'exports',
          {
            Statement: { RuleGroupReferenceStatement: { ARN: `${ARN}/rulegroup/exports/1` } },
            OverrideAction: { Count: {} },
          },
        ],
      ],
      { defaultAction: 'Block' },
    ),
  );
  expect([...left]).toEqual([]);
  const { path, content } = firewallFile(policy);
  expect(path).toMatch(/^bicep\/waf-health-[0-9a-f]{6}\.bicep$/);
  await expect(content).toMatchFileSnapshot('golden/web-acl.bicep');
});

it('moves a negation inwards, and makes a rule of each alternative', () => {
  const either = { OrStatement: { Statements: [geo, admin] } };
  const both = { AndStatement: { Statements: [geo, admin] } };
  const shapes = (statement: object) =>
    wafPolicyOf(acl([['rule', { Statement: statement, ...block }]])).policy.customRules.map(({ conditions }) =>
      conditions.map(({ operator, isNegated }) => `${isNegated ? 'not ' : ''}${operator}`),
    );
  expect(shapes(either)).toEqual([['GeoMatch'], ['BeginsWith']]);
  expect(shapes(both)).toEqual([['GeoMatch', 'BeginsWith']]);
  expect(shapes({ NotStatement: { Statement: either } })).toEqual([['not GeoMatch', 'not BeginsWith']]);
  expect(shapes({ NotStatement: { Statement: both } })).toEqual([['not GeoMatch'], ['not BeginsWith']]);
});

it.each([
  ['a field', byte('x', 'CONTAINS', { AllQueryArguments: {} }), 'the field AllQueryArguments'],
  [
    'a transformation',
    byte('x', 'CONTAINS', { UriPath: {} }, [{ Priority: 0, Type: 'BASE64_DECODE' }]),
    'BASE64_DECODE',
  ],
  ['a label', { LabelMatchStatement: { Key: 'x', Scope: 'LABEL' } }, 'a LabelMatchStatement'],
  ['a key of a rate', { RateBasedStatement: { Limit: 100, AggregateKeyType: 'CUSTOM_KEYS' } }, 'a rate by CUSTOM_KEYS'],
  ['a set that was not read', ipSet('other'), 'was not read'],
  [
    'rules against takeovers',
    { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesATPRuleSet' } },
    'AWSManagedRulesATPRuleSet',
  ],
])('says what it cannot translate, and asks: %s', (_what, statement, why) => {
  const source = acl([['rule', { Statement: statement, ...block }]]);
  expect(wafPolicyOf(source).policy.customRules).toEqual([]);
  const findings = webAcls.assess(inventoryOf([], { webAcls: [source] }), { mode: 'assess', decisions: {}, waves: [] });
  expect(findings.map(({ code }) => code)).toEqual(['WEB-ACL', 'WEB-ACL-RULE-LEFT']);
  expect(findings[1]?.message).toContain(why);
});
