import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiManagement } from '../../../src/adapters/azure/api-management.ts';
import { azureClients } from '../../../src/adapters/azure/clients.ts';
import { readInput } from '../../../src/definitions/read-input.ts';
import { createAuthority, type Authority, type IssuedCertificate } from '../../../src/local/sandbox/authority.ts';
import { addCustomDomain } from '../../../src/local/sandbox/estate/custom-domain.ts';
import { addRestApi } from '../../../src/local/sandbox/estate/stage.ts';
import { startSandbox, type Sandbox } from '../../../src/local/sandbox/sandbox.ts';
import { inventoryOf } from '../../../src/model/aws-inventory.ts';
import type { Step } from '../../../src/model/plan.ts';
import { runRequest } from '../../../src/model/run.ts';
import { assess } from '../../../src/planning/build-plan.ts';
import type { ApiManagement } from '../../../src/ports/api-management.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import type { StepPorts } from '../../../src/steps/step-kind.ts';
import { storeCertificate } from '../../support/authorities.ts';
import { SandboxClient, SOURCE, TARGET } from './sandbox-client.ts';

const HOST = 'partners.health.example';
const SECURITY = 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security';
const URI = 's3://trust/partners.pem';
const DEFINITION = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'partner-exchange', version: '1' },
  servers: [{ 'url': 'https://p', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
  paths: {
    '/people': {
      get: {
        'responses': { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: 'http://directory.backends.health.example/people',
        },
      },
    },
  },
});
/** A root of others that somebody gave the service before: the plan's policy must not take its certificates. */
const others = await createAuthority();
const partners = await createAuthority();
const stranger = await createAuthority();
/** Issues the certificate of the name itself. */
const names = await createAuthority();
const issue = (authority: Authority, days = 30): Promise<IssuedCertificate> =>
  authority.issue({ hostnames: ['clinic.example'], key: 'p256', days });
const derOf = (pem: string): string => pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');

let sandbox: Sandbox;
let client: SandboxClient;
let port: ApiManagement;
let steps: readonly Step[];
const trusted = getCACertificates('default');

/** Status and body of a call of the name; `ended` for a connection that ends without an answer. */
function call(address: string, shown?: IssuedCertificate, hostname = HOST): Promise<string> {
  const { gatewayPort, caFile } = sandbox.endpoints;
  const ca = hostname === HOST ? names.caPem : readFileSync(caFile, 'utf8');
  return new Promise((resolve) => {
    const options = {
      host: address,
      port: gatewayPort,
      servername: hostname,
      path: '/people',
      agent: false,
      ca,
      headers: { host: HOST },
      ...(shown && { key: shown.keyPem, cert: shown.certPem }),
    };
    const outgoing = httpsRequest(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve(`${incoming.statusCode} ${incoming.statusCode === 200 ? '' : body}`.trim());
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNRESET' ? 'ended' : String(error)),
    );
    outgoing.end();
  });
}

/** What a run does with the steps that change the service, by the adapters that a run has. */
async function run(each: Step): Promise<Step | undefined> {
  const ports = {
    apiManagement: port,
    certificateVault: {
      get: (name: string) =>
        Promise.resolve({ secretId: `https://${sandbox.endpoints.vault}.vault.azure.net/secrets/${name}` }),
    },
  } as unknown as StepPorts;
  const bound = bindStep(each);
  const undo = each.id.startsWith('undo:') ? undefined : bound.compensate(await bound.capture(ports));
  let progress = await bound.apply(ports);
  while (progress.state === 'running') progress = await bound.proceed(progress.operation, ports);
  return undo && 'step' in undo ? undo.step : undefined;
}

