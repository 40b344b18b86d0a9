import type * as Account from '../../src/model/aws-account.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import { around, at, type Fields, type FieldTable } from './source-fields.ts';

const HOST = 'api.health.example';
const named = (changes: Partial<Account.AwsDomainName>, others: Partial<AwsInventory> = {}): AwsInventory =>
  around({
    domainNames: [
      {
        at: at('d'),
        name: HOST,
        endpointType: 'REGIONAL',
        mappings: [],
        routingRules: [],
        accessAssociations: [],
        ...changes,
      },
    ],
    ...others,
  });
const mapped = { at: at('d/m'), path: 'orders', apiId: 'a1b2c3d4e5', stage: 'prod' };
const rule = {
  at: at('d/r'),
  priority: 1,
  basePaths: ['x'],
  headers: [],
  apiId: 'a1b2c3d4e5',
  stage: 'prod',
  stripBasePath: false,
};
const trusting = { mutualTlsTruststoreUri: 's3://b/k' };
const domainName: Fields<Account.AwsDomainName> = {
  at: 'names',
  name: { to: named({}), shows: 'HOSTNAME-DNS-UNKNOWN' },
  regionalDomainName: 'names',
  distributionDomainName: 'names',
  /** The certificate has findings of its own. */
  certificateArn: 'names',
  endpointType: { from: named({}), to: named({ endpointType: 'EDGE' }), shows: 'EDGE-ENDPOINT' },
  securityPolicy: { from: named({}), to: named({ securityPolicy: 'TLS_1_0' }), shows: 'TLS-POLICY' },
  routingMode: {
    from: named({}),
    to: named({ routingMode: 'ROUTING_RULE_ONLY', routingRules: [rule] }),
    shows: 'ROUTING-RULE',
  },
  mutualTlsTruststoreUri: {
    from: named({ mappings: [mapped] }),
    to: named({ mappings: [mapped], ...trusting }),
    shows: 'ROUTE-MUTUAL-TLS',
  },
  mutualTlsTruststoreVersion: {
    from: named(trusting),
    to: named({ ...trusting, mutualTlsTruststoreVersion: '7' }),
    shows: 'MUTUAL-TLS',
  },
  mutualTlsWarnings: {
    from: named(trusting),
    to: named({ ...trusting, mutualTlsWarnings: ['weak'] }),
    shows: 'MUTUAL-TLS-WARNING',
  },
  policy: { from: named({}), to: named({ policy: '{}' }), shows: 'PRIVATE-DOMAIN-POLICY' },
  mappings: { from: named({}), to: named({ mappings: [mapped] }), shows: 'domain-mapping' },
  routingRules: { from: named({}), to: named({ routingRules: [rule] }), shows: 'ROUTING-RULE' },
  accessAssociations: {
    from: named({}),
    to: named({ accessAssociations: [{ at: at('d/a'), source: 'vpce-1' }] }),
    shows: 'PRIVATE-DOMAIN-ACCESS',
  },
};

const plan = {
  at: at('usageplans/p'),
  id: 'p',
  name: 'Gold',
  apiStages: [{ apiId: 'a1b2c3d4e5', stage: 'prod' }],
  keyIds: [],
};
const planned = (changes: Partial<Account.AwsUsagePlan>, others: Partial<AwsInventory> = {}): AwsInventory =>
  around({ usagePlans: [{ ...plan, ...changes }], ...others });
const usagePlan: Fields<Account.AwsUsagePlan> = {
  at: 'names',
  id: 'names',
  name: 'names',
  description: 'text',
  throttle: { from: planned({}), to: planned({ throttle: { rateLimit: 1, burstLimit: 1 } }), shows: 'throttle' },
  quota: { from: planned({}), to: planned({ quota: { limit: 5, period: 'WEEK', offset: 1 } }), shows: 'QUOTA-BY-WEEK' },
  apiStages: {
    from: planned({}),
    to: planned({
      apiStages: [
        { apiId: 'a1b2c3d4e5', stage: 'prod', throttles: { '/orders/GET': { rateLimit: 1, burstLimit: 1 } } },
      ],
    }),
    shows: 'throttle',
  },
  keyIds: {
    from: planned({}, { apiKeys: [key()] }),
    to: planned({ keyIds: ['k'] }, { apiKeys: [key()] }),
    shows: 'plan',
  },
  productCode: { from: planned({}), to: planned({ productCode: 'x' }), shows: 'MARKETPLACE-PRODUCT' },
};
function key(changes: Partial<Account.AwsApiKey> = {}): Account.AwsApiKey {
  return { at: at('apikeys/k'), id: 'k', name: 'Partner', enabled: true, ...changes };
}
const keyed = (changes: Partial<Account.AwsApiKey>): AwsInventory =>
  planned({ keyIds: ['k'] }, { apiKeys: [key(changes)] });
const apiKey: Fields<Account.AwsApiKey> = {
  at: 'names',
  id: 'names',
  name: 'names',
  description: 'text',
  enabled: { from: keyed({}), to: keyed({ enabled: false }), shows: 'plan' },
  customerId: { from: keyed({}), to: keyed({ customerId: 'c' }), shows: 'API-KEY-CUSTOMER' },
};

