import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsClients } from '../../../../src/adapters/aws/clients.ts';
import { awsSourceReader } from '../../../../src/adapters/aws/discovery/source-reader.ts';
import { assessSource } from '../../../../src/cli/assess-source.ts';
import { discoverSources } from '../../../../src/discovery/discover-source.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import type { Disturb, DisturbanceKind } from '../../../../src/local/sandbox/aws/disturbance.ts';
import type { AwsState } from '../../../../src/local/sandbox/aws/state.ts';
import { healthRecordsAccount } from '../../../../src/local/sandbox/estate/account/health-records-account.ts';
import type { AwsInventory } from '../../../../src/model/aws-inventory.ts';
import { ROLES } from '../../../../src/report/facts/roles.ts';
import { startEstateCloud, type EstateCloud } from '../../aws/estate-cloud.ts';

const HOME = { account: '111122223333', region: 'us-east-1' };
/** API Gateway's, ACM's and the others' reads that no discovery needs: what they tell is in a list that is read. */
const NOT_ASKED = new Set(
  (
    'route53.ListHostedZonesByName route53.GetChange sts.GetCallerIdentity ' +
    'apigateway.GetResource apigateway.GetMethod apigateway.GetMethodResponse apigateway.GetIntegration ' +
    'apigateway.GetIntegrationResponse apigateway.GetModel apigateway.GetModelTemplate apigateway.GetRequestValidator ' +
    'apigateway.GetAuthorizer apigateway.GetGatewayResponse apigateway.GetDeployments apigateway.GetDocumentationPart ' +
    'apigateway.GetDocumentationVersions apigateway.GetStage apigateway.GetUsagePlan apigateway.GetUsage apigateway.GetApiKey ' +
    'apigateway.GetDomainName apigateway.GetBasePathMapping apigateway.GetVpcLink apigateway.GetClientCertificate ' +
    'apigateway.GetTags apigatewayv2.GetRoute apigatewayv2.GetIntegration apigatewayv2.GetAuthorizer apigatewayv2.GetModel ' +
    'apigatewayv2.GetStage apigatewayv2.GetDeployments apigatewayv2.GetDeployment apigatewayv2.GetDomainName ' +
    'apigatewayv2.GetVpcLink apigatewayv2.GetTags acm.GetCertificate acm.ExportCertificate acm.ListTagsForCertificate ' +
    'cloudwatch.ListMetrics cognito-idp.ListUserPools cognito-idp.DescribeResourceServer ec2.DescribeVpcs ' +
    'ec2.DescribeSubnets ec2.DescribeSecurityGroups elbv2.DescribeTargetHealth s3.HeadObject servicediscovery.GetNamespace ' +
    'servicediscovery.ListServices servicediscovery.DiscoverInstances wafv2.GetWebACLForResource wafv2.ListWebACLs'
  ).split(' '),
);
const COUNTS = {
  apis: 8,
  domainNames: 4,
  certificates: 3,
  usagePlans: 2,
  apiKeys: 2,
  vpcLinks: 2,
  loadBalancers: 2,
  vpcEndpoints: 1,
  discoveryServices: 1,
  userPools: 1,
  functions: 3,
  webAcls: 1,
  alarms: 3,
  logGroups: 3,
  eventRules: 1,
  clientCertificates: 1,
  trustStores: 1,
  hostedZones: 2,
  accountSettings: 2,
  portals: 1,
  leftOut: 1,
  unclaimed: 0,
  gaps: 2,
};
/** Where IAM's name of a service is not the command line's. */
const IAM_NAMES: Readonly<Record<string, string>> = { apigatewayv2: 'apigateway', elbv2: 'elasticloadbalancing' };
/** What is asked before any answer is known. */
const FIRST_CALLS = (
  'GetRestApis,GetApis,GetDomainNames (version 2),GetDomainNames (version 1),ListCertificates,GetUsagePlans,GetApiKeys,' +
  'GetVpcLinks (version 1),GetVpcLinks (version 2),DescribeVpcEndpoints,GetClientCertificates,GetAccount,ListPortals,' +
  'DescribeAlarms,ListRules,ListHostedZones,ListIndexes'
).split(',');
/** Reads that are made only where another failed. */
const INSTEAD = new Set(['apigateway.GetBasePathMappings', 'apigateway.GetDeployment']);

let disturb: Disturb = () => undefined;
let calls = new Set<string>();
let estate: EstateCloud;
let whole: AwsInventory;

