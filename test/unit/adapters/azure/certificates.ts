import { createPrivateKey, KeyObject, type webcrypto } from 'node:crypto';
import { Integer, Utf8String } from 'asn1js';
import { AltName, AttributeTypeAndValue, BasicConstraints, Certificate, Extension, GeneralName } from 'pkijs';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import type { ExportedCertificate } from '../../../../src/ports/certificate-source.ts';

/** What ACM would export for a new leaf of the key's kind: leaf, intermediate and root, the key under a passphrase. */
export interface IssuedCertificate extends ExportedCertificate {
  readonly rootPem: string;
  readonly intermediatePem: string;
}

type KeyPair = webcrypto.CryptoKeyPair;

const PASSPHRASE = 'only-for-this-test';
const DAY_MS = 86_400_000;
const ALGORITHM = {
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' },
  ec: { name: 'ECDSA', namedCurve: 'P-256' },
} as const;

/** Issues root -> intermediate -> leaf for `hostname`. */
export async function issueCertificate(kind: 'rsa' | 'ec', hostname: string): Promise<IssuedCertificate> {
  const newKey = (): Promise<KeyPair> => crypto.subtle.generateKey(ALGORITHM[kind], true, ['sign', 'verify']);
  const [rootKey, intermediateKey, leafKey] = [await newKey(), await newKey(), await newKey()];
  const authority = new Extension({
    extnID: '2.5.29.19',
    critical: true,
    extnValue: new BasicConstraints({ cA: true }).toSchema().toBER(),
  });
  const names = new AltName({ altNames: [new GeneralName({ type: 2, value: hostname })] });
  const alternative = new Extension({ extnID: '2.5.29.17', extnValue: names.toSchema().toBER() });
  const rootPem = await signed(1, ['root', 'root'], rootKey, rootKey, authority);
  const intermediatePem = await signed(2, ['intermediate', 'root'], intermediateKey, rootKey, authority);
  const certificatePem = await signed(3, ['leaf', 'intermediate'], leafKey, intermediateKey, alternative);
  return {
    certificatePem,
    intermediatePem,
    rootPem,
    chainPem: intermediatePem + rootPem,
    encryptedKeyPem: encrypted(KeyObject.from(leafKey.privateKey)),
    passphrase: PASSPHRASE,
  };
}

/** An RSA leaf right under the root, whose AlgorithmIdentifiers have the NULL that RFC 4055 asks for (pkijs leaves it out). */
export async function issueByAuthority(hostname: string): Promise<ExportedCertificate & { readonly rootPem: string }> {
  const { keyPem, certPem, chainPem } = await (await createAuthority()).issue({ hostnames: [hostname] });
  return {
    certificatePem: certPem,
    chainPem,
    rootPem: chainPem,
    encryptedKeyPem: encrypted(createPrivateKey(keyPem)),
    passphrase: PASSPHRASE,
  };
}

const encrypted = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE }).toString();

async function signed(
  serial: number,
  [subject, issuer]: readonly [string, string],
  key: KeyPair,
  issuerKey: KeyPair,
  extension: Extension,
): Promise<string> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: serial });
  certificate.subject.typesAndValues.push(commonName(subject));
  certificate.issuer.typesAndValues.push(commonName(issuer));
  certificate.notBefore.value = new Date(Date.now() - DAY_MS);
  certificate.notAfter.value = new Date(Date.now() + 30 * DAY_MS);
  certificate.extensions = [extension];
  await certificate.subjectPublicKeyInfo.importKey(key.publicKey);
  await certificate.sign(issuerKey.privateKey, 'SHA-256');
  const base64 = Buffer.from(certificate.toSchema(true).toBER()).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

const commonName = (value: string): AttributeTypeAndValue =>
  new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value }) });
