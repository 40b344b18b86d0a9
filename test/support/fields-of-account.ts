import type * as Account from '../../src/model/aws-account.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import { around, at, type Fields, type FieldTable, type Shown } from './source-fields.ts';

/** Tables of one kind of thing: each field is shown by the finding of its kind, unless the table says otherwise. */
function table<T extends object>(
  shows: string,
  plain: T,
  wrap: (item: T) => Partial<AwsInventory>,
  fields: { readonly [K in keyof Required<T>]: { readonly to: Partial<T>; readonly shows?: string } | string },
): Fields<T> {
  const rows = Object.entries<{ readonly to: Partial<T>; readonly shows?: string } | string>(fields).map(
    ([name, row]) => {
      if (typeof row === 'string') return [name, row];
      const shown: Shown = {
        from: around(wrap(plain)),
        to: around(wrap({ ...plain, ...row.to })),
        shows: row.shows ?? shows,
      };
      return [name, shown];
    },
  );
  return Object.fromEntries(rows) as Fields<T>;
}

const certificate: Account.AwsCertificate = {
  at: at('certificate'),
  arn: 'c',
  domainName: 'a.example',
  subjectAlternativeNames: [],
  status: 'ISSUED',
  type: 'IMPORTED',
  keyAlgorithm: 'RSA_2048',
  notAfter: '2027-01-01T00:00:00Z',
  exportable: false,
};
const certificates = table('CERTIFICATE-EXPIRES', certificate, (item) => ({ certificates: [item] }), {
  at: 'names',
  arn: 'names',
  domainName: { to: { domainName: 'b.example' } },
  subjectAlternativeNames: { to: { subjectAlternativeNames: ['c.example'] } },
  status: { to: { status: 'EXPIRED' } },
  type: { to: { type: 'AMAZON_ISSUED' }, shows: 'CERTIFICATE-REISSUE' },
  keyAlgorithm: { to: { keyAlgorithm: 'EC_prime256v1' } },
  notAfter: { to: { notAfter: '2026-12-01T00:00:00Z' } },
  exportable: 'evidence',
});

const link = { at: at('link'), id: 'l', name: 'l', targetArns: [], subnetIds: [], securityGroupIds: [] };
const vpcLinks = table<Account.AwsVpcLink>('VPC-LINK', link, (item) => ({ vpcLinks: [item] }), {
  at: 'names',
  id: 'names',
  name: { to: { name: 'm' } },
  targetArns: { to: { targetArns: ['nlb'] } },
  subnetIds: { to: { subnetIds: ['subnet-1'] } },
  securityGroupIds: { to: { securityGroupIds: ['sg-1'] } },
  status: { to: { status: 'FAILED' } },
});

const group: Account.AwsTargetGroup = { arn: 't', name: 't', targetType: 'ip' };
const balancer: Account.AwsLoadBalancer = {
  at: at('balancer'),
  arn: 'b',
  name: 'b',
  type: 'application',
  scheme: 'internal',
  dnsName: 'b.elb.amazonaws.com',
  listeners: [{ arn: 'l', protocol: 'HTTP', port: 80, targetGroups: [group] }],
};
const loadBalancers = table('PRIVATE-LOAD-BALANCER', balancer, (item) => ({ loadBalancers: [item] }), {
  at: 'names',
  arn: 'names',
  name: { to: { name: 'c' } },
  type: { to: { type: 'network' } },
  scheme: { to: { scheme: 'internet-facing' } },
  dnsName: { to: { dnsName: 'c.elb.amazonaws.com' } },
  vpcId: { to: { vpcId: 'vpc-1' } },
  listeners: { to: { listeners: [] } },
});
const grouped = (item: Account.AwsTargetGroup): Partial<AwsInventory> => ({
  loadBalancers: [{ ...balancer, listeners: [{ arn: 'l', protocol: 'HTTP', port: 80, targetGroups: [item] }] }],
});
const targetGroups = table('PRIVATE-LOAD-BALANCER', group, grouped, {
  arn: 'names',
  name: { to: { name: 'u' } },
  targetType: { to: { targetType: 'instance' } },
  protocol: { to: { protocol: 'HTTPS' } },
  port: { to: { port: 8443 } },
  protocolVersion: { to: { protocolVersion: 'GRPC' }, shows: 'GRPC-BACKEND' },
});

const endpoint: Account.AwsVpcEndpoint = {
  at: at('endpoint'),
  id: 'vpce-1',
  vpcId: 'vpc-1',
  serviceName: 'execute-api',
  privateDnsEnabled: false,
  subnetIds: [],
  dnsNames: [],
};
const vpcEndpoints = table('VPC-ENDPOINT', endpoint, (item) => ({ vpcEndpoints: [item] }), {
  at: 'names',
  id: { to: { id: 'vpce-2' } },
  vpcId: { to: { vpcId: 'vpc-2' } },
  /** Only endpoints of execute-api are read. */
  serviceName: 'names',
  privateDnsEnabled: { to: { privateDnsEnabled: true } },
  subnetIds: { to: { subnetIds: ['subnet-1'] } },
  dnsNames: { to: { dnsNames: ['x.vpce.amazonaws.com'] } },
  policy: { to: { policy: '{}' }, shows: 'VPC-ENDPOINT-POLICY' },
});

