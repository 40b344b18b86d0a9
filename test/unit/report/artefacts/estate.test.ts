import { describe, expect, it } from 'vitest';
import type { AwsInventory } from '../../../../src/model/aws-inventory.ts';
import { assessSource } from '../../../../src/cli/assess-source.ts';
import { assessmentRequest } from '../../../../src/planning/assessment-request.ts';
import type { ArtefactFile } from '../../../../src/report/artefacts/artefact-file.ts';
import { estateFiles } from '../../../../src/report/artefacts/bicep/estate.ts';
import { apiWith, inventoryOf, route, stageWith } from '../../../features/fixture.ts';

const at = (name: string, service = 'apigateway') => ({
  arn: `arn:aws:${service}:us-east-1:111122223333:${name}`,
  pointer: '',
});
const api = apiWith([
  route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com' }, { apiKeyRequired: true }),
  route('GET /stock', {
    type: 'HTTP_PROXY',
    uri: 'http://stock.internal',
    connectionType: 'VPC_LINK',
    connectionId: 'l',
  }),
]);
const inner = apiWith([route('GET /', { type: 'MOCK' })], {
  at: at('restapis/p1'),
  id: 'p1',
  name: "Pay${roll}'s",
  region: 'eu-west-1',
  endpointType: 'PRIVATE',
  stage: stageWith({ name: 'v1' }),
});
const named = (name: string, endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE', path = '') => ({
  at: at(`domainnames/${name}`),
  name,
  endpointType,
  routingRules: [],
  accessAssociations: [],
  mappings: [{ at: at(`domainnames/${name}/0`), path, apiId: api.id, stage: 'prod' }],
});
const inventory: AwsInventory = inventoryOf([api, inner], {
  domainNames: [
    named('edge.orders.example', 'EDGE', 'o'),
    named('*.orders.example', 'REGIONAL', 'o'),
    named('in.orders.example', 'PRIVATE', 'o'),
  ],
  webAcls: [{ at: at('webacl'), arn: 'a', name: 'front', defaultAction: 'ALLOW', rules: [], references: [] }],
  vpcEndpoints: [
    {
      at: at('vpce'),
      id: 'vpce-1',
      vpcId: 'vpc-1',
      serviceName: 'execute-api',
      privateDnsEnabled: true,
      subnetIds: [],
      dnsNames: [],
      policy:
        '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*/prod/GET/*"}]}',
    },
  ],
  vpcLinks: [{ at: at('link'), id: 'l', name: 'link', targetArns: [], subnetIds: [], securityGroupIds: [] }],
  loadBalancers: [
    {
      at: at('lb'),
      arn: 'lb',
      name: 'lb',
      type: 'application',
      scheme: 'internal',
      dnsName: 'lb.internal',
      listeners: [
        {
          arn: 'l',
          protocol: 'HTTPS',
          port: 443,
          targetGroups: [{ arn: 'g', name: 'quotes', targetType: 'ip', protocolVersion: 'GRPC' }],
        },
      ],
    },
  ],
  userPools: [
    {
      at: at('userpool/us-east-1_A', 'cognito-idp'),
      id: 'us-east-1_A',
      arn: 'arn',
      name: 'pool',
      domain: 'orders',
      clients: [
        {
          id: 'c1',
          name: 'nightly job',
          hasSecret: true,
          flows: ['client_credentials'],
          scopes: ['orders/read', 'orders/write'],
        },
        { id: 'c2', name: 'web', hasSecret: false, flows: ['code'], scopes: ['openid'] },
      ],
      resourceServers: [],
    },
  ],
  portals: [{ at: at('portals/p'), id: 'p', name: 'Partners' }],
  usagePlans: [
    {
      at: at('usageplans/gold'),
      id: 'gold',
      name: 'Gold',
      apiStages: [{ apiId: api.id, stage: 'prod' }],
      keyIds: ['k1'],
    },
  ],
  apiKeys: [{ at: at('apikeys/k1'), id: 'k1', name: 'partner', enabled: true, customerId: 'customer-1' }],
  accountSettings: [
    {
      at: at('account'),
      account: '111122223333',
      region: 'us-east-1',
      throttle: { rateLimit: 10_000, burstLimit: 5000 },
    },
  ],
  eventRules: [
    {
      at: at('rule', 'events'),
      name: 'deployments',
      pattern: '{"source":["aws.apigateway"],"detail":{"eventName":["CreateDeployment","DeleteRestApi"]}}',
      state: 'ENABLED',
      targets: ['arn:aws:sns:us-east-1:111122223333:on-call'],
    },
    {
      at: at('rule2', 'events'),
      name: 'all',
      pattern: '{"source":["aws.apigateway"]}',
      state: 'DISABLED',
      targets: [],
    },
  ],
});
const filesOf = (source: AwsInventory): readonly ArtefactFile[] => [
  ...estateFiles(source, assessSource(source).plan, assessmentRequest(source).request, 'Premium'),
];

