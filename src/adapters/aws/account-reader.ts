import type { DomainName } from '@aws-sdk/client-apigatewayv2';
import type { KeyAlgorithm } from '@aws-sdk/client-acm';
import type { AwsApiKey, AwsApiMapping, AwsCertificate, AwsDomainName, AwsUsagePlan } from '../../model/aws-account.ts';
import { below, type SourceRef } from '../../model/source-ref.ts';
import { ENDPOINT_TYPES, oneOf } from './closed-values.ts';
import { defined } from './defined.ts';
import { MAX_RESULTS } from './http-api-reader.ts';
import { PAGE_SIZE } from './rest-api-reader.ts';
import type { SourceReading } from './source-reading.ts';

/** By version 2, which alone shows mappings of several levels (mapping A1). */
export async function readDomainNames(reading: SourceReading): Promise<readonly AwsDomainName[]> {
  const { GetDomainNamesCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const found = await reading.allOrGap(reading.read('GetDomainNames', '/domainnames'), async (token) => {
    const page = { MaxResults: MAX_RESULTS, NextToken: token };
    const { Items, NextToken } = await client.send(new GetDomainNamesCommand(page));
    return { items: Items, next: NextToken };
  });
  const domainNames: AwsDomainName[] = [];
  for (const domain of found) {
    const at = { arn: reading.arnOf(`/domainnames/${domain.DomainName ?? ''}`), pointer: '' };
    domainNames.push(domainToModel(domain, await readMappings(reading, domain.DomainName ?? '', at), at));
  }
  return domainNames;
}

async function readMappings(reading: SourceReading, name: string, at: SourceRef): Promise<readonly AwsApiMapping[]> {
  const { GetApiMappingsCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const read = reading.read('GetApiMappings', `/domainnames/${name}/apimappings`, at);
  const mappings = await reading.allOrGap(read, async (token) => {
    const page = { DomainName: name, MaxResults: MAX_RESULTS, NextToken: token };
    const { Items, NextToken } = await client.send(new GetApiMappingsCommand(page));
    return { items: Items, next: NextToken };
  });
  return mappings.map(({ ApiMappingKey = '', ApiId = '', Stage = '' }) => {
    const path = ApiMappingKey === '(none)' ? '' : ApiMappingKey.replaceAll(/^\/+|\/+$/g, '');
    return { at: below(at, 'apiMappings', path), path, apiId: ApiId, stage: Stage };
  });
}

function domainToModel(domain: DomainName, mappings: readonly AwsApiMapping[], at: SourceRef): AwsDomainName {
  const configuration = domain.DomainNameConfigurations?.[0] ?? {};
  return defined({
    at,
    name: (domain.DomainName ?? '').toLowerCase(),
    endpointType: oneOf(ENDPOINT_TYPES, configuration.EndpointType ?? 'REGIONAL', at),
    certificateArn: configuration.CertificateArn,
    regionalDomainName: configuration.ApiGatewayDomainName,
    securityPolicy: configuration.SecurityPolicy,
    mutualTlsTruststoreUri: domain.MutualTlsAuthentication?.TruststoreUri,
    mappings,
    routingRules: [],
    accessAssociations: [],
  });
}

/** ACM lists RSA keys of 1024 and 2048 bits only, unless others are named too. */
const KEY_ALGORITHMS: KeyAlgorithm[] = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
];

export async function readCertificates(reading: SourceReading): Promise<readonly AwsCertificate[]> {
  const { ListCertificatesCommand } = await import('@aws-sdk/client-acm');
  const client = await reading.clients.acm(reading.scope);
  const { account, region } = reading.scope;
  const at = { arn: `arn:aws:acm:${region}:${account}:certificate`, pointer: '' };
  const read = { call: 'ListCertificates', permission: 'acm:ListCertificates on *', at };
  const found = await reading.allOrGap(read, async (token) => {
    const page = { Includes: { keyTypes: KEY_ALGORITHMS }, NextToken: token };
    const { CertificateSummaryList, NextToken } = await client.send(new ListCertificatesCommand(page));
    return { items: CertificateSummaryList, next: NextToken };
  });
  return found.map((summary) =>
    defined({
      at: { arn: summary.CertificateArn ?? '', pointer: '' },
      arn: summary.CertificateArn ?? '',
      domainName: summary.DomainName ?? '',
      subjectAlternativeNames: summary.SubjectAlternativeNameSummaries ?? [],
      status: summary.Status ?? '',
      type: summary.Type ?? '',
      keyAlgorithm: summary.KeyAlgorithm ?? '',
      notAfter: summary.NotAfter?.toISOString(),
      // A private CA's certificates can always be exported, public ones when they were requested so.
      exportable: summary.Type === 'PRIVATE' || summary.ExportOption === 'ENABLED',
    }),
  );
}

export async function readUsagePlans(reading: SourceReading): Promise<readonly AwsUsagePlan[]> {
  const { GetUsagePlansCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const found = await reading.allOrGap(reading.read('GetUsagePlans', '/usageplans'), async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const plans = await client.send(new GetUsagePlansCommand(page));
    return { items: plans.items, next: plans.position };
  });
  const usagePlans: AwsUsagePlan[] = [];
  for (const { id = '', name = '', throttle, quota, apiStages = [] } of found) {
    const at = { arn: reading.arnOf(`/usageplans/${id}`), pointer: '' };
    usagePlans.push(
      defined({
        at,
        id,
        name,
        throttle: throttle && { rateLimit: throttle.rateLimit ?? 0, burstLimit: throttle.burstLimit ?? 0 },
        quota: quota && {
          limit: quota.limit ?? 0,
          period: oneOf(['DAY', 'WEEK', 'MONTH'], quota.period, below(at, 'quota')),
          offset: quota.offset ?? 0,
        },
        apiStages: apiStages.map(({ apiId = '', stage = '' }) => ({ apiId, stage })),
        keyIds: await readPlanKeyIds(reading, id),
      }),
    );
  }
  return usagePlans;
}

async function readPlanKeyIds(reading: SourceReading, usagePlanId: string): Promise<readonly string[]> {
  const { GetUsagePlanKeysCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetUsagePlanKeys', `/usageplans/${usagePlanId}/keys`);
  const keys = await reading.allOrGap(read, async (position) => {
    const page = { usagePlanId, limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const found = await client.send(new GetUsagePlanKeysCommand(page));
    return { items: found.items, next: found.position };
  });
  return keys.flatMap(({ id }) => id ?? []);
}

export async function readApiKeys(reading: SourceReading): Promise<readonly AwsApiKey[]> {
  const { GetApiKeysCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const keys = await reading.allOrGap(reading.read('GetApiKeys', '/apikeys'), async (position) => {
    const page = { limit: PAGE_SIZE, includeValues: false, ...(position !== undefined && { position }) };
    const found = await client.send(new GetApiKeysCommand(page));
    return { items: found.items, next: found.position };
  });
  return keys.map(({ id = '', name = '', enabled = false }) => {
    const at = { arn: reading.arnOf(`/apikeys/${id}`), pointer: '' };
    return { at, id, name, enabled };
  });
}
