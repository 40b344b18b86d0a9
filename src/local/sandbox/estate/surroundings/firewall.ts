import type { Rule, WebACL } from '@aws-sdk/client-wafv2';
import type { AwsState } from '../../aws/state.ts';
import { arnOf } from './account.ts';

const ACL_ID = '8d7e0a9c-1f0b-4c8e-9a57-3f4be1c0a111';
const CLINICS_ID = '5c1d7f20-9b3e-4f0a-8f65-0d2a6e7b1222';
const BOTS_ID = '71f4ad83-2c60-4b9b-9a0e-c5d8e2f03333';
const EXPORTS_ID = 'e20b9c46-7d15-4a38-b7f1-6a9c4d5b4444';

/** The web ACL before the REST API. */
export const webAclArn = (aws: AwsState): string => arnOf(aws, 'wafv2', `regional/webacl/health/${ACL_ID}`);

const visible = (name: string): Rule['VisibilityConfig'] => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName: name,
});

/** Web ACL `health` with one rule of each kind that is common, and the sets and the group they refer to. */
export function addFirewall(aws: AwsState): void {
  const { waf } = aws;
  const clinics = arnOf(aws, 'wafv2', `regional/ipset/clinics/${CLINICS_ID}`);
  const bots = arnOf(aws, 'wafv2', `regional/regexpatternset/bots/${BOTS_ID}`);
  const exports = arnOf(aws, 'wafv2', `regional/rulegroup/bulk-exports/${EXPORTS_ID}`);
  waf.ipSets.set(clinics, {
    Name: 'clinics',
    Id: CLINICS_ID,
    ARN: clinics,
    Description: 'Networks of the clinics',
    IPAddressVersion: 'IPV4',
    Addresses: ['203.0.113.0/24', '198.51.100.17/32'],
  });
  waf.regexPatternSets.set(bots, {
    Name: 'bots',
    Id: BOTS_ID,
    ARN: bots,
    RegularExpressionList: [{ RegexString: '^curl/' }, { RegexString: 'python-requests' }],
  });
  waf.ruleGroups.set(exports, {
    Name: 'bulk-exports',
    Id: EXPORTS_ID,
    ARN: exports,
    Capacity: 25,
    VisibilityConfig: visible('bulk-exports'),
    Rules: [
      {
        Name: 'no-bulk-exports',
        Priority: 0,
        Statement: {
          ByteMatchStatement: {
            SearchString: Buffer.from('/export'),
            FieldToMatch: { UriPath: {} },
            PositionalConstraint: 'ENDS_WITH',
            TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
          },
        },
        Action: { Block: { CustomResponse: { ResponseCode: 451 } } },
        VisibilityConfig: visible('no-bulk-exports'),
      },
    ],
  });
  const acl: WebACL = {
    Name: 'health',
    Id: ACL_ID,
    ARN: webAclArn(aws),
    Description: 'Before patient-records',
    DefaultAction: { Allow: {} },
    Capacity: 752,
    VisibilityConfig: visible('health'),
    Rules: rules(clinics, bots, exports),
  };
  waf.webAcls.set(webAclArn(aws), acl);
}

function rules(clinics: string, bots: string, exports: string): Rule[] {
  return [
    {
      Name: 'clinics-first',
      Priority: 0,
      Statement: { IPSetReferenceStatement: { ARN: clinics } },
      Action: { Allow: {} },
      VisibilityConfig: visible('clinics-first'),
    },
    {
      Name: 'home-countries',
      Priority: 1,
      Statement: { NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: ['US', 'CA'] } } } },
      Action: { Block: {} },
      VisibilityConfig: visible('home-countries'),
    },
    {
      Name: 'not-too-many',
      Priority: 2,
      Statement: { RateBasedStatement: { Limit: 2_000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      VisibilityConfig: visible('not-too-many'),
    },
    {
      Name: 'bots',
      Priority: 3,
      Statement: {
        RegexPatternSetReferenceStatement: {
          ARN: bots,
          FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
          TextTransformations: [{ Priority: 0, Type: 'NONE' }],
        },
      },
      Action: { Count: {} },
      VisibilityConfig: visible('bots'),
    },
    {
      Name: 'common',
      Priority: 4,
      Statement: {
        ManagedRuleGroupStatement: {
          VendorName: 'AWS',
          Name: 'AWSManagedRulesCommonRuleSet',
          RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
        },
      },
      OverrideAction: { None: {} },
      VisibilityConfig: visible('common'),
    },
    {
      Name: 'bulk-exports',
      Priority: 5,
      Statement: { RuleGroupReferenceStatement: { ARN: exports } },
      OverrideAction: { None: {} },
      VisibilityConfig: visible('bulk-exports'),
    },
  ];
}
