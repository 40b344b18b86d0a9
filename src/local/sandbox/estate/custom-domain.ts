import { randomUUID, X509Certificate } from 'node:crypto';
import type { ResourceRecordSet, VPC, VPCRegion } from '@aws-sdk/client-route-53';
import type { AwsState } from '../aws/state.ts';
import type { CertificateIssuer } from './sample-estate.ts';

/** Which API and stage answers under a base path; the empty key is the domain's root. */
export interface DomainMapping {
  readonly key: string;
  readonly apiId: string;
  readonly stage: string;
}

/** Adds a regional custom domain name with its mappings and an exportable certificate; returns its CNAME record, TTL 10. */
export async function addCustomDomain(
  aws: AwsState,
  issuer: CertificateIssuer,
  name: string,
  mappings: readonly DomainMapping[],
): Promise<ResourceRecordSet> {
  const certificateArn = await addCertificate(aws, issuer, name);
  const target = `d-${randomUUID().slice(0, 8)}.execute-api.${aws.region}.amazonaws.com`;
  aws.domainNames.set(name, {
    domain: {
      domainName: name,
      regionalDomainName: target,
      regionalHostedZoneId: 'Z1UJRXOUMOOFQ8',
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
      domainNameStatus: 'AVAILABLE',
    },
    mappings: mappings.map(({ key, apiId, stage }) => ({
      ApiMappingId: randomUUID().slice(0, 6),
      ApiMappingKey: key,
      ApiId: apiId,
      Stage: stage,
    })),
    basePathMappings: mappings
      .filter(({ key }) => !key.includes('/'))
      .map(({ key, apiId, stage }) => ({ basePath: key || '(none)', restApiId: apiId, stage })),
  });
  return { Name: `${name}.`, Type: 'CNAME', TTL: 10, ResourceRecords: [{ Value: target }] };
}

async function addCertificate(aws: AwsState, issuer: CertificateIssuer, name: string): Promise<string> {
  const { keyPem, certPem, chainPem } = await issuer.issue({ hostnames: [name] });
  const arn = `arn:aws:acm:${aws.region}:${aws.accountId}:certificate/${randomUUID()}`;
  const leaf = new X509Certificate(certPem);
  aws.certificates.set(arn, {
    detail: {
      CertificateArn: arn,
      DomainName: name,
      SubjectAlternativeNames: [name],
      Status: 'ISSUED',
      Type: 'AMAZON_ISSUED',
      KeyAlgorithm: 'RSA_2048',
      NotBefore: new Date(leaf.validFrom),
      NotAfter: new Date(leaf.validTo),
      Options: { Export: 'ENABLED' },
    },
    certificatePem: certPem,
    chainPem,
    privateKeyPem: keyPem,
  });
  return arn;
}

/** Adds a public hosted zone with SOA and two name servers around the given records. */
export function addHostedZone(aws: AwsState, name: string, records: readonly ResourceRecordSet[]): void {
  addZone(aws, name, ['ns-1.awsdns-01.example', 'ns-2.awsdns-02.example'], records);
}

/** Adds a zone that only one network knows; returns its id. No DNS server of the sandbox answers for it. */
export function addPrivateZone(
  aws: AwsState,
  name: string,
  vpcId: string,
  records: readonly ResourceRecordSet[],
): string {
  const vpc: VPC = { VPCId: vpcId, VPCRegion: aws.region as VPCRegion };
  return addZone(aws, name, ['ns-0.awsdns-00.example'], records, [vpc]);
}

function addZone(
  aws: AwsState,
  name: string,
  nameServers: readonly string[],
  records: readonly ResourceRecordSet[],
  vpcs?: readonly VPC[],
): string {
  const id = `Z${randomUUID().replaceAll('-', '').slice(0, 13).toUpperCase()}`;
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 60`;
  const recordSets: ResourceRecordSet[] = [
    {
      Name: `${name}.`,
      Type: 'NS',
      TTL: 172_800,
      ResourceRecords: nameServers.map((server) => ({ Value: `${server}.` })),
    },
    { Name: `${name}.`, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: soa }] },
    ...records,
  ];
  aws.hostedZones.set(id, {
    zone: {
      Id: `/hostedzone/${id}`,
      Name: `${name}.`,
      CallerReference: id,
      Config: { PrivateZone: vpcs !== undefined },
    },
    nameServers,
    ...(vpcs && { vpcs }),
    recordSets,
    history: [{ at: Date.now(), recordSets }],
  });
  return id;
}