/** A clock on which waiting takes no time: quotas have tests of their own. */
const clock = { now: () => 0, sleep: () => Promise.resolve() };

/** Of both regions, unless some are named. */
async function discover(...regions: readonly string[]): Promise<AwsInventory> {
  const reader = awsSourceReader(awsClients({ credentials: estate.cloud.credentials }), clock);
  const places = regions.length === 0 ? ['us-east-1', 'eu-west-1'] : regions;
  return await discoverSources(
    reader,
    places.map((region) => ({ ...HOME, region })),
  );
}

const refuse =
  (kind: DisturbanceKind, isMeant: (name: string) => boolean): Disturb =>
  (service, operation) =>
    isMeant(`${service}.${operation}`) ? kind : undefined;

const routesOf = ({ apis }: AwsInventory): readonly string[] =>
  apis.flatMap(({ name, stage, routes }) =>
    routes.map(
      ({ method, path, authorizationType, apiKeyRequired, integration }) =>
        `${name} ${stage.name} ${method} ${path} ${authorizationType} ${apiKeyRequired} ${integration?.type} ${integration?.uri}`,
    ),
  );

/** What few accounts have: a private name, rules, an edge-optimized name, a private integration by Cloud Map, a portal. */
function addRareThings(state: AwsState, abroad: AwsState): void {
  const [api] = state.restApis.keys();
  const public_ = state.domainNames.get('api.health.example');
  const partners = abroad.domainNames.get('partners.health.example');
  if (public_ === undefined || partners === undefined) throw new Error('the estate has not the names');
  const rule = {
    RoutingRuleId: 'rule1',
    Priority: 10,
    Conditions: [{ MatchHeaders: { AnyOf: [{ Header: 'x-version', ValueGlob: '2*' }] } }],
    Actions: [{ InvokeApi: { ApiId: api, Stage: 'prod', StripBasePath: false } }],
  };
  const ruled = { ...public_.domain, routingMode: 'ROUTING_RULE_THEN_BASE_PATH_MAPPING' as const };
  state.domainNames.set('api.health.example', { ...public_, domain: ruled, routingRules: [rule] });
  const domainNameArn = `arn:aws:apigateway:us-east-1:${HOME.account}:/domainnames/inside.health.example+a1`;
  state.domainNames.set('inside.health.example', {
    domain: {
      domainName: 'inside.health.example',
      domainNameArn,
      endpointConfiguration: { types: ['PRIVATE'] },
      policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}',
      certificateArn: public_.domain.regionalCertificateArn ?? '',
    },
    mappings: [],
    basePathMappings: [],
  });
  state.domainNameAccessAssociations.push({
    domainNameAccessAssociationArn: `arn:aws:apigateway:us-east-1:${HOME.account}:/domainnameaccessassociations/a`,
    domainNameArn,
    accessAssociationSourceType: 'VPCE',
    accessAssociationSource: 'vpce-0d3f8a6b2c1e49701',
  });
  const { regionalDomainName: _name, regionalCertificateArn: _arn, ...domain } = partners.domain;
  abroad.domainNames.set('partners.health.example', {
    ...partners,
    domain: {
      ...domain,
      endpointConfiguration: { types: ['EDGE'] },
      distributionDomainName: 'd111111abcdef8.cloudfront.net',
      certificateArn: public_.domain.regionalCertificateArn ?? '',
    },
  });
  const [acl] = state.waf.webAcls.values();
  acl?.Rules?.push({
    Name: 'no-export',
    Priority: 9,
    Action: { Block: {} },
    VisibilityConfig: { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'no-export' },
    Statement: {
      ByteMatchStatement: {
        SearchString: Buffer.from('/export'),
        FieldToMatch: { UriPath: {} },
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
        PositionalConstraint: 'STARTS_WITH',
      },
    },
  });
  const care = [...state.httpApis.values()].find(({ api: { Name } }) => Name === 'care-services');
  const [processing] = state.cloudMap.services.values();
  const integration = care?.integrations.find(({ ConnectionType }) => ConnectionType === 'VPC_LINK');
  Object.assign(integration ?? {}, { IntegrationUri: processing?.service.Arn });
  state.portals.push({
    PortalId: 'p1',
    PortalArn: 'arn:aws:apigateway:us-east-1::/portals/p1',
    PortalContent: { DisplayName: 'Partners' },
  } as never);
}

