import {
  ApiGatewayV2Client,
  ExportApiCommand,
  GetDomainNameCommand,
  GetIntegrationResponsesCommand,
  GetModelsCommand,
  GetRouteCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetTagsCommand,
  GetVpcLinksCommand,
  ListPortalsCommand,
  ListRoutingRulesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let gateway: ApiGatewayV2Client;
let care: string;
beforeAll(async () => {
  estate = await startEstateCloud();
  gateway = new ApiGatewayV2Client(estate.client());
  care = [...estate.state.httpApis.values()].find(({ api }) => api.Name === 'care-services')?.api.ApiId ?? '';
  estate.state.httpApis.set('socket1', {
    api: {
      ApiId: 'socket1',
      Name: 'socket',
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: '$request.body.action',
    },
    routes: [
      { RouteId: 'r1', RouteKey: '$connect', Target: 'integrations/i1' },
      { RouteId: 'r2', RouteKey: 'subscribe', Target: 'integrations/i1', RouteResponseSelectionExpression: '$default' },
    ],
    integrations: [{ IntegrationId: 'i1', IntegrationType: 'MOCK' }],
    authorizers: [],
    stages: [{ StageName: 'live' }],
    deployments: [],
    routeResponses: new Map([
      [
        'r2',
        [{ RouteResponseId: 'rr1', RouteResponseKey: '$default', ResponseModels: { 'application/json': 'Ward' } }],
      ],
    ]),
    integrationResponses: new Map([
      [
        'i1',
        [
          {
            IntegrationResponseId: 'ir1',
            IntegrationResponseKey: '$default',
            ResponseTemplates: { '200': '{"ok":true}' },
          },
        ],
      ],
    ]),
    models: [{ ModelId: 'm1', Name: 'Ward', ContentType: 'application/json', Schema: '{"type":"object"}' }],
  });
});
afterAll(() => estate.cloud.close());

const NOT_FOUND = { name: 'NotFoundException' };
const BAD_REQUEST = { name: 'BadRequestException' };

describe('WebSocket APIs, by the SDK client of API Gateway V2', () => {
  const ApiId = 'socket1';

  it('tells routes with their responses, integrations with theirs, and models', async () => {
    const { Items } = await gateway.send(new GetRoutesCommand({ ApiId }));
    expect(Items?.map(({ RouteKey }) => RouteKey)).toEqual(['$connect', 'subscribe']);
    const responses = await gateway.send(new GetRouteResponsesCommand({ ApiId, RouteId: 'r2' }));
    expect(responses.Items?.[0]?.ResponseModels).toEqual({ 'application/json': 'Ward' });
    expect((await gateway.send(new GetRouteResponsesCommand({ ApiId, RouteId: 'r1' }))).Items).toEqual([]);
    const answers = await gateway.send(new GetIntegrationResponsesCommand({ ApiId, IntegrationId: 'i1' }));
    expect(answers.Items?.[0]).toMatchObject({
      IntegrationResponseKey: '$default',
      ResponseTemplates: { '200': '{"ok":true}' },
    });
    const models = await gateway.send(new GetModelsCommand({ ApiId }));
    expect(models.Items?.map(({ Name }) => Name)).toEqual(['Ward']);
    const none = new GetRouteResponsesCommand({ ApiId, RouteId: 'none' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
  });

  it('cannot be exported', async () => {
    const asked = new ExportApiCommand({ ApiId, Specification: 'OAS30', OutputType: 'JSON' });
    await expect(gateway.send(asked)).rejects.toMatchObject(BAD_REQUEST);
  });
});

describe('HTTP APIs', () => {
  const exported = async (input: object = {}): Promise<string> => {
    const request = { ApiId: care, Specification: 'OAS30', OutputType: 'JSON' };
    const { body } = await gateway.send(new ExportApiCommand({ ...request, ...input }));
    return Buffer.from(body ?? []).toString();
  };

  it('exports the latest, or what a stage serves, in JSON or YAML', async () => {
    expect(parse(await exported({ OutputType: 'YAML' }))).toEqual(JSON.parse(await exported()));
    expect(await exported({ IncludeExtensions: false })).not.toContain('x-amazon-apigateway');
    const api = estate.state.httpApis.get(care);
    const { routes = [], integrations = [], authorizers = [] } = api ?? {};
    api?.stages.push({ StageName: 'held', AutoDeploy: false, DeploymentId: 'd1' });
    if (api) api.snapshots = new Map([['d1', { routes: routes.slice(0, 1), integrations, authorizers }]]);
    const pathsOf = (text: string) => Object.keys((JSON.parse(text) as { paths: object }).paths);
    expect(pathsOf(await exported({ StageName: 'held' }))).toEqual(['/appointments']);
    expect(pathsOf(await exported({ StageName: '$default' }))).toHaveLength(3);
    await expect(exported({ StageName: 'none' })).rejects.toMatchObject(NOT_FOUND);
    await expect(exported({ OutputType: 'TOML' })).rejects.toMatchObject(BAD_REQUEST);
  });

  it('gives pages, and refuses tokens that it did not give', async () => {
    const first = await gateway.send(new GetRoutesCommand({ ApiId: care, MaxResults: '2' }));
    const second = await gateway.send(
      new GetRoutesCommand({ ApiId: care, MaxResults: '2', NextToken: first.NextToken }),
    );
    expect([first.Items?.length, second.Items?.length, second.NextToken]).toEqual([2, 1, undefined]);
    const made = new GetRoutesCommand({ ApiId: care, NextToken: 'made-up' });
    await expect(gateway.send(made)).rejects.toMatchObject(BAD_REQUEST);
    const none = new GetRouteCommand({ ApiId: care, RouteId: 'none' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
  });
});

describe('what an account has beside its HTTP APIs', () => {
  it('tells links into networks, portals and tags', async () => {
    const links = await gateway.send(new GetVpcLinksCommand({}));
    expect(links.Items).toMatchObject([{ Name: 'care', VpcLinkStatus: 'AVAILABLE', SubnetIds: { length: 2 } }]);
    expect((await gateway.send(new ListPortalsCommand({}))).Items).toEqual([]);
    const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${care}/stages/$default`;
    expect((await gateway.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({});
    const none = new GetTagsCommand({ ResourceArn: 'arn:aws:apigateway:us-east-1::/apis/none' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
  });

  it('tells the rules, trust store and routing of a domain name', async () => {
    const [[DomainName = '', held] = []] = estate.state.domainNames;
    const trust = { truststoreUri: 's3://trust/clinics.pem', truststoreVersion: 'v1' };
    estate.state.domainNames.set(DomainName, {
      domain: { ...held?.domain, routingMode: 'ROUTING_RULE_THEN_BASE_PATH_MAPPING', mutualTlsAuthentication: trust },
      mappings: [],
      basePathMappings: [],
      routingRules: [
        {
          RoutingRuleId: 'rule1',
          Priority: 10,
          Conditions: [{ MatchHeaders: { AnyOf: [{ Header: 'x-version', ValueGlob: 'beta*' }] } }],
          Actions: [{ InvokeApi: { ApiId: care, Stage: '$default' } }],
        },
      ],
    });
    const { RoutingRules } = await gateway.send(new ListRoutingRulesCommand({ DomainName }));
    expect(RoutingRules?.[0]).toMatchObject({
      Priority: 10,
      Conditions: [{ MatchHeaders: { AnyOf: [{ Header: 'x-version' }] } }],
    });
    expect(await gateway.send(new GetDomainNameCommand({ DomainName }))).toMatchObject({
      RoutingMode: 'ROUTING_RULE_THEN_API_MAPPING',
      MutualTlsAuthentication: { TruststoreUri: 's3://trust/clinics.pem', TruststoreVersion: 'v1' },
    });
  });
});
