import { X509Certificate } from 'node:crypto';
import type { IssuedCertificate } from '../../../src/local/sandbox/authority.ts';
import type { VaultCertificate } from '../../../src/local/sandbox/azure/state.ts';

/** A version in the vault that was not imported over the wire: enough for who reads what it is, not for a handshake. */
export function vaultCertificate(
  name: string,
  { keyPem, certPem }: IssuedCertificate,
  contentType: VaultCertificate['contentType'],
): VaultCertificate {
  return {
    name,
    version: '0123456789abcdef0123456789abcdef',
    content: Buffer.from(keyPem + certPem),
    password: '',
    contentType,
    leaf: new X509Certificate(certPem).raw,
    tags: {},
    enabled: true,
    policy: {},
    createdAt: Date.now(),
  };
}