const inventory: Fields<Omit<AwsInventory, 'schema'>> = {
  apis: 'lists what has a table of its own',
  domainNames: 'lists what has a table of its own',
  usagePlans: 'lists what has a table of its own',
  apiKeys: { to: around({ apiKeys: [key()] }), shows: 'api-key' },
  certificates: {
    to: around({
      certificates: [
        {
          at: at('c'),
          arn: 'c',
          domainName: HOST,
          subjectAlternativeNames: [],
          status: 'ISSUED',
          type: 'IMPORTED',
          keyAlgorithm: 'RSA_2048',
          exportable: false,
          notAfter: '2027-01-01T00:00:00Z',
        },
      ],
    }),
    shows: 'CERTIFICATE-REISSUE',
  },
  vpcLinks: {
    to: around({
      vpcLinks: [{ at: at('v'), id: 'v', name: 'v', targetArns: [], subnetIds: [], securityGroupIds: [] }],
    }),
    shows: 'VPC-LINK',
  },
  loadBalancers: {
    to: around({
      loadBalancers: [
        {
          at: at('l'),
          arn: 'l',
          name: 'l',
          type: 'application',
          scheme: 'internal',
          dnsName: 'l.elb.amazonaws.com',
          listeners: [
            {
              arn: 'a',
              protocol: 'HTTPS',
              port: 443,
              targetGroups: [{ arn: 't', name: 't', targetType: 'ip', protocolVersion: 'GRPC' }],
            },
          ],
        },
      ],
    }),
    shows: 'GRPC-BACKEND',
  },
  vpcEndpoints: {
    to: around({
      vpcEndpoints: [
        {
          at: at('e'),
          id: 'e',
          vpcId: 'v',
          serviceName: 's',
          privateDnsEnabled: true,
          subnetIds: [],
          dnsNames: [],
          policy: '{}',
        },
      ],
    }),
    shows: 'VPC-ENDPOINT-POLICY',
  },
  discoveryServices: {
    to: around({ discoveryServices: [{ at: at('s'), id: 's', arn: 's', name: 's', instances: [] }] }),
    shows: 'CLOUD-MAP-SERVICE',
  },
  userPools: {
    to: around({ userPools: [{ at: at('u'), id: 'u', arn: 'u', name: 'u', clients: [], resourceServers: [] }] }),
    shows: 'USER-POOL',
  },
  functions: {
    to: around({ functions: [{ at: at('f'), arn: 'f', name: 'f', urls: [], invokers: [] }] }),
    shows: 'LAMBDA-FUNCTION',
  },
  webAcls: {
    to: around({
      webAcls: [
        {
          at: at('w'),
          arn: 'w',
          name: 'w',
          defaultAction: 'ALLOW',
          rules: [{ at: at('w/1'), name: 'r', priority: 1, action: 'BLOCK', statements: [], source: '{}' }],
          references: [],
        },
      ],
    }),
    shows: 'WEB-ACL-RULE-LEFT',
  },
  alarms: {
    to: around({
      alarms: [
        {
          at: at('a'),
          name: 'a',
          metric: '5XXError',
          dimensions: {},
          statistic: 'Sum',
          period: 60,
          evaluationPeriods: 1,
          threshold: 1,
          comparison: 'GreaterThanThreshold',
          actions: [],
        },
      ],
    }),
    shows: 'ALARM',
  },
  logGroups: { to: around({ logGroups: [{ at: at('g'), arn: 'g', name: 'g' }] }), shows: 'LOG-RETENTION' },
  eventRules: {
    to: around({ eventRules: [{ at: at('r'), name: 'r', pattern: '{}', state: 'ENABLED', targets: [] }] }),
    shows: 'EVENT-RULE',
  },
  clientCertificates: {
    to: around({ clientCertificates: [{ at: at('c'), id: 'c' }] }),
    shows: 'CLIENT-CERTIFICATE-KEY',
  },
  trustStores: {
    from: named(trusting),
    to: named(trusting, { trustStores: [{ at: at('t'), uri: 's3://b/k', certificates: [] }] }),
    shows: 'MUTUAL-TLS',
  },
  hostedZones: {
    to: around({
      hostedZones: [
        {
          at: at('z'),
          id: 'z',
          name: 'health.example',
          isPrivate: true,
          vpcIds: ['vpc-1'],
          records: [{ name: HOST, type: 'CNAME', target: 'x' }],
        },
      ],
    }),
    shows: 'PRIVATE-ZONE',
  },
  accountSettings: {
    to: around({
      accountSettings: [
        { at: at('account'), account: '111122223333', region: 'us-east-1', throttle: { rateLimit: 10, burstLimit: 5 } },
      ],
    }),
    shows: 'ACCOUNT-THROTTLE',
  },
  portals: { to: around({ portals: [{ at: at('p'), id: 'p', name: 'p' }] }), shows: 'PORTAL' },
  leftOut: {
    to: around({ leftOut: [{ at: at('o'), account: '1', region: 'r', apis: 1 }] }),
    shows: 'ACCOUNT-LEFT-OUT',
  },
  unclaimed: { to: around({ unclaimed: [{ at: at('n'), name: 'newMember' }] }), shows: 'unknown-extension' },
  gaps: {
    to: around({ gaps: [{ at: at('gap'), call: 'GetRestApis', reason: 'denied', remedy: 'apigateway:GET' }] }),
    shows: 'NOT-READ',
  },
};

/** What stands around APIs in an account and region. */
export const ACCOUNT_TABLES: readonly [string, FieldTable][] = [
  ['a domain name', domainName],
  ['a usage plan', usagePlan],
  ['an API key', apiKey],
  ['an inventory', inventory],
];
