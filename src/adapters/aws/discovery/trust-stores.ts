import { X509Certificate } from 'node:crypto';
import type { AwsDomainName, AwsTrustStore } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

/** The trust stores of mutual TLS names, in the version that is in force, which need not be the newest. */
export async function readTrustStores(
  reading: SourceReading,
  domainNames: readonly AwsDomainName[],
): Promise<readonly AwsTrustStore[]> {
  const stores: AwsTrustStore[] = [];
  const seen = new Set<string>();
  for (const { mutualTlsTruststoreUri: uri, mutualTlsTruststoreVersion: version } of domainNames) {
    if (uri === undefined || seen.has(`${uri} ${version ?? ''}`)) continue;
    seen.add(`${uri} ${version ?? ''}`);
    const store = await readTrustStore(reading, uri, version);
    if (store !== undefined) stores.push(store);
  }
  return stores;
}

async function readTrustStore(
  reading: SourceReading,
  uri: string,
  version: string | undefined,
): Promise<AwsTrustStore | undefined> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const action = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const resource = uri.replace('s3://', 'arn:aws:s3:::');
  const read = reading.readOf({ action, resource, call: 'GetObject' });
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await reading.clients.s3(reading.scope);
  const command = new GetObjectCommand({ Bucket, Key, ...(version !== undefined && { VersionId: version }) });
  const pem = await reading.oneOrGap(read, async () => await (await client.send(command)).Body?.transformToString());
  if (pem === undefined) return undefined;
  try {
    return defined({ at: read.at, uri, version, certificates: certificatesIn(pem) });
  } catch {
    const reason = `${uri} holds something that is no certificate in PEM`;
    reading.gaps.push({ at: read.at, call: read.call, reason, remedy: 'Look at the trust store, and correct it.' });
    return undefined;
  }
}

/** @throws Error when a block is no certificate */
function certificatesIn(pem: string): AwsTrustStore['certificates'] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => {
    const certificate = new X509Certificate(block);
    const { subject, issuer, fingerprint256, validTo } = certificate;
    return {
      subject,
      fingerprint: fingerprint256,
      notAfter: new Date(validTo).toISOString(),
      issuer,
      isSelfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
      pem: block,
    };
  });
}
