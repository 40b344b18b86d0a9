import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedCertificate } from '../../../../src/ports/certificate-source.ts';

/** What ACM would export for a new leaf of the key's kind: leaf, intermediate and root, the key under a passphrase. */
export interface IssuedCertificate extends ExportedCertificate {
  readonly rootPem: string;
  readonly intermediatePem: string;
}

const PASSPHRASE = 'only-for-this-test';
const NEW_KEY = {
  rsa: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  ec: ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
} as const;

/** Issues root -> intermediate -> leaf for `hostname` by the openssl command. */
export function issueCertificate(kind: 'rsa' | 'ec', hostname: string): IssuedCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-pfx-'));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  try {
    writeFileSync(join(folder, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,digitalSignature\n');
    writeFileSync(join(folder, 'leaf.ext'), `subjectAltName=DNS:${hostname}\n`);
    for (const name of ['root', 'intermediate', 'leaf']) {
      openssl(...NEW_KEY[kind], '-out', `${name}.key`);
      openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    }
    const sign = (name: string, extensions: string, ...issuer: string[]) =>
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-days',
        '30',
        '-extfile',
        extensions,
        '-out',
        `${name}.pem`,
        ...issuer,
      );
    sign('root', 'ca.ext', '-key', 'root.key');
    sign('intermediate', 'ca.ext', '-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '2');
    sign('leaf', 'leaf.ext', '-CA', 'intermediate.pem', '-CAkey', 'intermediate.key', '-set_serial', '3');
    openssl('pkcs8', '-topk8', '-in', 'leaf.key', '-out', 'leaf.p8', '-passout', `pass:${PASSPHRASE}`);
    return {
      certificatePem: text('leaf.pem'),
      intermediatePem: text('intermediate.pem'),
      rootPem: text('root.pem'),
      chainPem: text('intermediate.pem') + text('root.pem'),
      encryptedKeyPem: text('leaf.p8'),
      passphrase: PASSPHRASE,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The PEM certificates that openssl finds in a PFX, and whether it could check the MAC. */
export function opensslReads(pfx: Uint8Array, password: string): { certificates: number; info: string } {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-pfx-'));
  try {
    const file = join(folder, 'a.pfx');
    writeFileSync(file, pfx);
    const args = ['pkcs12', '-in', file, '-passin', `pass:${password}`, '-nodes'];
    const pem = execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const info = execFileSync('sh', ['-c', `openssl pkcs12 -in ${file} -passin pass:${password} -noout -info 2>&1`]);
    return { certificates: pem.split('BEGIN CERTIFICATE').length - 1, info: info.toString() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
