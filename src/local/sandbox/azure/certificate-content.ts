import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Refusal } from './answers.ts';

export type ContentType = 'application/x-pkcs12' | 'application/x-pem-file';

/** What an import carries: the bytes with the key inside, and the certificate that the key belongs to. */
export interface CertificateContent {
  readonly contentType: ContentType;
  readonly bytes: Buffer;
  readonly leaf: X509Certificate;
}

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^]+?-----END \1-----/g;

/**
 * Reads `value` of an import: PKCS#12 in base64, or PEM as text or in base64 (both recorded 2026-11-23). Throws 400
 * `BadParameter` when it cannot be read, its password is wrong, or no certificate in it belongs to its key.
 */
export function readContent(value: string, password: string): CertificateContent {
  const bytes = value.startsWith('-----BEGIN') ? Buffer.from(value) : Buffer.from(value, 'base64');
  const isPem = bytes.includes('-----BEGIN');
  const contentType = isPem ? 'application/x-pem-file' : 'application/x-pkcs12';
  try {
    const leaf = isPem ? readPem(bytes, password) : readPfx(bytes, password);
    if (leaf) return { contentType, bytes, leaf };
  } catch {
    // Refused below: Key Vault says no more than that the content cannot be read.
  }
  const format = isPem ? 'PEM' : 'PKCS#12';
  throw new Refusal(
    400,
    'BadParameter',
    `The specified ${format} X.509 certificate content can not be read. Please check if certificate is in valid ${format} format.`,
  );
}

function readPem(bytes: Buffer, passphrase: string): X509Certificate | undefined {
  const blocks = [...bytes.toString('utf8').matchAll(PEM_BLOCK)].map(([text, label = '']) => ({ text, label }));
  const certificates = blocks
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ text }) => new X509Certificate(text));
  const key = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!key) return undefined;
  const privateKey = createPrivateKey({ key: key.text, passphrase });
  return certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
}

/** OpenSSL reads every profile of PKCS#12, BER included; it gives the certificate out only through a TLS socket. */
function readPfx(pfx: Buffer, passphrase: string): X509Certificate | undefined {
  const secureContext = createSecureContext({ pfx, passphrase });
  const idle = new Duplex({ read: () => undefined });
  const socket = new TLSSocket(idle, { isServer: true, secureContext });
  const leaf = socket.getX509Certificate();
  socket.destroy();
  return leaf;
}
