import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../../simulator/effects.ts';
import type { ServiceAuthority } from '../../../model/apim.ts';

/** A chain is no longer than this. */
const MOST_LINKS = 8;

/** Facts of a caller's certificate (PEM) and its chain, which may be built of the service's authorities only. */
export function readCertificate(
  pem: string,
  authorities: readonly Pick<ServiceAuthority, 'storeName' | 'encodedCertificate'>[],
  nowMs: number,
): Promise<CertificateFacts> {
  const leaf = new X509Certificate(pem);
  const held = authorities.map(({ storeName, encodedCertificate }) => ({
    certificate: new X509Certificate(Buffer.from(encodedCertificate, 'base64')),
    isRoot: storeName === 'Root',
  }));
  const issuerOf = (subject: X509Certificate) =>
    held.find(({ certificate }) => subject.checkIssued(certificate) && subject.verify(certificate.publicKey));
  const issuer = issuerOf(leaf);
  const isCurrent = ({ validFromDate, validToDate }: X509Certificate): boolean =>
    validFromDate.getTime() <= nowMs && nowMs <= validToDate.getTime();
  let [link, isTrusted] = [issuer, false];
  for (let links = 0; link !== undefined && !isTrusted && links < MOST_LINKS; links += 1) {
    if (!isCurrent(link.certificate)) break;
    isTrusted = link.isRoot;
    link = issuerOf(link.certificate);
  }
  return Promise.resolve({
    isTrusted,
    hasBegun: leaf.validFromDate.getTime() <= nowMs,
    hasEnded: nowMs > leaf.validToDate.getTime(),
    thumbprint: thumbprintOf(leaf),
    serialNumber: leaf.serialNumber,
    commonName: /^CN=(.*)$/m.exec(leaf.subject)?.[1] ?? '',
    subject: leaf.subject.replaceAll('\n', ', '),
    dnsNames: (leaf.subjectAltName ?? '').split(', ').flatMap((name) => /^DNS:(.+)$/.exec(name)?.[1] ?? []),
    issuerSubject: leaf.issuer.replaceAll('\n', ', '),
    ...(issuer && { issuerThumbprint: thumbprintOf(issuer.certificate) }),
  });
}

const thumbprintOf = ({ fingerprint }: X509Certificate): string => fingerprint.replaceAll(':', '');