const service: Account.AwsDiscoveryService = { at: at('service'), id: 's', arn: 's', name: 's', instances: [] };
const discoveryServices = table('CLOUD-MAP-SERVICE', service, (item) => ({ discoveryServices: [item] }), {
  at: 'names',
  id: 'names',
  arn: 'names',
  name: { to: { name: 't' } },
  instances: { to: { instances: [{ id: 'i', attributes: { AWS_INSTANCE_IPV4: '10.0.0.1' } }] } },
});

const pool: Account.AwsUserPool = { at: at('pool'), id: 'u', arn: 'u', name: 'u', clients: [], resourceServers: [] };
const userPools = table('USER-POOL', pool, (item) => ({ userPools: [item] }), {
  at: 'names',
  id: 'names',
  arn: 'names',
  name: { to: { name: 'v' } },
  domain: { to: { domain: 'v' } },
  customDomain: { to: { customDomain: 'login.example' } },
  mfa: { to: { mfa: 'ON' } },
  clients: { to: { clients: [{ id: 'c', name: 'c', hasSecret: true, flows: ['code'], scopes: ['openid'] }] } },
  resourceServers: { to: { resourceServers: [{ identifier: 'r', scopes: ['r/read'] }] } },
});

const lambda: Account.AwsFunction = { at: at('function'), arn: 'f', name: 'f', urls: [], invokers: [] };
const functions = table('LAMBDA-FUNCTION', lambda, (item) => ({ functions: [item] }), {
  at: 'names',
  arn: 'names',
  name: { to: { name: 'g' } },
  runtime: { to: { runtime: 'nodejs24.x' } },
  packageType: { to: { packageType: 'Image' } },
  timeout: { to: { timeout: 15 } },
  memoryMb: { to: { memoryMb: 512 } },
  vpcId: { to: { vpcId: 'vpc-1' } },
  urls: { to: { urls: [{ url: 'https://f.lambda-url.on.aws', authType: 'AWS_IAM', invokeMode: 'RESPONSE_STREAM' }] } },
  invokers: { to: { invokers: ['apigateway.amazonaws.com'] } },
});

const ruleSource = JSON.stringify({ Statement: { IPSetReferenceStatement: { ARN: 'set' } }, Action: { Block: {} } });
const rule = { at: at('rule'), name: 'r', priority: 1, action: 'Block', statements: [], source: ruleSource };
const acl: Account.AwsWebAcl = {
  at: at('acl'),
  arn: 'w',
  name: 'w',
  defaultAction: 'Allow',
  rules: [rule],
  references: [{ arn: 'set', name: 'set', values: ['198.51.100.0/24'] }],
};
const webAcls = table('WEB-ACL-RULE', acl, (item) => ({ webAcls: [item] }), {
  at: 'names',
  arn: 'names',
  name: { to: { name: 'x' } },
  defaultAction: { to: { defaultAction: 'Block' }, shows: 'WEB-ACL' },
  rules: { to: { rules: [{ ...rule, priority: 2, statements: ['IPSetReferenceStatement'] }] } },
  references: { to: { references: [{ arn: 'set', name: 'set', values: ['192.0.2.0/24'] }] } },
});

const alarm: Account.AwsAlarm = {
  at: at('alarm'),
  name: 'a',
  metric: '5XXError',
  dimensions: {},
  statistic: 'Sum',
  period: 60,
  evaluationPeriods: 1,
  threshold: 1,
  comparison: 'GreaterThanThreshold',
  actions: [],
};
const alarms = table('ALARM', alarm, (item) => ({ alarms: [item] }), {
  at: 'names',
  name: { to: { name: 'b' } },
  metric: { to: { metric: 'Latency' } },
  dimensions: { to: { dimensions: { ApiName: 'orders' } } },
  statistic: { to: { statistic: 'p99' } },
  period: { to: { period: 300 } },
  evaluationPeriods: { to: { evaluationPeriods: 3 } },
  threshold: { to: { threshold: 5 } },
  comparison: { to: { comparison: 'LessThanThreshold' } },
  missingData: { to: { missingData: 'breaching' } },
  actions: { to: { actions: ['arn:aws:sns:us-east-1:1:on-call'] } },
});

const logGroup: Account.AwsLogGroup = { at: at('log-group'), arn: 'g', name: 'g' };
const logGroups = table('LOG-RETENTION', logGroup, (item) => ({ logGroups: [item] }), {
  at: 'names',
  arn: 'names',
  name: { to: { name: 'h' } },
  retentionDays: { to: { retentionDays: 14 } },
});