/** What findings about a target tell people to deploy: no source has anything in its place. */
const ALWAYS = ['key-vault-role', 'service-network-rules', 'diagnostic-settings'].map((name) => `bicep/${name}.bicep`);

describe('what stands around the APIs, in Bicep', () => {
  const files = filesOf(inventory);

  it.each(
    files.filter(({ path }) => path !== 'bicep/parts/api-center-1.json').map((file) => [file.path, file] as const),
  )('%s', async (path, { content }) => {
    await expect(content).toMatchFileSnapshot(`golden/${path}`);
  });

  it('catalogues every stage of every API with where it answers on both sides', () => {
    const part = files.find(({ path }) => path === 'bicep/parts/api-center-1.json');
    expect(JSON.parse(part?.content ?? '')).toMatchObject({
      apis: [
        { title: 'Orders', kind: 'rest' },
        { title: "Pay${roll}'s", kind: 'rest' },
      ],
      versions: [
        {
          title: 'prod',
          sourceUris: [
            'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod',
            'https://edge.orders.example/o',
            'https://*.orders.example/o',
            'https://in.orders.example/o',
          ],
          paths: ['o'],
        },
        { title: 'v1', sourceUris: ['https://p1.execute-api.eu-west-1.amazonaws.com/v1'] },
      ],
    });
  });

  it('is made only where the source has what it takes the place of', () => {
    const plain = apiWith([route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com' })]);
    expect(filesOf(inventoryOf([plain])).map(({ path }) => path)).toEqual([
      'bicep/service.bicep',
      'bicep/api-center.bicep',
      'bicep/modules/api-center-apis.bicep',
      'bicep/parts/api-center-1.json',
      ...ALWAYS,
    ]);
    expect(filesOf(inventoryOf([]))).toEqual([]);
  });

  it('rewrites calls of a name whose base path stands elsewhere at the service', async () => {
    const other = named('shop.example', 'REGIONAL', 'o.p');
    const source = inventoryOf([api, inner], {
      domainNames: [
        named('api.example', 'REGIONAL', 'o.p'),
        { ...other, mappings: other.mappings.map((each) => ({ ...each, apiId: inner.id, stage: 'v1' })) },
      ],
    });
    const front = filesOf(source).find(({ path }) => path === 'bicep/application-gateway.bicep');
    await expect(front?.content).toMatchFileSnapshot('golden/rewriting/application-gateway.bicep');
  });

  it('divides a large estate so that no deployment is too large', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      apiWith([route('GET /', { type: 'MOCK' })], {
        at: at(`restapis/m${index}`),
        id: `m${index}`,
        name: `Many ${index}`,
      }),
    );
    const parts = filesOf(inventoryOf(many)).filter(({ path }) => path.includes('/parts/'));
    expect(parts.length).toBe(3);
    const read = parts.map(({ content }) => JSON.parse(content) as { apis: { name: string }[]; versions: unknown[] });
    expect(new Set(read.flatMap(({ apis }) => apis.map(({ name }) => name))).size).toBe(300);
    for (const { apis, versions } of read) expect(apis.length + 4 * versions.length).toBeLessThan(800);
  });

  it('writes no secret and no key', () => {
    for (const { content } of files) expect(content).not.toMatch(/param secret\d+ string =|primaryKey|password/);
  });
});
