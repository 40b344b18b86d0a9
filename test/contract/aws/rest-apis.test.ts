import {
  APIGatewayClient,
  GetAccountCommand,
  GetBasePathMappingsCommand,
  GetClientCertificateCommand,
  GetClientCertificatesCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionsCommand,
  GetDomainNameAccessAssociationsCommand,
  GetDomainNamesCommand,
  GetExportCommand,
  GetGatewayResponsesCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetModelTemplateCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStagesCommand,
  GetTagsCommand,
  GetUsageCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createDeployment } from '../../../src/local/sandbox/aws/api-gateway-v1/deploy.ts';
import type { RestApiState } from '../../../src/local/sandbox/aws/state.ts';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let gateway: APIGatewayClient;
let api: RestApiState;
let restApiId: string;
beforeAll(async () => {
  estate = await startEstateCloud();
  gateway = new APIGatewayClient(estate.client());
  const [[id = '', first] = []] = estate.state.restApis;
  if (first === undefined) throw new Error('the estate has no REST API');
  [restApiId, api] = [id, first];
});
afterAll(() => estate.cloud.close());

const NOT_FOUND = { name: 'NotFoundException' };
const BAD_REQUEST = { name: 'BadRequestException' };

describe('REST APIs, by the SDK client of API Gateway', () => {
  it('embeds methods only when asked, and tells each part alone', async () => {
    const bare = await gateway.send(new GetResourcesCommand({ restApiId }));
    const patient = bare.items?.find(({ path }) => path === '/patients/{patientId}');
    expect(patient?.resourceMethods?.['GET']).toEqual({});
    const where = { restApiId, resourceId: patient?.id };
    const method = await gateway.send(new GetMethodCommand({ ...where, httpMethod: 'GET' }));
    expect(method).toMatchObject({ authorizationType: 'COGNITO_USER_POOLS', operationName: 'getPatient' });
    const integration = await gateway.send(new GetIntegrationCommand({ ...where, httpMethod: 'GET' }));
    expect(integration).toMatchObject({ type: 'HTTP_PROXY', cacheKeyParameters: ['method.request.path.patientId'] });
    const preflight = { ...where, httpMethod: 'OPTIONS', statusCode: '200' };
    const response = await gateway.send(new GetIntegrationResponseCommand(preflight));
    expect(Object.keys(response.responseParameters ?? {})).toHaveLength(3);
    const none = new GetMethodCommand({ ...where, httpMethod: 'PATCH' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
  });

  it('gives pages of 1 to 500', async () => {
    const seen: (string | undefined)[] = [];
    let position: string | undefined;
    do {
      const page = await gateway.send(
        new GetGatewayResponsesCommand({ restApiId, limit: 7, ...(position !== undefined && { position }) }),
      );
      seen.push(...(page.items ?? []).map(({ responseType }) => responseType));
      position = page.position;
    } while (position !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain('WAF_FILTERED');
    for (const limit of [0, 501]) {
      const asked = new GetResourcesCommand({ restApiId, limit });
      await expect(gateway.send(asked)).rejects.toMatchObject(BAD_REQUEST);
    }
    const made = new GetResourcesCommand({ restApiId, position: 'made-up' });
    await expect(gateway.send(made)).rejects.toMatchObject(BAD_REQUEST);
  });

  it('tells of a deployment only who may call what', async () => {
    const { items } = await gateway.send(new GetDeploymentsCommand({ restApiId }));
    const deploymentId = items?.[0]?.id;
    expect(items?.[0]?.apiSummary).toBeUndefined();
    const embed = ['apisummary'];
    const { apiSummary } = await gateway.send(new GetDeploymentCommand({ restApiId, deploymentId, embed }));
    expect(apiSummary?.['/patients']?.['POST']).toEqual({
      authorizationType: 'COGNITO_USER_POOLS',
      apiKeyRequired: true,
    });
    expect(apiSummary?.['/patients']?.['OPTIONS']).toEqual({ authorizationType: 'NONE', apiKeyRequired: false });
    const { item } = await gateway.send(new GetStagesCommand({ restApiId, deploymentId }));
    expect(item?.map(({ stageName }) => stageName)).toEqual(['prod']);
    const none = new GetStagesCommand({ restApiId, deploymentId: 'none' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
  });

  it('makes a mapping template of a model', async () => {
    const { value } = await gateway.send(new GetModelTemplateCommand({ restApiId, modelName: 'Patient' }));
    expect(value).toBe('#set($inputRoot = $input.path(\'$\'))\n{\n  "name" : "foo"\n}');
  });

  it('tells the documentation and its versions', async () => {
    api.documentationParts = [
      { id: 'p1', location: { type: 'API' }, properties: '{"description":"Records"}' },
      { id: 'p2', location: { type: 'METHOD', path: '/patients', method: 'GET' }, properties: '{"summary":"All"}' },
    ];
    api.documentationVersions = [{ version: '1.0', createdDate: new Date('2026-01-02T03:04:05Z') }];
    const { items } = await gateway.send(new GetDocumentationPartsCommand({ restApiId, type: 'METHOD' }));
    expect(items?.map(({ id }) => id)).toEqual(['p2']);
    const versions = await gateway.send(new GetDocumentationVersionsCommand({ restApiId }));
    expect(versions.items?.[0]).toMatchObject({ version: '1.0', createdDate: new Date('2026-01-02T03:04:05Z') });
  });
});

describe('exports', () => {
  const exported = async (input: object = {}): Promise<string> => {
    const request = { restApiId, stageName: 'prod', exportType: 'oas30', parameters: { extensions: 'apigateway' } };
    const { body } = await gateway.send(new GetExportCommand({ ...request, ...input }));
    return Buffer.from(body ?? []).toString();
  };

  it('is what the stage serves, not what is edited', async () => {
    api.resources = api.resources.filter(({ path }) => path !== '/patients/{patientId}');
    expect(Object.keys((JSON.parse(await exported()) as { paths: object }).paths)).toContain('/patients/{patientId}');
  });

  it('has the extensions that were asked for', async () => {
    const all = await exported();
    expect(all).toContain('x-amazon-apigateway-request-validators');
    const bare = await exported({ parameters: {} });
    expect(bare).not.toContain('x-amazon-apigateway-integration');
    const integrations = await exported({ parameters: { extensions: 'integrations' } });
    expect(integrations).toContain('x-amazon-apigateway-integration');
    expect(integrations).not.toContain('x-amazon-apigateway-authorizer"');
  });

  it('writes Swagger 2.0, and YAML', async () => {
    const swagger = JSON.parse(await exported({ exportType: 'swagger' })) as Record<string, unknown>;
    expect(swagger).toMatchObject({
      swagger: '2.0',
      basePath: '/prod',
      host: `${restApiId}.execute-api.us-east-1.amazonaws.com`,
      definitions: { Patient: { type: 'object' } },
    });
    expect(swagger).toHaveProperty(
      ['paths', '/patients', 'post', 'parameters', 0, 'schema', '$ref'],
      '#/definitions/Patient',
    );
    const yaml = await exported({ accepts: 'application/yaml' });
    expect(parse(yaml)).toEqual(JSON.parse(await exported()));
  });

  it('drops models that are no JSON, and fails where no other is left', async () => {
    const method = api.resources.find(({ path }) => path === '/patients')?.resourceMethods?.['POST'];
    api.models.push({ id: 'x', name: 'PatientXml', contentType: 'application/xml', schema: '<schema/>' });
    const stageWith = (requestModels: Record<string, string>): string => {
      if (method) method.requestModels = requestModels;
      const name = `with-${Object.keys(requestModels).length}`;
      api.stages.push({ stageName: name, deploymentId: createDeployment(api).deployment.id });
      return name;
    };
    const both = stageWith({ 'application/json': 'Patient', 'application/xml': 'PatientXml' });
    expect(await exported({ stageName: both })).not.toContain('PatientXml');
    const only = stageWith({ 'application/xml': 'PatientXml' });
    await expect(exported({ stageName: only })).rejects.toMatchObject({
      ...BAD_REQUEST,
      message: 'Only found non-JSON body models',
    });
  });

  it('refuses stages and types that are not there', async () => {
    await expect(exported({ stageName: 'none' })).rejects.toMatchObject(NOT_FOUND);
    await expect(exported({ exportType: 'raml' })).rejects.toMatchObject(BAD_REQUEST);
  });
});

describe('what an account has beside its REST APIs', () => {
  it('tells settings, links and certificates', async () => {
    expect(await gateway.send(new GetAccountCommand({}))).toMatchObject({ throttleSettings: { rateLimit: 10_000 } });
    estate.state.vpcLinks.set('link1', { id: 'link1', name: 'one', status: 'AVAILABLE', targetArns: ['arn:nlb'] });
    const links = await gateway.send(new GetVpcLinksCommand({}));
    expect(links.items).toContainEqual(expect.objectContaining({ id: 'link1', targetArns: ['arn:nlb'] }));
    estate.state.clientCertificates.set('cert1', { clientCertificateId: 'cert1', pemEncodedCertificate: 'PEM' });
    const certificates = await gateway.send(new GetClientCertificatesCommand({}));
    expect(certificates.items?.map(({ clientCertificateId }) => clientCertificateId)).toContain('cert1');
    const asked = new GetClientCertificateCommand({ clientCertificateId: 'none' });
    await expect(gateway.send(asked)).rejects.toMatchObject(NOT_FOUND);
  });

  it('shows of mappings only those of one level, and associations of private names', async () => {
    const { items } = await gateway.send(new GetDomainNamesCommand({}));
    const domainName = items?.[0]?.domainName;
    const mappings = await gateway.send(new GetBasePathMappingsCommand({ domainName }));
    expect(mappings.items?.map(({ basePath }) => basePath)).toEqual(['patients', 'care']);
    const association = { domainNameAccessAssociationArn: 'arn:association', accessAssociationSource: 'vpce-1' };
    estate.state.domainNameAccessAssociations.push(association);
    const own = await gateway.send(new GetDomainNameAccessAssociationsCommand({ resourceOwner: 'SELF' }));
    expect(own.items).toEqual([association]);
  });

  it('tells tags by ARN', async () => {
    api.api.tags = { owner: 'records' };
    const arn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
    expect((await gateway.send(new GetTagsCommand({ resourceArn: arn }))).tags).toEqual({ owner: 'records' });
    expect((await gateway.send(new GetTagsCommand({ resourceArn: `${arn}/stages/prod` }))).tags).toEqual({});
    const none = new GetTagsCommand({ resourceArn: 'arn:aws:apigateway:us-east-1::/restapis/none' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
    await expect(gateway.send(new GetTagsCommand({ resourceArn: 'none' }))).rejects.toMatchObject(BAD_REQUEST);
  });

  it('tells the usage of a plan day by day', async () => {
    const plan = estate.state.usagePlans.get('plan1');
    const [keyId = ''] = plan?.keyIds ?? [];
    estate.state.usagePlans.set('plan1', {
      plan: plan?.plan ?? {},
      keyIds: [keyId],
      requestsPerDay: { [keyId]: 1_000 },
    });
    const usage = { usagePlanId: 'plan1', startDate: '2026-11-01', endDate: '2026-11-03' };
    const { items } = await gateway.send(new GetUsageCommand(usage));
    expect(items?.[keyId]).toEqual([
      [1_000, 999_000],
      [1_000, 998_000],
      [1_000, 997_000],
    ]);
    const backwards = new GetUsageCommand({ ...usage, endDate: '2026-10-01' });
    await expect(gateway.send(backwards)).rejects.toMatchObject(BAD_REQUEST);
    const none = new GetUsageCommand({ ...usage, keyId: 'none' });
    await expect(gateway.send(none)).rejects.toMatchObject(NOT_FOUND);
  });

  it('knows its APIs in their own region only', async () => {
    const elsewhere = new APIGatewayClient(estate.client('eu-west-1'));
    await expect(elsewhere.send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject(NOT_FOUND);
  });
});

describe('the quota of GetResources', () => {
  it('is less than the one of all calls', async () => {
    const slow = await startEstateCloud({ quotas: { getResourcesRate: 0.001, getResourcesBurst: 2 } });
    const client = new APIGatewayClient(slow.client());
    const [id] = slow.state.restApis.keys();
    const ask = () => client.send(new GetResourcesCommand({ restApiId: id }));
    await ask();
    await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    expect((await client.send(new GetRestApiCommand({ restApiId: id }))).name).toBe('patient-records');
    await slow.cloud.close();
  });
});
