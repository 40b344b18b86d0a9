import { randomBytes } from 'node:crypto';
import type { ExportCertificateCommandOutput } from '@aws-sdk/client-acm';
import { FailureError } from '../../model/outcome.ts';
import type { CertificateSource, ExportedCertificate } from '../../ports/certificate-source.ts';
import type { AwsScope } from '../../ports/source-reader.ts';
import type { AwsClients } from './clients.ts';
import { awsFailure } from './failures.ts';

/** 43 characters of base64url: ACM takes 4 to 128, and none of `#`, `$` and `%`. */
const PASSPHRASE_BYTES = 32;

/** Exports from ACM, each time under a passphrase of its own. */
export function acmCertificateSource(clients: AwsClients): CertificateSource {
  return {
    async exportCertificate(scope, certificateArn) {
      const passphrase = randomBytes(PASSPHRASE_BYTES).toString('base64url');
      return exported(await send(clients, scope, certificateArn, passphrase), passphrase, certificateArn);
    },
  };
}

async function send(
  clients: AwsClients,
  scope: AwsScope,
  CertificateArn: string,
  passphrase: string,
): Promise<ExportCertificateCommandOutput> {
  const { ExportCertificateCommand } = await import('@aws-sdk/client-acm');
  const client = await clients.acm(scope);
  try {
    return await client.send(new ExportCertificateCommand({ CertificateArn, Passphrase: Buffer.from(passphrase) }));
  } catch (error) {
    throw awsFailure(error, 'acm:ExportCertificate', CertificateArn);
  }
}

function exported(answer: ExportCertificateCommandOutput, passphrase: string, at: string): ExportedCertificate {
  const { Certificate, CertificateChain, PrivateKey } = answer;
  if (Certificate === undefined || PrivateKey === undefined) {
    const message = 'ACM exported the certificate without its body or its key; reissue it with export enabled.';
    throw new FailureError({ kind: 'invalid', code: 'incomplete-export', message, at });
  }
  return { certificatePem: Certificate, chainPem: CertificateChain ?? '', encryptedKeyPem: PrivateKey, passphrase };
}
