import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { FailureError } from '../../model/outcome.ts';
import type { ExportedCertificate } from '../../ports/certificate-source.ts';

/** A leaf, its key and the intermediates above it, checked against each other. */
export interface CheckedCertificate {
  readonly leaf: X509Certificate;
  readonly intermediates: readonly X509Certificate[];
  readonly key: KeyObject;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Opens an exported certificate; the root is left out: a server does not send it. @throws FailureError `invalid`. */
export function checkedCertificate(exported: ExportedCertificate): CheckedCertificate {
  const [leaf, ...extra] = certificatesIn(exported.certificatePem);
  if (!leaf || extra.length > 0) throw invalid('NOT-ONE-LEAF', 'The certificate is not exactly one PEM certificate.');
  const key = openedKey(exported);
  if (!leaf.checkPrivateKey(key))
    throw invalid('KEY-OF-ANOTHER-CERTIFICATE', `The private key is not the one of ${subjectOf(leaf)}.`);
  const chain = certificatesIn(exported.chainPem);
  let issued = leaf;
  for (const issuer of chain) {
    if (!issued.checkIssued(issuer) || !issued.verify(issuer.publicKey))
      throw invalid('CHAIN-BROKEN', `In the chain, ${subjectOf(issuer)} did not issue ${subjectOf(issued)}.`);
    issued = issuer;
  }
  return { leaf, intermediates: chain.filter((certificate) => !isRoot(certificate)), key };
}

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(PEM_CERTIFICATE) ?? []).map((text) => {
    try {
      return new X509Certificate(text);
    } catch (cause) {
      throw invalid('BAD-CERTIFICATE', 'A PEM certificate cannot be read.', cause);
    }
  });
}

function openedKey({ encryptedKeyPem, passphrase }: ExportedCertificate): KeyObject {
  try {
    return createPrivateKey({ key: encryptedKeyPem, passphrase });
  } catch (cause) {
    throw invalid('KEY-NOT-OPENED', 'The passphrase does not open the private key, or it is not PKCS#8.', cause);
  }
}

const isRoot = (certificate: X509Certificate): boolean =>
  certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

const subjectOf = (certificate: X509Certificate): string => certificate.subject.replaceAll('\n', ', ');

const invalid = (code: string, message: string, cause?: unknown): FailureError =>
  new FailureError({ kind: 'invalid', code, message }, { cause });