beforeAll(async () => {
  const { aws: state, elsewhere = [] } = await healthRecordsAccount(await createAuthority());
  addRareThings(state, elsewhere[0] ?? state);
  estate = await startEstateCloud({
    state,
    elsewhere,
    disturb: (service, operation) => {
      calls.add(`${service}.${operation}`);
      return disturb(service, operation);
    },
  });
  vi.stubEnv('AWS_ENDPOINT_URL', estate.cloud.aws.url);
  // What fails is to fail at once: the SDK's own retries are its own affair.
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  whole = await discover();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await estate.cloud.close();
});
beforeEach(() => {
  disturb = () => undefined;
  calls = new Set();
});

describe('an account that lets everything be read', () => {
  it('is read with all that stands around its APIs', () => {
    const counts = Object.entries(whole).flatMap(([kind, items]) =>
      Array.isArray(items) ? [[kind, items.length] as const] : [],
    );
    expect(Object.fromEntries(counts)).toEqual(COUNTS);
  });

  it('is read as it is served, with what was edited and never deployed', () => {
    const results = whole.apis.filter(({ name }) => name === 'lab-results');
    expect(results.map(({ stage, readFrom }) => [stage.name, readFrom])).toEqual([
      ['prod', 'export'],
      ['test', 'export'],
    ]);
    for (const { routes, differences } of results) {
      expect(routes.map(({ path, authorizationType }) => [path, authorizationType])).toEqual([
        ['/results/{resultId}', 'AWS_IAM'],
      ]);
      expect(differences.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
        'changed GET /results/{resultId}: authorization',
        'changed GET /results/{resultId}: integration',
        'only-editable GET /results/{resultId}/history',
      ]);
    }
    const unchanged = whole.apis.filter(({ name }) => name !== 'lab-results');
    expect(unchanged.flatMap(({ differences }) => differences)).toEqual([]);
  });

  it('has a traffic baseline for each stage', () => {
    const records = whole.apis.find(({ name }) => name === 'patient-records')?.traffic;
    expect(records).toMatchObject({ days: 14, latencyMs: { average: expect.any(Number), p99: expect.any(Number) } });
    expect(records?.daily).toHaveLength(14);
    expect(records?.daily.reduce((sum, { requests }) => sum + requests, 0)).toBe(records?.requests);
    expect(records?.peakPerMinute).toBeGreaterThan((records?.requests ?? 0) / (14 * 1440));
  });

  it('names what cannot be exported, and whether its guards are confirmed', () => {
    expect(whole.gaps).toMatchObject([
      { call: 'GetExport', severity: 'review', reason: expect.stringContaining('guards are those of the deployment') },
      { call: 'An export of a WebSocket API', severity: 'review' },
    ]);
  });

  it('is read in several regions in one run, each thing once', async () => {
    expect(whole.apis.map(({ region }) => region)).toEqual([...Array<string>(7).fill('us-east-1'), 'eu-west-1']);
    expect((await discover('us-east-1')).leftOut.map(({ account, region }) => `${account} ${region}`)).toEqual([
      '111122223333 eu-west-1',
      '444455556666 us-east-1',
    ]);
    expect(whole.trustStores).toMatchObject([
      {
        version: 'Qm9uZQ.one',
        certificates: [{ notAfter: expect.any(String), isSelfSigned: true, pem: expect.stringContaining('BEGIN') }],
      },
    ]);
    expect(whole.leftOut).toMatchObject([{ account: '444455556666', region: 'us-east-1', apis: 1 }]);
  });

  it('is read with its private and edge-optimized names and their rules', () => {
    const named = (name: string) => whole.domainNames.find((each) => each.name === name);
    expect(named('api.health.example')).toMatchObject({
      routingMode: 'ROUTING_RULE_THEN_API_MAPPING',
      routingRules: [
        { priority: 10, headers: [{ name: 'x-version', valueGlob: '2*' }], stage: 'prod', stripBasePath: false },
      ],
    });
    expect(named('inside.health.example')).toMatchObject({
      endpointType: 'PRIVATE',
      policy: expect.stringContaining('execute-api'),
      accessAssociations: [{ source: 'vpce-0d3f8a6b2c1e49701' }],
    });
    const edge = named('partners.health.example');
    expect(edge).toMatchObject({ endpointType: 'EDGE', distributionDomainName: 'd111111abcdef8.cloudfront.net' });
    // Its certificate lies in another region than its name.
    expect(whole.certificates.map(({ arn }) => arn)).toContain(edge?.certificateArn);
    expect(whole.discoveryServices).toMatchObject([
      { name: 'processing', instances: [{ id: 'pod-1' }, { id: 'pod-2' }] },
    ]);
    expect(whole.portals).toMatchObject([{ id: 'p1', name: 'Partners' }]);
  });

  it('is read with the rules of its web ACL as AWS writes them', () => {
    const sources = whole.webAcls.flatMap(({ rules }) => rules.map(({ source }) => source));
    const encoded = Buffer.from('/export').toString('base64');
    expect(sources.find((source) => source.includes('no-export'))).toContain(`"SearchString":"${encoded}"`);
  });

  it('keeps no secret', async () => {
    const clients = [...estate.state.userPools.values()].flatMap((pool) => pool.clients);
    const environment = [...estate.state.functions.values()].map(({ configuration }) => configuration.Environment);
    const tokens = environment.flatMap(({ Variables = {} } = {}) => Object.entries(Variables));
    const secrets = [
      ...[...estate.state.apiKeys.values()].flatMap(({ value }) => value ?? []),
      ...clients.flatMap(({ ClientSecret }) => ClientSecret ?? []),
      ...tokens.flatMap(([name, value]) => (name.endsWith('_TOKEN') ? [value] : [])),
    ];
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const { plan } = assessSource(whole);
    const text = JSON.stringify([whole, plan]);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe('an account that refuses', () => {
  it('each read in turn: the gap names the call and its permission, all else is read', async () => {
    const usual = new Set(whole.gaps.map(({ call }) => call));
    await discover();
    const asked = [...calls];
    const known = estate.cloud.reads.map(({ service, operation }) => `${service}.${operation}`);
    expect(known.filter((name) => !asked.includes(name) && !NOT_ASKED.has(name) && !INSTEAD.has(name))).toEqual([]);
    expect(asked.filter((name) => NOT_ASKED.has(name))).toEqual([]);
    const permitted = new Set(ROLES.aws.flatMap(({ actions }) => actions));
    for (const name of asked) {
      disturb = refuse('denied', (each) => each === name);
      const inventory = await discover();
      const [service = '', operation = ''] = name.split('.');
      const named = inventory.gaps.filter(({ call }) => call === operation || call.startsWith(`${operation} (`));
      expect(named.length, name).toBeGreaterThan(0);
      for (const { remedy } of named) {
        const [, action = 'none'] = /^Allow ([\w-]+:\w+) on \S+/.exec(remedy) ?? [];
        expect(action.split(':')[0], name).toBe(IAM_NAMES[service] ?? service);
        expect(permitted, name).toContain(action);
      }
      const others = inventory.gaps.map(({ call }) => call).filter((call) => !call.startsWith(operation));
      expect(
        others.filter((call) => !usual.has(call)),
        name,
      ).toEqual([]);
      // What could not be read is no difference from what is served.
      const unchanged = inventory.apis.filter((api) => api.name !== 'lab-results');
      expect(
        unchanged.flatMap(({ differences }) => differences),
        name,
      ).toEqual([]);
      // A balance that does not hold is thrown.
      expect(assessSource(inventory).plan.findings.length, name).toBeGreaterThan(0);
    }
    // Some two hundred discoveries.
  }, 180_000);

  it.each(['html-404', 'html-500', 'unimplemented', 'denied'] as const)('everything (%s)', async (kind) => {
    disturb = () => kind;
    const inventory = await discover('us-east-1');
    expect(inventory.apis).toEqual([]);
    expect(inventory.gaps.map(({ call }) => call)).toEqual(FIRST_CALLS);
    const said = {
      'html-404': 'HTTP 404',
      'html-500': 'HTTP 500',
      'unimplemented': 'not implemented',
      'denied': 'not authorized',
    };
    for (const { reason } of inventory.gaps) expect(reason).toContain(said[kind]);
    expect(
      assessSource(inventory).plan.findings.filter(({ severity }) => severity === 'blocker').length,
    ).toBeGreaterThan(0);
  });

  it.each(['html-404', 'html-500'] as const)('everything but the listing (%s): every API is named', async (kind) => {
    disturb = refuse(kind, (name) => !/\.(GetRestApis|GetApis)$/.test(name));
    const { apis, gaps } = await discover();
    expect(apis).toEqual([]);
    for (const id of new Set(whole.apis.map((api) => api.id)))
      expect(gaps.filter(({ at, call }) => call === 'GetStages' && at.arn.includes(id))).toHaveLength(1);
  });

  it('the editable configuration: exports alone tell what is served', async () => {
    const open = /\.(GetRestApis|GetApis|GetStages|GetExport|ExportApi)$/;
    disturb = refuse('denied', (name) => name.startsWith('apigateway') && !open.test(name));
    const inventory = await discover();
    const exportable = whole.apis.filter(({ readFrom }) => readFrom === 'export');
    expect(routesOf(inventory)).toEqual(routesOf({ ...whole, apis: exportable }));
    expect(new Set(inventory.apis.map(({ readFrom }) => readFrom))).toEqual(new Set(['export']));
    for (const name of ['claims-intake', 'ward-monitor'])
      expect(inventory.apis.map((api) => api.name)).not.toContain(name);
  });

  it.each(['skeleton', 'denied', 'unimplemented', 'html-404'] as const)(
    'exports (%s): the editable configuration is read, and that is a gap',
    async (kind) => {
      disturb = refuse(kind, (name) => /\.(GetExport|ExportApi)$/.test(name));
      const { apis, gaps } = await discover();
      expect(apis.map(({ name, stage }) => `${name} ${stage.name}`)).toEqual(
        whole.apis.map(({ name, stage }) => `${name} ${stage.name}`),
      );
      expect(new Set(apis.map(({ readFrom }) => readFrom))).toEqual(new Set(['tree']));
      const exports = gaps.filter(({ call }) => call === 'GetExport' || call === 'ExportApi');
      expect(exports).toHaveLength(7);
      // What was edited since the deployment opens a method: that must not pass for what is served.
      const changed = exports.filter(({ at }) => at.arn.endsWith('/stages/prod') && at.arn.includes(labResults()));
      expect(changed).toMatchObject([{ severity: 'blocker' }]);
      // What a stage deploys by itself is what it serves.
      const served = new Map(apis.map(({ at, stage }) => [at.arn, stage.autoDeploy === true]));
      const byItself = exports.filter(({ at }) => served.get(at.arn) === true);
      expect(byItself.map(({ call, severity }) => `${call} ${severity}`)).toEqual([
        'ExportApi review',
        'ExportApi review',
      ]);
    },
  );
});

const labResults = (): string => whole.apis.find(({ name }) => name === 'lab-results')?.id ?? 'none';

it('mappings of names that version 2 refuses are read by version 1', async () => {
  disturb = refuse('denied', (name) => name === 'apigatewayv2.GetDomainNames');
  const { domainNames, gaps } = await discover('us-east-1');
  expect(domainNames.find(({ name }) => name === 'api.health.example')?.mappings.map(({ path }) => path)).toEqual([
    'patients',
    'care',
  ]);
  expect(gaps.map(({ call }) => call)).toContain('GetDomainNames (version 2)');
});

it('an answer of another form than AWS documents is a gap, and all else is read', async () => {
  const held = estate.state.usagePlans.get('plan1');
  if (held === undefined) throw new Error('the estate has no plan1');
  const broken = { ...held, plan: { ...held.plan, apiStages: 'none' as never } };
  estate.state.usagePlans.set('plan1', broken);
  try {
    const { usagePlans, apiKeys, hostedZones, gaps } = await discover();
    expect([usagePlans.length, apiKeys.length, hostedZones.length]).toEqual([0, 2, 2]);
    expect(gaps.map(({ call }) => call)).toContain('Reading usage plans');
  } finally {
    estate.state.usagePlans.set('plan1', held);
  }
});

describe('a member that nobody knows', () => {
  it('blocks and names its pointer', async () => {
    const records = [...estate.state.restApis.values()].find(({ api }) => api.name === 'patient-records');
    const patients = records?.resources.find(({ path }) => path === '/patients')?.resourceMethods?.['GET'];
    if (records === undefined || patients === undefined) throw new Error('the estate has no patient-records');
    const added = { quantumGuard: { mode: 'STRICT' }, quantumFlag: false };
    Object.assign(patients, added);
    try {
      const api = (await discover()).apis.find(({ name }) => name === 'patient-records');
      expect(api?.unclaimed).toMatchObject([
        { name: 'quantumGuard', at: { pointer: '/resources/~1patients/resourceMethods/GET/quantumGuard' } },
      ]);
    } finally {
      for (const name of Object.keys(added)) Reflect.deleteProperty(patients, name);
    }
  });
});
