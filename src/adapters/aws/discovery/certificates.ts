import type { CertificateDetail, CertificateSummary, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { AwsCertificate } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

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

/** The certificates of an account and region. */
export async function readCertificates(reading: SourceReading): Promise<readonly AwsCertificate[]> {
  const { ListCertificatesCommand } = await import('@aws-sdk/client-acm');
  const client = await reading.clients.acm(reading.scope);
  const at = { arn: reading.arnIn('acm', 'certificate'), pointer: '' };
  const found = await reading.allOrGap(
    reading.readOf({ action: 'acm:ListCertificates', resource: '*', at }),
    async (token) => {
      const page = { Includes: { keyTypes: KEY_ALGORITHMS }, NextToken: token };
      const { CertificateSummaryList, NextToken } = await client.send(new ListCertificatesCommand(page));
      return { items: CertificateSummaryList, next: NextToken };
    },
  );
  const certificates: AwsCertificate[] = [];
  for (const summary of found) {
    const { CertificateArn: arn = '' } = summary;
    const detail = isEnough(summary) ? undefined : await describe(reading, arn);
    certificates.push(detail === undefined ? ofSummary(summary) : ofDetail(detail));
  }
  return certificates;
}

/**
 * Certificates that domain names show and that this account and region does not list: those of edge-optimized names lie in
 * us-east-1.
 */
export async function readCertificatesElsewhere(
  reading: SourceReading,
  arns: readonly string[],
): Promise<readonly AwsCertificate[]> {
  const certificates: AwsCertificate[] = [];
  for (const arn of new Set(arns)) {
    const detail = await describe(reading, arn);
    if (detail !== undefined) certificates.push(ofDetail(detail));
  }
  return certificates;
}

/** A summary names no more than a hundred names, and some endpoints leave out what is optional in it. */
function isEnough({ HasAdditionalSubjectAlternativeNames, Status, Type, KeyAlgorithm }: CertificateSummary): boolean {
  const parts = [Status, Type, KeyAlgorithm];
  return HasAdditionalSubjectAlternativeNames !== true && parts.every((part) => part !== undefined);
}

async function describe(reading: SourceReading, arn: string): Promise<CertificateDetail | undefined> {
  const { DescribeCertificateCommand } = await import('@aws-sdk/client-acm');
  const region = arn.split(':')[3] ?? reading.scope.region;
  const client = await reading.clients.acm({ ...reading.scope, region });
  const read = reading.readOf({ action: 'acm:DescribeCertificate', resource: arn });
  const command = new DescribeCertificateCommand({ CertificateArn: arn });
  return (await reading.oneOrGap(read, async () => await client.send(command)))?.Certificate;
}

const ofSummary = (summary: CertificateSummary): AwsCertificate =>
  certificateOf({
    ...summary,
    names: summary.SubjectAlternativeNameSummaries,
    exportOption: summary.ExportOption,
  });

const ofDetail = (detail: CertificateDetail): AwsCertificate =>
  certificateOf({ ...detail, names: detail.SubjectAlternativeNames, exportOption: detail.Options?.Export });

interface Told extends Pick<
  CertificateDetail,
  'CertificateArn' | 'DomainName' | 'Status' | 'Type' | 'KeyAlgorithm' | 'NotAfter'
> {
  readonly names: readonly string[] | undefined;
  readonly exportOption: string | undefined;
}

function certificateOf(told: Told): AwsCertificate {
  const arn = told.CertificateArn ?? '';
  return defined({
    at: { arn, pointer: '' },
    arn,
    domainName: told.DomainName ?? '',
    subjectAlternativeNames: told.names ?? [],
    status: told.Status ?? '',
    type: told.Type ?? '',
    // DescribeCertificate writes RSA-2048, ListCertificates RSA_2048.
    keyAlgorithm: (told.KeyAlgorithm ?? '').replace('-', '_'),
    notAfter: told.NotAfter?.toISOString(),
    // A private CA's certificates can always be exported, public ones when they were requested so.
    exportable: told.Type === 'PRIVATE' || told.exportOption === 'ENABLED',
  });
}
