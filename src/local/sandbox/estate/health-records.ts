import { randomBytes } from 'node:crypto';
import type { UsagePlan } from '@aws-sdk/client-api-gateway';
import { emptyAwsState, type AwsState } from '../aws/state.ts';
import { addCustomDomain, addHostedZone } from './custom-domain.ts';
import {
  AUDIENCE,
  CARE_SERVICES,
  ISSUER,
  LEGACY_DIRECTORY,
  LISTENERS,
  PATIENT_RECORDS,
  UPDATE_LAMBDA,
} from './definitions.ts';
import type { CertificateIssuer, EstateCaller, EstateToken, SampleEstate } from './sample-estate.ts';
import { addHttpApi, addRestApi } from './stage.ts';
import { BUILT_AT } from './surroundings/account.ts';
import { webAclArn } from './surroundings/firewall.ts';
import { APP_SUBNETS, LINK_GROUP } from './surroundings/network.ts';
import { addSurroundings } from './surroundings/surroundings.ts';

const PORTAL_KEY = 'key1portal';
const CLINIC_KEY = 'key2clinic';

/** The multi-backend health records system of Microsoft's migration guide (2025-10-15), as an AWS account holds it. */
export async function healthRecordsEstate(issuer: CertificateIssuer): Promise<SampleEstate> {
  const aws = emptyAwsState();
  const patients = addRestApi(aws, JSON.stringify(PATIENT_RECORDS), 'prod', {
    variables: { tier: 'prod' },
    cacheClusterEnabled: true,
    cacheClusterSize: '0.5',
    methodSettings: {
      '*/*': { throttlingRateLimit: 100, throttlingBurstLimit: 200, metricsEnabled: true, loggingLevel: 'INFO' },
      '~1patients~1{patientId}/GET': {
        cachingEnabled: true,
        cacheTtlInSeconds: 60,
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
      },
    },
    accessLogSettings: {
      destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:patient-records',
      format: '{"requestId":"$context.requestId","status":"$context.status"}',
    },
    webAclArn: webAclArn(aws),
  });
  const apiStages = [{ apiId: patients, stage: 'prod' }];
  const quota = { limit: 1_000_000, period: 'MONTH' as const };
  const throttle = { rateLimit: 100, burstLimit: 200 };
  addUsagePlan(aws, { id: 'plan1', name: 'partners', apiStages, throttle, quota }, PORTAL_KEY, 'portal');
  addUsagePlan(aws, { id: 'plan2', name: 'clinics', apiStages, throttle }, CLINIC_KEY, 'clinic-north');
  aws.v2VpcLinks.set('vlcare1', {
    VpcLinkId: 'vlcare1',
    Name: 'care',
    SubnetIds: [...APP_SUBNETS],
    SecurityGroupIds: [LINK_GROUP],
    VpcLinkStatus: 'AVAILABLE',
    VpcLinkVersion: 'V2',
    CreatedDate: BUILT_AT,
  });
  const care = addHttpApi(aws, JSON.stringify(CARE_SERVICES));
  const legacy = addHttpApi(aws, JSON.stringify(LEGACY_DIRECTORY));
  const api = await addCustomDomain(aws, issuer, 'api.health.example', [
    { key: 'patients', apiId: patients, stage: 'prod' },
    { key: 'care', apiId: care, stage: '$default' },
  ]);
  const directory = await addCustomDomain(aws, issuer, 'legacy.health.example', [
    { key: '', apiId: legacy, stage: '$default' },
  ]);
  addHostedZone(aws, 'health.example', [
    api,
    directory,
    { Name: 'www.health.example.', Type: 'A', TTL: 300, ResourceRecords: [{ Value: '192.0.2.10' }] },
    { Name: 'health.example.', Type: 'MX', TTL: 3600, ResourceRecords: [{ Value: '10 mail.health.example.' }] },
  ]);
  addSurroundings(aws, { patients, care, legacy });
  const hosts = ['records', 'appointments', 'directory', 'ec2-legacy', 'eks-processing'];
  return {
    aws,
    backends: hosts.map((host) => ({ host: `${host}.backends.health.example`, behaviour: 'echo' })),
    lambdas: [{ arn: UPDATE_LAMBDA, behaviour: 'echo' }],
    listeners: LISTENERS,
    issuers: [ISSUER],
    callers: CALLERS,
  };
}

/** A plan with one key of a fresh value. */
function addUsagePlan(aws: AwsState, plan: UsagePlan, keyId: string, name: string): void {
  aws.apiKeys.set(keyId, { id: keyId, name, value: randomBytes(20).toString('hex'), enabled: true });
  aws.usagePlans.set(plan.id ?? '', { plan, keyIds: [keyId] });
}

const token: EstateToken = { issuer: ISSUER, use: 'id', clientId: AUDIENCE, scopes: [], header: 'Authorization' };
const both = { auth: 'cognito+api-key', token, apiKeyId: PORTAL_KEY } as const;
const clinic = { ...both, apiKeyId: CLINIC_KEY } as const;
const hostname = 'api.health.example';
const CALLERS: readonly EstateCaller[] = [
  { name: 'list-patients', hostname, method: 'GET', path: '/patients/patients', ...both, expectStatus: 200 },
  { name: 'get-patient', hostname, method: 'GET', path: '/patients/patients/42', ...both, expectStatus: 200 },
  {
    name: 'update-patient',
    hostname,
    method: 'POST',
    path: '/patients/patients',
    ...both,
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Ada"}',
    expectStatus: 200,
  },
  { name: 'clinic-patients', hostname, method: 'GET', path: '/patients/patients', ...clinic, expectStatus: 200 },
  { name: 'patients-without-key', hostname, method: 'GET', path: '/patients/patients', token, expectStatus: 403 },
  { name: 'patients-without-token', hostname, method: 'GET', path: '/patients/patients', expectStatus: 401 },
  { name: 'appointments', hostname, method: 'GET', path: '/care/appointments', auth: 'jwt', token, expectStatus: 200 },
  { name: 'directory', hostname: 'legacy.health.example', method: 'GET', path: '/people', expectStatus: 200 },
];
