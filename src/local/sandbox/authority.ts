import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { BitString, Integer, Null, OctetString, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
} from 'pkijs';

/** What a server certificate is asked for: DNS names (a leading `*.` allowed) and, for loopback callers, IP addresses. */
export interface CertificateRequest {
  readonly hostnames: readonly string[];
  readonly addresses?: readonly string[];
  /** Subject CN; without it the first hostname, else the first address. */
  readonly commonName?: string;
  /** RSA 2048 unless said otherwise; P-256 signs a handshake in a tenth of the time. */
  readonly key?: 'rsa' | 'p256';
  /** From now; 90 unless said otherwise, below 0 for one that has ended. It begins a day before. */
  readonly days?: number;
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
  /** A fresh key and a server certificate for it, valid for 90 days. Throws when no name and no address is given. */
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
}

const DAY_MS = 86_400_000;
/** A clock that runs a little behind must not refuse a new certificate. */
const BACKDATED_MS = DAY_MS;
const CA_NAME = 'Crossgate sandbox CA';
const { subtle } = webcrypto;

const KEYS = {
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  p256: { name: 'ECDSA', namedCurve: 'P-256' },
} as const;

/** Object identifiers of RFC 5280. */
const COMMON_NAME = '2.5.4.3';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

/** Bits of the extension keyUsage (RFC 5280, 4.2.1.3), from the left. */
const SIGNS_CERTIFICATES = 0b0000_0110;
const SIGNS_AND_ENCIPHERS = 0b1010_0000;

/** Makes a new authority with a key of its own; nothing is written to disk, so it lives as long as its process. */
export async function createAuthority(): Promise<Authority> {
  const key = await newKey('rsa');
  const ca = await blankCertificate(key.publicKey, CA_NAME, 365);
  ca.extensions = [
    extension('2.5.29.19', new BasicConstraints({ cA: true }).toSchema().toBER(), true),
    extension('2.5.29.15', keyUsage(SIGNS_CERTIFICATES), true),
  ];
  await sign(ca, key.privateKey);
  const caPem = pem('CERTIFICATE', ca.toSchema().toBER());
  return { caPem, issue: (request) => issueFrom(request, key.privateKey, caPem) };
}

async function issueFrom(
  request: CertificateRequest,
  caKey: webcrypto.CryptoKey,
  caPem: string,
): Promise<IssuedCertificate> {
  const addresses = request.addresses ?? [];
  const commonName = request.commonName ?? request.hostnames[0] ?? addresses[0];
  if (commonName === undefined) throw new Error('a certificate needs a hostname or an address');
  const invalid = addresses.find((address) => isIP(address) === 0);
  if (invalid !== undefined) throw new Error(`${invalid} is not an IP address`);
  const key = await newKey(request.key ?? 'rsa');
  const certificate = await blankCertificate(key.publicKey, commonName, request.days ?? 90);
  certificate.extensions = [
    extension('2.5.29.19', new BasicConstraints({ cA: false }).toSchema().toBER(), true),
    extension('2.5.29.15', keyUsage(SIGNS_AND_ENCIPHERS), true),
    extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: [SERVER_AUTH, CLIENT_AUTH] }).toSchema().toBER()),
    extension('2.5.29.17', alternativeNames(request.hostnames, addresses)),
  ];
  await sign(certificate, caKey);
  return {
    keyPem: pem('PRIVATE KEY', await subtle.exportKey('pkcs8', key.privateKey)),
    certPem: pem('CERTIFICATE', certificate.toSchema().toBER()),
    chainPem: caPem,
  };
}

async function blankCertificate(
  publicKey: webcrypto.CryptoKey,
  commonName: string,
  days: number,
): Promise<Certificate> {
  // A serial number is a positive INTEGER: the first byte stays below 0x80.
  const serialNumber = new Integer({ valueHex: exact(Buffer.concat([Buffer.of(1), randomBytes(15)])) });
  const certificate = new Certificate({ version: 2, serialNumber });
  certificate.subject.typesAndValues.push(named(commonName));
  certificate.issuer.typesAndValues.push(named(CA_NAME));
  certificate.notBefore.value = new Date(Date.now() - BACKDATED_MS);
  certificate.notAfter.value = new Date(Date.now() + days * DAY_MS);
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  return certificate;
}

/** pkijs's own signing leaves out the NULL that RFC 4055 asks for beside an RSA signature (2026-11-25). */
async function sign(certificate: Certificate, key: webcrypto.CryptoKey): Promise<void> {
  const algorithm = { algorithmId: SHA256_WITH_RSA, algorithmParams: new Null() };
  certificate.signature = new AlgorithmIdentifier(algorithm);
  certificate.signatureAlgorithm = new AlgorithmIdentifier(algorithm);
  const signed = certificate.encodeTBS().toBER();
  certificate.tbsView = new Uint8Array(signed);
  const valueHex = await subtle.sign(KEYS.rsa.name, key, signed);
  certificate.signatureValue = new BitString({ valueHex });
}

const named = (value: string): AttributeTypeAndValue =>
  new AttributeTypeAndValue({ type: COMMON_NAME, value: new Utf8String({ value }) });

const extension = (extnID: string, extnValue: ArrayBuffer, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue });

const keyUsage = (bits: number): ArrayBuffer =>
  new BitString({ valueHex: exact(Buffer.of(bits)), unusedBits: 1 }).toBER();

/** GeneralName types of RFC 5280: 2 is dNSName, 7 is iPAddress. */
function alternativeNames(hostnames: readonly string[], addresses: readonly string[]): ArrayBuffer {
  const names = [
    ...hostnames.map((value) => new GeneralName({ type: 2, value })),
    ...addresses.map((address) => new GeneralName({ type: 7, value: new OctetString({ valueHex: bytesOf(address) }) })),
  ];
  return new GeneralNames({ names }).toSchema().toBER();
}

/** The sandbox listens on IPv4 loopback only. */
const bytesOf = (address: string): ArrayBuffer => exact(Buffer.from(address.split('.').map(Number)));

/** A view's own bytes: asn1js takes ArrayBuffers and a Buffer may lie inside a bigger pool. */
const exact = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

function newKey(kind: keyof typeof KEYS): Promise<webcrypto.CryptoKeyPair> {
  return subtle.generateKey(KEYS[kind], true, ['sign', 'verify']);
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