const eventRule: Account.AwsEventRule = {
  at: at('event-rule'),
  name: 'r',
  pattern: '{}',
  state: 'ENABLED',
  targets: [],
};
const eventRules = table('EVENT-RULE', eventRule, (item) => ({ eventRules: [item] }), {
  at: 'names',
  name: { to: { name: 's' } },
  pattern: { to: { pattern: '{"source":["aws.apigateway"]}' } },
  state: { to: { state: 'DISABLED' } },
  targets: { to: { targets: ['arn:aws:sns:us-east-1:1:t'] } },
});

const clientCertificate: Account.AwsClientCertificate = { at: at('client-certificate'), id: 'c' };
const clientCertificates = table(
  'CLIENT-CERTIFICATE-KEY',
  clientCertificate,
  (item) => ({ clientCertificates: [item] }),
  {
    at: 'names',
    id: { to: { id: 'd' } },
    notAfter: { to: { notAfter: '2027-01-01T00:00:00Z' } },
    /** What backends trust today: for whoever makes the new one. */
    pem: 'evidence',
  },
);

const store: Account.AwsTrustStore = { at: at('trust-store'), uri: 's3://b/k', certificates: [] };
const trusting: Account.AwsDomainName = {
  at: at('name'),
  name: 'api.health.example',
  endpointType: 'REGIONAL',
  mutualTlsTruststoreUri: 's3://b/k',
  mappings: [],
  routingRules: [],
  accessAssociations: [],
};
const authority = { subject: 'CN=authority', fingerprint: 'AA:BB', notAfter: '2027-01-01T00:00:00Z' };
const trustStores = table('MUTUAL-TLS', store, (item) => ({ domainNames: [trusting], trustStores: [item] }), {
  at: 'names',
  uri: { to: { uri: 's3://b/other' } },
  version: { to: { version: '7' } },
  certificates: { to: { certificates: [authority] } },
});

const record = { name: 'api.health.example', type: 'CNAME', target: 'x' };
const zone: Account.AwsHostedZone = {
  at: at('zone'),
  id: 'z',
  name: 'health.example',
  isPrivate: true,
  vpcIds: ['vpc-1'],
  records: [record],
};
const hostedZones = table('PRIVATE-ZONE', zone, (item) => ({ hostedZones: [item] }), {
  at: 'names',
  id: 'names',
  name: { to: { name: 'other.example' } },
  /** A public zone is where names move: the plan's steps are others. */
  isPrivate: 'lists what has a table of its own',
  vpcIds: { to: { vpcIds: ['vpc-2'] } },
  records: { to: { records: [record, { ...record, type: 'A' }] } },
});

const settings: Account.AwsAccountSettings = {
  at: at('account'),
  account: '111122223333',
  region: 'us-east-1',
  throttle: { rateLimit: 10, burstLimit: 5 },
};
const accountSettings = table('ACCOUNT-THROTTLE', settings, (item) => ({ accountSettings: [item] }), {
  at: 'names',
  account: { to: { account: '444455556666' } },
  region: { to: { region: 'eu-west-1' } },
  throttle: { to: { throttle: { rateLimit: 20, burstLimit: 5 } } },
  /** The role that writes API Gateway's logs, which are findings themselves. */
  cloudWatchRoleArn: 'evidence',
});

const portal: Account.AwsPortal = { at: at('portal'), id: 'p', name: 'p' };
const portals = table('PORTAL', portal, (item) => ({ portals: [item] }), {
  at: 'names',
  id: { to: { id: 'q' } },
  name: { to: { name: 'q' } },
});

const left: Account.AwsLeftOut = { at: at('left-out'), account: '111122223333', region: 'us-east-1', apis: 1 };
const leftOut = table('ACCOUNT-LEFT-OUT', left, (item) => ({ leftOut: [item] }), {
  at: 'names',
  account: { to: { account: '444455556666' } },
  region: { to: { region: 'eu-west-1' } },
  apis: { to: { apis: 2 } },
});

const gap: Account.DiscoveryGap = { at: at('gap'), call: 'GetRestApis', reason: 'denied', remedy: 'allow it' };
const gaps = table('NOT-READ', gap, (item) => ({ gaps: [item] }), {
  at: 'names',
  call: { to: { call: 'GetApis' } },
  reason: { to: { reason: 'unimplemented' } },
  /** Of the finding itself, beside its message. */
  remedy: 'text',
  severity: 'text',
});

/** Each kind of thing that stands around APIs, field by field. */
export const THING_TABLES: readonly [string, FieldTable][] = [
  ['a certificate', certificates],
  ['a VPC link', vpcLinks],
  ['a load balancer', loadBalancers],
  ['a target group', targetGroups],
  ['a VPC endpoint', vpcEndpoints],
  ['a Cloud Map service', discoveryServices],
  ['a user pool', userPools],
  ['a function', functions],
  ['a web ACL', webAcls],
  ['an alarm', alarms],
  ['a log group', logGroups],
  ['an event rule', eventRules],
  ['a client certificate', clientCertificates],
  ['a trust store', trustStores],
  ['a hosted zone', hostedZones],
  ['settings of an account', accountSettings],
  ['a portal', portals],
  ['an account left out', leftOut],
  ['a gap', gaps],
];
