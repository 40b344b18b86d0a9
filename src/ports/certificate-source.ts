import type { AwsScope } from './source-reader.ts';

/** A certificate with its key. Held in memory by one activity, between the export and the import, and nowhere else. */
export interface ExportedCertificate {
  readonly certificatePem: string;
  /** Intermediates, leaf-up; the root may be among them. */
  readonly chainPem: string;
  /** PKCS#8, encrypted with `passphrase`. */
  readonly encryptedKeyPem: string;
  readonly passphrase: string;
}

export interface CertificateSource {
  /** @throws FailureError `invalid` when ACM says that the certificate cannot be exported. */
  exportCertificate(scope: AwsScope, certificateArn: string): Promise<ExportedCertificate>;
}
