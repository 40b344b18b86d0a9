import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsClients } from '../../../../src/adapters/aws/clients.ts';
import { awsSourceReader } from '../../../../src/adapters/aws/discovery/source-reader.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { startAwsCloud, type AwsCloud } from '../../../../src/local/sandbox/aws/aws-cloud.ts';
import type { AwsState } from '../../../../src/local/sandbox/aws/state.ts';
import { healthRecordsEstate } from '../../../../src/local/sandbox/estate/health-records.ts';
import { Faults } from '../../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../../src/local/sandbox/trace.ts';
import type { AwsApi } from '../../../../src/model/aws.ts';
import { constructsOf } from '../../../../src/model/construct.ts';
import { sourceKey } from '../../../../src/model/source-ref.ts';

const scope = { account: '111122223333', region: 'us-east-1' };
let state: AwsState;
let cloud: AwsCloud;
const reader = () => awsSourceReader(awsClients({ credentials: cloud.credentials }));

async function apiNamed(name: string): Promise<AwsApi> {
  const { items } = await reader().listApis(scope);
  const listing = items.find((item) => item.name === name);
  if (!listing) throw new Error(`no API ${name}`);
  const { apis = [], gaps } = await reader().readApi(scope, listing);
  expect(gaps).toEqual([]);
  const [api] = apis;
  if (!api) throw new Error(`${name} has no stage`);
  return api;
}

beforeAll(async () => {
  ({ aws: state } = await healthRecordsEstate(await createAuthority()));
  cloud = await startAwsCloud({ state, faults: new Faults(), trace: new Trace() });
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.aws.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.close();
});

describe('the source reader', () => {
  it('lists the APIs of both versions', async () => {
    const { items, gaps } = await reader().listApis(scope);
    expect(items.map(({ name, type }) => [name, type])).toEqual([
      ['patient-records', 'REST'],
      ['care-services', 'HTTP'],
      ['legacy-directory', 'HTTP'],
    ]);
    expect(gaps).toEqual([]);
  });

  it('reads a REST API at its stage', async () => {
    const api = await apiNamed('patient-records');
    expect(api).toMatchObject({
      type: 'REST',
      endpointType: 'REGIONAL',
      stage: { name: 'prod', cacheClusterEnabled: true },
    });
    const get = api.routes.find(({ path, method }) => path === '/patients/{patientId}' && method === 'GET');
    expect(get).toMatchObject({
      at: {
        arn: `arn:aws:apigateway:us-east-1::/restapis/${api.id}/stages/prod`,
        pointer: '/resources/~1patients~1{patientId}/GET',
      },
      authorizationType: 'COGNITO_USER_POOLS',
      authorizerId: api.authorizers[0]?.id,
      apiKeyRequired: true,
      integration: {
        at: { pointer: '/resources/~1patients~1{patientId}/GET/integration' },
        type: 'HTTP_PROXY',
        uri: 'http://records.backends.health.example/patients/{patientId}',
        cacheKeyParameters: ['method.request.path.patientId'],
      },
    });
    expect(api.models.map(({ name }) => name)).toContain('Patient');
    expect(api.requestValidators).toMatchObject([{ name: 'all', validateRequestBody: true }]);
    expect(api.gatewayResponses).toEqual([]);
    expect(api.stage.methodSettings.map(({ key }) => key)).toEqual(['*/*', '/patients/{patientId}/GET']);
  });

  it('reads an HTTP API with its authorizer, CORS and links', async () => {
    const api = await apiNamed('care-services');
    expect(api).toMatchObject({
      type: 'HTTP',
      stage: { name: '$default' },
      cors: { allowMethods: ['GET'], maxAge: 300 },
    });
    expect(api.authorizers).toMatchObject([{ type: 'JWT', audience: ['health-records-client'] }]);
    const routes = api.routes.map(({ method, path, integration }) => [method, path, integration?.connectionId]);
    expect(routes).toEqual([
      ['GET', '/appointments', undefined],
      ['GET', '/legacy-care', 'vlcare1'],
      ['GET', '/processing', 'vlcare1'],
    ]);
  });

  it('reads a catch-all route', async () => {
    const { routes } = await apiNamed('legacy-directory');
    expect(routes).toMatchObject([{ method: 'ANY', path: '$default', integration: { type: 'HTTP_PROXY' } }]);
  });

  it('gives every construct a place of its own', async () => {
    const keys = constructsOf(await apiNamed('patient-records')).map(({ kind, at }) => `${kind} ${sourceKey(at)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('reads domain names, certificates, plans and keys', async () => {
    const { domainNames, certificates, usagePlans, apiKeys, gaps } = await reader().readShared(scope);
    expect(gaps).toEqual([]);
    expect(domainNames?.map(({ name, mappings }) => [name, mappings.map(({ path }) => path)])).toEqual([
      ['api.health.example', ['patients', 'care']],
      ['legacy.health.example', ['']],
    ]);
    expect(certificates?.map(({ domainName, exportable }) => [domainName, exportable])).toEqual([
      ['api.health.example', true],
      ['legacy.health.example', true],
    ]);
    expect(usagePlans).toMatchObject([
      { id: 'plan1', quota: { period: 'MONTH', offset: 0 }, keyIds: ['key1portal'] },
      { id: 'plan2', keyIds: ['key2clinic'] },
    ]);
    expect(apiKeys).toEqual([
      {
        at: { arn: 'arn:aws:apigateway:us-east-1::/apikeys/key1portal', pointer: '' },
        id: 'key1portal',
        name: 'portal',
        enabled: true,
      },
      {
        at: { arn: 'arn:aws:apigateway:us-east-1::/apikeys/key2clinic', pointer: '' },
        id: 'key2clinic',
        name: 'clinic-north',
        enabled: true,
      },
    ]);
    expect(await reader().apiKeyValue(scope, 'key1portal')).toBe(state.apiKeys.get('key1portal')?.value);
  });

  it('names the call and the permission of what it could not read', async () => {
    const { apis, gaps } = await reader().readApi(scope, { id: 'gone', type: 'REST', name: 'gone' });
    expect(apis).toEqual([]);
    expect(gaps).toMatchObject([{ call: 'GetStages' }]);
  });

  it('looks at stages, names, plans and keys as it read them, and sees what changed', async () => {
    const { items } = await reader().listApis(scope);
    const { domainNames, usagePlans, apiKeys } = await reader().readShared(scope);
    const read: AwsApi[] = [];
    for (const item of items) read.push(...((await reader().readApi(scope, item)).apis ?? []));
    const before = read.map(({ id, stage }) => ({ apiId: id, stage }));
    const look = async () => await reader().look(scope, [...items, { id: 'gone', type: 'REST' }]);
    expect(await look()).toEqual({ stages: before, domainNames, usagePlans, apiKeys, gaps: [] });
    const stage = [...state.restApis.values()][0]?.stages[0];
    const deploymentId = stage?.deploymentId ?? '';
    Object.assign(stage ?? {}, { deploymentId: 'd-later' });
    expect((await look()).stages[0]?.stage.deploymentId).toBe('d-later');
    Object.assign(stage ?? {}, { deploymentId });
  });

  it('turns refused credentials into gaps', async () => {
    const stranger = awsClients({ credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'none' } });
    const { items, gaps } = await awsSourceReader(stranger).listApis(scope);
    expect(items).toEqual([]);
    expect(gaps.map(({ call }) => call)).toEqual(['GetRestApis', 'GetApis']);
    expect(gaps[0]?.remedy).toContain('apigateway:GET on arn:aws:apigateway:us-east-1::/restapis');
  });
});
