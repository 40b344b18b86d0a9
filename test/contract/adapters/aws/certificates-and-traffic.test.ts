import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { acmCertificateSource } from '../../../../src/adapters/aws/certificate-source.ts';
import { awsClients } from '../../../../src/adapters/aws/clients.ts';
import { cloudWatchTraffic } from '../../../../src/adapters/aws/cloudwatch-traffic.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { startAwsCloud, type AwsCloud } from '../../../../src/local/sandbox/aws/aws-cloud.ts';
import type { AwsState } from '../../../../src/local/sandbox/aws/state.ts';
import { healthRecordsEstate } from '../../../../src/local/sandbox/estate/health-records.ts';
import { Faults } from '../../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../../src/local/sandbox/trace.ts';

const scope = { account: '111122223333', region: 'us-east-1' };
// The last minutes: of the time before, the estate has a past of its own.
const to = new Date().toISOString();
const from = new Date(Date.parse(to) - 600_000).toISOString();
let state: AwsState;
let cloud: AwsCloud;
const clients = () => awsClients({ credentials: cloud.credentials });

beforeAll(async () => {
  ({ aws: state } = await healthRecordsEstate(await createAuthority()));
  cloud = await startAwsCloud({ state, faults: new Faults(), trace: new Trace() });
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.aws.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.close();
});

describe('certificates of ACM', () => {
  it('exports a certificate with the key that belongs to it', async () => {
    const [arn = ''] = state.certificates.keys();
    const found = await acmCertificateSource(clients()).exportCertificate(scope, arn);
    const key = createPrivateKey({ key: found.encryptedKeyPem, passphrase: found.passphrase });
    expect(new X509Certificate(found.certificatePem).checkPrivateKey(key)).toBe(true);
    expect(found.encryptedKeyPem).toContain('ENCRYPTED PRIVATE KEY');
  });

  it('calls one that was not requested with export invalid', async () => {
    const [[arn = '', certificate] = []] = state.certificates;
    if (certificate) state.certificates.set('closed', { ...certificate, detail: { CertificateArn: arn } });
    const failure = { kind: 'invalid', code: 'ValidationException', at: 'closed' };
    await expect(acmCertificateSource(clients()).exportCertificate(scope, 'closed')).rejects.toMatchObject({ failure });
  });
});

describe('traffic by CloudWatch', () => {
  const sample = (apiId: string, apiName: string, stage: string, status: number, latencyMs: number) =>
    state.metrics.add({ apiId, apiName, stage, status, latencyMs, at: Date.parse(from) + 1000 });

  it('says when there is no data', async () => {
    const apis = [{ apiId: 'none', name: 'none', stage: 'prod' }];
    expect(await cloudWatchTraffic(clients()).counts(scope, apis, from, to)).toBeUndefined();
  });

  it('sums REST and HTTP APIs', async () => {
    const [restId = ''] = state.restApis.keys();
    const [httpId = ''] = state.httpApis.keys();
    sample(restId, 'patient-records', 'prod', 200, 10);
    sample(restId, 'patient-records', 'prod', 502, 30);
    sample(httpId, 'care-services', '$default', 200, 20);
    const apis = [
      { apiId: restId, name: 'patient-records', stage: 'prod' },
      { apiId: httpId, name: 'care-services', stage: '$default' },
    ];
    const counts = await cloudWatchTraffic(clients()).counts(scope, apis, from, to);
    expect(counts).toMatchObject({ requests: 3, serverErrors: 1, latencyMs: 20 });
  });
});
