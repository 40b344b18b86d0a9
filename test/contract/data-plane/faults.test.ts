import { ACMClient, ExportCertificateCommand } from '@aws-sdk/client-acm';
import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { afterEach, describe, expect, test } from 'vitest';
import { StubResolver } from '../../../src/local/sandbox/callers/stub-resolver.ts';
import type { FaultKind } from '../../../src/local/sandbox/faults.ts';
import { startSandbox, type Sandbox } from '../../../src/local/sandbox/sandbox.ts';
import { SandboxClient, SOURCE, TARGET } from './sandbox-client.ts';

const HOSTNAME = 'legacy.health.example';
let sandbox: Sandbox;
let client: SandboxClient;
afterEach(() => sandbox.close());

async function start(...faults: FaultKind[]): Promise<void> {
  sandbox = await startSandbox({ faults });
  client = new SandboxClient(sandbox);
}

/** Settings of the AWS SDK's clients; a refusal is not tried again. */
const aws = (more: object = {}) => ({
  region: sandbox.endpoints.awsRegion,
  endpoint: sandbox.endpoints.aws,
  credentials: {
    accessKeyId: sandbox.endpoints.awsAccessKeyId,
    secretAccessKey: sandbox.endpoints.awsSecretAccessKey,
  },
  maxAttempts: 1,
  ...more,
});

/** An API that answers at the target under the host name. */
async function serveAtTarget(): Promise<void> {
  const serviceUrl = 'http://directory.backends.health.example';
  const api = { displayName: 'legacy', path: '', protocols: ['https'], serviceUrl, subscriptionRequired: false };
  await client.arm('PUT', 'apis/legacy', { properties: api });
  await client.arm('PUT', 'apis/legacy/operations/any', {
    properties: { displayName: 'any', method: 'GET', urlTemplate: '/*' },
  });
  const keyVaultId = await client.importCertificate(HOSTNAME, 'legacy');
  const bound = { type: 'Proxy', hostName: HOSTNAME, keyVaultId, certificateSource: 'KeyVault' };
  await client.arm('PATCH', '', { properties: { hostnameConfigurations: [bound] } });
}

const atTarget = async (): Promise<number> => (await client.gateway(TARGET, HOSTNAME, { path: '/people' })).status;

async function record(): Promise<ResourceRecordSet> {
  const route53 = new Route53Client(aws());
  const [HostedZoneId] = sandbox.aws.hostedZones.keys();
  const { ResourceRecordSets } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  const found = ResourceRecordSets?.find(({ Name }) => Name === `${HOSTNAME}.`);
  if (!found) throw new Error(`no record of ${HOSTNAME}`);
  return found;
}

/** Moves the name from a record that was read, by compare-and-swap. */
async function moveFrom(set: ResourceRecordSet): Promise<void> {
  const [HostedZoneId] = sandbox.aws.hostedZones.keys();
  const moved = { ...set, TTL: 1, ResourceRecords: [{ Value: `${sandbox.endpoints.service}.azure-api.net` }] };
  const Changes = [
    { Action: 'DELETE' as const, ResourceRecordSet: set },
    { Action: 'CREATE' as const, ResourceRecordSet: moved },
  ];
  await new Route53Client(aws()).send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
}

describe('a fault of the sandbox', () => {
  test('at the target takes hold when a name first leads there', async () => {
    await start('target-auth', 'no-data');
    await serveAtTarget();
    const requests = async (): Promise<number> => {
      const { body } = await client.arm('GET', 'providers/Microsoft.Insights/metrics');
      const { value } = JSON.parse(body) as { value: { timeseries: { data: { total: number }[] }[] }[] };
      return value.flatMap(({ timeseries }) => timeseries.flatMap(({ data }) => data)).reduce((a, b) => a + b.total, 0);
    };
    expect(await atTarget()).toBe(200);
    expect(await requests()).toBe(1);
    await moveFrom(await record());
    expect(await atTarget()).toBe(401);
    expect(await requests()).toBe(0);
    expect((await client.gateway(SOURCE, HOSTNAME, { path: '/people' })).status).toBe(200);
  });

  test('armed and cleared over the control socket', async () => {
    await start();
    await serveAtTarget();
    await moveFrom(await record());
    const faults = new URL('/faults', sandbox.endpoints.control);
    await fetch(faults, { method: 'POST', body: '{"kind":"target-auth"}' });
    expect(await atTarget()).toBe(401);
    await fetch(faults, { method: 'DELETE' });
    expect(await atTarget()).toBe(200);
  });

  test('dns-lag keeps one of the two servers behind the zone', async () => {
    await start('dns-lag');
    await moveFrom(await record());
    const servers = sandbox.endpoints.dnsServers.map((each) => {
      const [host = '', port] = each.split(':');
      return new StubResolver([{ host, port: Number(port) }]);
    });
    expect(await Promise.all(servers.map((server) => server.resolve(HOSTNAME)))).toEqual([TARGET, SOURCE]);
  });

  test('dns-edited changes the record after it was read, once', async () => {
    await start('dns-edited');
    const read = await record();
    await expect(moveFrom(read)).rejects.toMatchObject({ name: 'InvalidChangeBatch' });
    const edited = await record();
    expect(edited).toEqual({ ...read, TTL: 2 * (read.TTL ?? 0) });
    await moveFrom(edited);
  });

  test('certificate-missing lets no certificate be exported', async () => {
    await start('certificate-missing');
    const [CertificateArn] = sandbox.aws.certificates.keys();
    const command = new ExportCertificateCommand({ CertificateArn, Passphrase: Buffer.from('between-us') });
    await expect(new ACMClient(aws()).send(command)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('throttled leaves few calls, with which a patient client comes through', async () => {
    await start('throttled');
    const impatient = new APIGatewayClient(aws());
    const calls = Array.from({ length: 10 }, () => impatient.send(new GetRestApisCommand({})));
    const failed = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({ reason: { name: 'TooManyRequestsException' } });
    const patient = new APIGatewayClient(aws({ maxAttempts: 10 }));
    expect((await patient.send(new GetRestApisCommand({}))).items).toHaveLength(sandbox.aws.restApis.size);
  });
});
