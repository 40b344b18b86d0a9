import { generateKeyPair, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** What a server certificate is asked for: DNS names (a leading `*.` allowed) and, for loopback callers, IP addresses. */
export interface CertificateRequest {
  readonly hostnames: readonly string[];
  readonly addresses?: readonly string[];
  /** Subject CN; without it the first hostname, else the first address. */
  readonly commonName?: string;
}

/** A key and its certificate, all in PEM. `chainPem` is what follows the leaf: here the authority's own certificate. */
export interface IssuedCertificate {
  readonly keyPem: string;
  readonly certPem: string;
  readonly chainPem: string;
}

/** The sandbox's certificate authority: whoever trusts `caPem` trusts every simulated service. */
export interface Authority {
  readonly caPem: string;
  /** A fresh RSA 2048 key and a server certificate for it, valid for 90 days. Throws when no name and no address is given. */
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
}

const DAY_MS = 86_400_000;
/** A clock that runs a little behind must not refuse a new certificate. */
const BACKDATED_MS = DAY_MS;
const CA_NAME = [{ name: 'commonName', value: 'Crossgate sandbox CA' }];
const newKeyPair = promisify(generateKeyPair);

/** Makes a new authority with a key of its own; nothing is written to disk, so it lives as long as its process. */
export async function createAuthority(): Promise<Authority> {
  const key = await newRsaKey();
  const certificate = blankCertificate(key.publicKey, 365);
  certificate.setSubject(CA_NAME);
  certificate.setIssuer(CA_NAME);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(key.privateKey, forge.md.sha256.create());
  const caPem = forge.pki.certificateToPem(certificate);
  return { caPem, issue: (request) => issueFrom(request, key.privateKey, certificate, caPem) };
}

async function issueFrom(
  request: CertificateRequest,
  caKey: forge.pki.rsa.PrivateKey,
  ca: forge.pki.Certificate,
  caPem: string,
): Promise<IssuedCertificate> {
  const addresses = request.addresses ?? [];
  const commonName = request.commonName ?? request.hostnames[0] ?? addresses[0];
  if (commonName === undefined) throw new Error('a certificate needs a hostname or an address');
  const invalid = addresses.find((address) => isIP(address) === 0);
  if (invalid !== undefined) throw new Error(`${invalid} is not an IP address`);
  const key = await newRsaKey();
  const certificate = blankCertificate(key.publicKey, 90);
  certificate.setSubject([{ name: 'commonName', value: commonName }]);
  certificate.setIssuer(ca.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    { name: 'subjectAltName', altNames: alternativeNames(request.hostnames, addresses) },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(caKey, forge.md.sha256.create());
  return { keyPem: key.keyPem, certPem: forge.pki.certificateToPem(certificate), chainPem: caPem };
}

/** GeneralName types of RFC 5280: 2 is dNSName, 7 is iPAddress. */
function alternativeNames(hostnames: readonly string[], addresses: readonly string[]): object[] {
  return [...hostnames.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))];
}

function blankCertificate(publicKey: forge.pki.rsa.PublicKey, days: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  // A serial number is a positive INTEGER: the first byte stays below 0x80.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - BACKDATED_MS);
  certificate.validity.notAfter = new Date(Date.now() + days * DAY_MS);
  return certificate;
}

/** OpenSSL makes the key: forge's own generator takes seconds. */
async function newRsaKey(): Promise<{
  keyPem: string;
  privateKey: forge.pki.rsa.PrivateKey;
  publicKey: forge.pki.rsa.PublicKey;
}> {
  const pair = await newKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { privateKey: keyPem, publicKey } = pair;
  return { keyPem, privateKey: forge.pki.privateKeyFromPem(keyPem), publicKey: forge.pki.publicKeyFromPem(publicKey) };
}
