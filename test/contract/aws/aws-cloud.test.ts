import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, GetRoutesCommand, ImportApiCommand } from '@aws-sdk/client-apigatewayv2';
import { ACMClient, ExportCertificateCommand } from '@aws-sdk/client-acm';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAwsCloud, type AwsCloud } from '../../../src/local/sandbox/aws/aws-cloud.ts';
import { emptyAwsState } from '../../../src/local/sandbox/aws/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

const state = emptyAwsState();
let cloud: AwsCloud;
const client = () => ({ region: 'us-east-1', endpoint: cloud.aws.url, credentials: cloud.credentials, maxAttempts: 1 });
const definition = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  paths: {
    '/pets/{id}': {
      get: {
        'responses': { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'http://pets.example/{id}' },
      },
    },
  },
});

beforeAll(async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  state.certificates.set('arn:aws:acm:us-east-1:111122223333:certificate/one', {
    detail: { CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/one', Options: { Export: 'ENABLED' } },
    certificatePem: 'leaf',
    chainPem: 'chain',
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  });
  state.hostedZones.set('Z1', {
    zone: { Id: '/hostedzone/Z1', Name: 'health.example.', CallerReference: 'one' },
    nameServers: [],
    recordSets: [{ Name: 'api.health.example.', Type: 'CNAME', TTL: 10, ResourceRecords: [{ Value: 'old.example' }] }],
    history: [],
  });
  state.metrics.add({ apiName: 'pets', apiId: 'a', stage: 'prod', at: Date.now(), status: 503, latencyMs: 4 });
  cloud = await startAwsCloud({ state, faults: new Faults(), trace: new Trace(), quotas: { insyncAfterMs: 0 } });
});
afterAll(() => cloud.close());

describe('the simulated AWS account, by the real SDK clients', () => {
  it('imports, deploys, lists and exports a REST API', async () => {
    const gateway = new APIGatewayClient(client());
    const { id } = await gateway.send(new ImportRestApiCommand({ body: Buffer.from(definition) }));
    await gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'prod' }));
    const { items } = await gateway.send(new GetRestApisCommand({ limit: 1 }));
    expect(items?.[0]).toMatchObject({ id, name: 'pets' });
    const resources = await gateway.send(new GetResourcesCommand({ restApiId: id, embed: ['methods'] }));
    const resource = resources.items?.find(({ path }) => path === '/pets/{id}');
    expect(resource?.resourceMethods?.['GET']?.methodIntegration?.uri).toBe('http://pets.example/{id}');
    const request = { restApiId: id, stageName: 'prod', exportType: 'oas30', parameters: { extensions: 'apigateway' } };
    const { body } = await gateway.send(new GetExportCommand(request));
    expect(JSON.parse(Buffer.from(body ?? []).toString())).toHaveProperty(['paths', '/pets/{id}', 'get']);
  });

  it('refuses an unknown API by its exception', async () => {
    const asked = new APIGatewayClient(client()).send(new GetResourcesCommand({ restApiId: 'none' }));
    await expect(asked).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('imports an HTTP API and lists its routes', async () => {
    const gateway = new ApiGatewayV2Client(client());
    const { ApiId } = await gateway.send(new ImportApiCommand({ Body: definition }));
    const { Items } = await gateway.send(new GetRoutesCommand({ ApiId }));
    expect(Items?.map(({ RouteKey }) => RouteKey)).toEqual(['GET /pets/{id}']);
  });

  it('exports a certificate with its key encrypted by the passphrase', async () => {
    const CertificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/one';
    const request = { CertificateArn, Passphrase: Buffer.from('open-sesame') };
    const { PrivateKey } = await new ACMClient(client()).send(new ExportCertificateCommand(request));
    expect(createPrivateKey({ key: PrivateKey ?? '', passphrase: 'open-sesame' }).asymmetricKeyType).toBe('ec');
  });

  it('changes records atomically and refuses a DELETE that repeats other values', async () => {
    const dns = new Route53Client(client());
    const { ResourceRecordSets } = await dns.send(new ListResourceRecordSetsCommand({ HostedZoneId: 'Z1' }));
    const old = ResourceRecordSets?.[0];
    expect(old?.TTL).toBe(10);
    const swap = (TTL: number) => ({
      HostedZoneId: 'Z1',
      ChangeBatch: {
        Changes: [
          {
            Action: 'DELETE' as const,
            ResourceRecordSet: { Name: old?.Name, Type: old?.Type, ResourceRecords: old?.ResourceRecords, TTL },
          },
          {
            Action: 'CREATE' as const,
            ResourceRecordSet: {
              Name: old?.Name,
              Type: old?.Type,
              ResourceRecords: [{ Value: 'new.example' }],
              TTL: 10,
            },
          },
        ],
      },
    });
    await expect(dns.send(new ChangeResourceRecordSetsCommand(swap(99)))).rejects.toMatchObject({
      name: 'InvalidChangeBatch',
    });
    const { ChangeInfo } = await dns.send(new ChangeResourceRecordSetsCommand(swap(10)));
    const change = await dns.send(new GetChangeCommand({ Id: ChangeInfo?.Id }));
    expect(change.ChangeInfo?.Status).toBe('INSYNC');
    expect(state.hostedZones.get('Z1')?.recordSets[0]?.ResourceRecords?.[0]?.Value).toBe('new.example');
  });

  it('tells the caller and the metrics, and refuses who does not sign', async () => {
    const identity = await new STSClient(client()).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe('111122223333');
    const Metric = {
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Dimensions: [{ Name: 'ApiName', Value: 'pets' }],
    };
    const asked = new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [{ Id: 'errors', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    });
    const { MetricDataResults } = await new CloudWatchClient(client()).send(asked);
    expect(MetricDataResults?.[0]?.Values).toEqual([1]);
    expect((await fetch(`${cloud.aws.url}/restapis`)).status).toBe(403);
  });
});