function planned(apiId: string): readonly Step[] {
  const [read] = readInput({ file: 'p.json', bytes: Buffer.from(DEFINITION) }).part.apis ?? [];
  if (read === undefined) throw new Error('the definition holds no API');
  const { awsAccountId: account, awsRegion: region } = sandbox.endpoints;
  const at = (name: string) => ({ arn: `arn:aws:apigateway:${region}::/${name}`, pointer: '' });
  const certificateArn = sandbox.aws.domainNames.get(HOST)?.domain.regionalCertificateArn ?? '';
  const inventory = inventoryOf({
    apis: [{ ...read, id: apiId, account, region, stage: { ...read.stage, name: 'live' } }],
    domainNames: [
      {
        at: at(`domainnames/${HOST}`),
        name: HOST,
        endpointType: 'REGIONAL',
        certificateArn,
        securityPolicy: 'TLS_1_2',
        mutualTlsTruststoreUri: URI,
        mutualTlsTruststoreVersion: 'one',
        mappings: [{ at: at(`domainnames/${HOST}/0`), path: '', apiId, stage: 'live' }],
        routingRules: [],
        accessAssociations: [],
      },
    ],
    trustStores: [{ at: at('trust'), uri: URI, version: 'one', certificates: [storeCertificate(partners.caPem)] }],
    certificates: [
      {
        at: { arn: certificateArn, pointer: '' },
        arn: certificateArn,
        domainName: HOST,
        subjectAlternativeNames: [HOST],
        status: 'ISSUED',
        type: 'AMAZON_ISSUED',
        keyAlgorithm: 'RSA_2048',
        exportable: true,
      },
    ],
  });
  const request = runRequest.parse({
    source: [{ account, region }],
    target: { subscriptionId: sandbox.endpoints.subscriptionId, resourceGroup: 'rg', service: 'apim' },
    keyVault: 'vault',
    dns: [{ provider: 'route53', zone: 'health.example' }],
    waves: [{ name: 'one', apis: [apiId], hostnames: [{ name: HOST }] }],
    decisions: { '*': 'recommended' },
  });
  const { plan } = assess({
    inventory,
    request,
    recordSets: { [HOST]: [{ name: HOST, type: 'CNAME', ttl: 10, values: ['d-1.example'] }] },
    gatewayHost: `${sandbox.endpoints.service}.azure-api.net`,
    targetDigest: 'sha256:none',
  });
  expect(plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  return plan.steps;
}

beforeAll(async () => {
  sandbox = await startSandbox({ serviceUpdateMs: 20 });
  client = new SandboxClient(sandbox);
  const { aws, endpoints } = sandbox;
  const authority = readFileSync(endpoints.caFile, 'utf8');
  setDefaultCACertificates([...trusted, authority]);
  vi.stubEnv('IDENTITY_ENDPOINT', endpoints.identityEndpoint);
  vi.stubEnv('IDENTITY_HEADER', endpoints.identityHeader);
  port = apiManagement(azureClients({ armEndpoint: endpoints.arm, credential: 'managed-identity' }), endpoints);
  const apiId = addRestApi(aws, DEFINITION, 'live');
  await addCustomDomain(aws, names, HOST, [{ key: '', apiId, stage: 'live' }]);
  const store = {
    versionId: 'one',
    body: Buffer.from(partners.caPem),
    contentType: 'text/plain',
    lastModified: new Date(),
  };
  aws.buckets.set('trust', new Map([['partners.pem', [store]]]));
  const held = aws.domainNames.get(HOST);
  if (held === undefined) throw new Error('the name was not added');
  const mutualTlsAuthentication = { truststoreUri: URI, truststoreVersion: 'one' };
  aws.domainNames.set(HOST, { ...held, domain: { ...held.domain, mutualTlsAuthentication } });
  steps = planned(apiId);
  const { infrastructure, etag } = await port.service();
  const root = { storeName: 'Root', encodedCertificate: derOf(others.caPem) };
  const write = await port.writeInfrastructure({ ...infrastructure, certificates: [root] }, etag);
  for (let now = write; !now.done; now = await port.continueWrite(now.operation));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  setDefaultCACertificates(trusted);
  await sandbox.close();
});

describe('a name with mutual TLS, moved by the steps of a plan', () => {
  let undo: Step | undefined;

  it('is bound in one update that keeps what others brought', async () => {
    const before = (await port.service()).infrastructure;
    const [transfer] = steps.filter(({ kind }) => kind === 'transfer-certificate');
    await client.importCertificate(HOST, String(transfer?.payload['name']));
    for (const each of steps.filter(({ kind }) => !['transfer-certificate', 'change-dns'].includes(kind))) {
      const undone = await run(each);
      if (each.kind === 'bind-hostnames') undo = undone;
    }
    const { hostnames, certificates, customProperties } = (await port.service()).infrastructure;
    expect(hostnames.find(({ hostName }) => hostName === HOST)).toMatchObject({ negotiateClientCertificate: true });
    expect(certificates).toHaveLength(2);
    expect(certificates).toEqual(expect.arrayContaining([...before.certificates]));
    expect(customProperties).toMatchObject({ ...before.customProperties });
    expect(customProperties[`${SECURITY}.Protocols.Tls10`]).toBe('False');
  });

  it.each([
    ['nobody’s certificate', undefined, 'ended', '403 {"message":"Forbidden"}'],
    ['a good one', () => issue(partners), '200', '200'],
    ['one that has ended', () => issue(partners, -0.5), '403 {"message":"Forbidden"}', '403 {"message":"Forbidden"}'],
    ['a stranger’s', () => issue(stranger), '403 {"message":"Forbidden"}', '403 {"message":"Forbidden"}'],
    ['one of others of the service', () => issue(others), '403 {"message":"Forbidden"}', '403 {"message":"Forbidden"}'],
  ])('with %s both sides answer as they should', async (_whose, make, atSource, atTarget) => {
    const shown = await make?.();
    expect([await call(SOURCE, shown), await call(TARGET, shown)]).toEqual([atSource, atTarget]);
  });

  it('is closed under another name of the service, and by a handshake for another name', async () => {
    const shown = await issue(partners);
    const own = `${sandbox.endpoints.service}.azure-api.net`;
    const { status, body } = await client.gateway(TARGET, own, { path: '/people' });
    expect([status, body]).toEqual([403, '{"message":"Forbidden"}']);
    expect(await call(TARGET, undefined, own)).toBe('403 {"message":"Forbidden"}');
    expect(await call(SOURCE, undefined, 'api.health.example')).toBe('403 {"message":"Forbidden"}');
    expect(await call(TARGET, shown)).toBe('200');
  });

  it('leaves the service as it was when it is undone', async () => {
    if (undo === undefined) throw new Error('the name was not bound');
    await run(undo);
    const { hostnames, certificates } = (await port.service()).infrastructure;
    expect(hostnames.map(({ hostName }) => hostName)).not.toContain(HOST);
    expect(certificates).toMatchObject([{ storeName: 'Root', certificate: { subject: expect.any(String) as string } }]);
  });
});
