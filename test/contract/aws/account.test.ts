import {
  APIGatewayClient,
  GetAccountCommand,
  GetClientCertificateCommand,
  GetDomainNamesCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetStageCommand,
  GetUsageCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand, GetStagesCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ResourceExplorer2Client, SearchCommand } from '@aws-sdk/client-resource-explorer-2';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
beforeAll(async () => {
  estate = await startEstateCloud();
});
afterAll(() => estate.cloud.close());

const gateway = (region?: string) => new APIGatewayClient(estate.client(region));
const idOf = (name: string): string =>
  [...estate.state.restApis.values()].find(({ api }) => api.name === name)?.api.id ?? '';

describe('what the account holds that no demo moves', () => {
  it('has a private API whose stage serves another thing than what is edited', async () => {
    const restApiId = idOf('lab-results');
    const { items } = await gateway().send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
    const edited = items?.find(({ path }) => path === '/results/{resultId}')?.resourceMethods?.['GET'];
    expect(items?.map(({ path }) => path)).toContain('/results/{resultId}/history');
    expect(edited).toMatchObject({ authorizationType: 'NONE', methodIntegration: { timeoutInMillis: 29_000 } });
    const request = { restApiId, stageName: 'prod', exportType: 'oas30' };
    const parameters = { extensions: 'apigateway,documentation' };
    const { body } = await gateway().send(new GetExportCommand({ ...request, parameters }));
    const text = Buffer.from(body ?? []).toString();
    expect(text).not.toContain('history');
    expect(JSON.parse(text)).toMatchObject({
      'x-amazon-apigateway-minimum-compression-size': 1_024,
      'x-amazon-apigateway-documentation': { version: '2.0' },
      'servers': [
        { 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: [expect.stringContaining('vpce-')] } },
      ],
      'paths': { '/results/{resultId}': { get: { security: [{ sigv4: [] }] } } },
    });
  });

  it('shows a certificate to backends, has a canary and a link to a network load balancer', async () => {
    const restApiId = idOf('lab-results');
    const prod = await gateway().send(new GetStageCommand({ restApiId, stageName: 'prod' }));
    const { clientCertificateId } = prod;
    const certificate = await gateway().send(new GetClientCertificateCommand({ clientCertificateId }));
    expect(certificate.pemEncodedCertificate).toContain('BEGIN CERTIFICATE');
    const test = await gateway().send(new GetStageCommand({ restApiId, stageName: 'test' }));
    expect(test.canarySettings).toMatchObject({ percentTraffic: 10 });
    expect(test.canarySettings?.deploymentId).not.toBe(test.deploymentId);
    const { items } = await gateway().send(new GetVpcLinksCommand({}));
    expect(estate.state.loadBalancing.loadBalancers.get(items?.[0]?.targetArns?.[0] ?? '')?.Type).toBe('network');
    expect((await gateway().send(new GetAccountCommand({}))).cloudwatchRoleArn).toContain(':role/');
  });

  it('has an API that cannot be exported', async () => {
    const asked = new GetExportCommand({ restApiId: idOf('claims-intake'), stageName: 'v1', exportType: 'oas30' });
    await expect(gateway().send(asked)).rejects.toMatchObject({ message: 'Only found non-JSON body models' });
  });

  it('has a WebSocket API with traffic', async () => {
    const sockets = new ApiGatewayV2Client(estate.client());
    const api = [...estate.state.httpApis.values()].find(({ api: { ProtocolType } }) => ProtocolType === 'WEBSOCKET');
    const ApiId = api?.api.ApiId;
    const { Items } = await sockets.send(new GetRoutesCommand({ ApiId }));
    expect(Items?.map(({ RouteKey }) => RouteKey)).toEqual([
      '$connect',
      '$disconnect',
      '$default',
      'subscribe',
      'acknowledge',
    ]);
    const stages = await sockets.send(new GetStagesCommand({ ApiId }));
    expect(stages.Items?.[0]?.RouteSettings).toEqual({
      subscribe: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
    const Dimensions = [{ Name: 'ApiId', Value: ApiId }];
    const Metric = { Namespace: 'AWS/ApiGateway', MetricName: 'MessageCount', Dimensions };
    const asked = new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 7 * 86_400_000),
      EndTime: new Date(),
      MetricDataQueries: [{ Id: 'messages', MetricStat: { Metric, Period: 86_400, Stat: 'Sum' } }],
    });
    const { MetricDataResults } = await new CloudWatchClient(estate.client()).send(asked);
    expect(MetricDataResults?.[0]?.Values?.at(-2)).toBeGreaterThan(100_000);
  });

  it('tells how keys were used', async () => {
    const usage = { usagePlanId: 'plan1', startDate: '2026-11-01', endDate: '2026-11-02' };
    expect(Object.values((await gateway().send(new GetUsageCommand(usage))).items ?? {})).toEqual([
      [
        [21_000, 979_000],
        [21_000, 958_000],
      ],
    ]);
  });
});

describe('another account of the organisation', () => {
  const assume = async (account: string) => {
    const asked = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: 'test' });
    const { Credentials } = await new STSClient(estate.client()).send(asked);
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return { ...estate.client(), credentials };
  };

  it('is named by Resource Explorer and read by its role', async () => {
    const QueryString = 'resourcetype:apigateway:apis -accountid:111122223333';
    const { Resources } = await new ResourceExplorer2Client(estate.client()).send(new SearchCommand({ QueryString }));
    const [account = ''] = Resources?.map(({ OwningAccountId }) => OwningAccountId ?? '') ?? [];
    const client = await assume(account);
    const identity = await new STSClient(client).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: account, Arn: `arn:aws:sts::${account}:assumed-role/reader/test` });
    const { Items } = await new ApiGatewayV2Client(client).send(new GetApisCommand({}));
    expect(Items?.map(({ Name }) => Name)).toEqual(['payroll']);
  });

  it('lets nobody into an account that there is not', async () => {
    await expect(assume('999988887777')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('the second region', () => {
  it('is found by Resource Explorer, and holds a name with mutual TLS and its trust store', async () => {
    const QueryString = 'resourcetype:apigateway:restapis -region:us-east-1';
    const { Resources } = await new ResourceExplorer2Client(estate.client()).send(new SearchCommand({ QueryString }));
    expect(Resources?.map(({ Region }) => Region)).toEqual(['eu-west-1']);
    const { items } = await gateway('eu-west-1').send(new GetDomainNamesCommand({}));
    const { truststoreUri, truststoreVersion } = items?.[0]?.mutualTlsAuthentication ?? {};
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(truststoreUri ?? '') ?? [];
    const s3 = (region: string) => new S3Client({ ...estate.client(region), forcePathStyle: true });
    const store = await s3('eu-west-1').send(new GetObjectCommand({ Bucket, Key, VersionId: truststoreVersion }));
    expect(await store.Body?.transformToString()).toContain('BEGIN CERTIFICATE');
    const elsewhere = new GetObjectCommand({ Bucket, Key });
    await expect(s3('us-east-1').send(elsewhere)).rejects.toMatchObject({ name: 'PermanentRedirect' });
  });
});
