import type { X509Certificate } from 'node:crypto';
import { FailureError } from '../../model/outcome.ts';
import type { ExportedCertificate } from '../../ports/certificate-source.ts';
import type { PfxProfile, PfxWriter, WrittenPfx } from '../../ports/pfx-writer.ts';
import { checkedCertificate, type CheckedCertificate } from './certificate-chain.ts';

/** Deriving the key from the password; the password is random, so that the count adds little (OpenSSL's own is 2,048). */
const ITERATIONS = 10_000;

/** The PfxWriter port: pkijs for AES, node-forge for 3DES, which WebCrypto cannot do. Loaded when first used. */
export const pfxWriter: PfxWriter = { write: writePfx };

async function writePfx(exported: ExportedCertificate, password: string, profile: PfxProfile): Promise<WrittenPfx> {
  if (!/^[\x20-\x7e]+$/.test(password))
    throw invalid(
      'PFX-PASSWORD',
      'The password of a PFX must be printable ASCII: readers encode other text differently.',
    );
  const certificate = checkedCertificate(exported);
  const pfx = profile === 'aes256-sha256' ? await aesPfx(certificate, password) : await desPfx(certificate, password);
  return {
    pfx,
    dnsNames: dnsNamesOf(certificate.leaf),
    expiresOn: new Date(certificate.leaf.validTo).toISOString(),
    thumbprint: certificate.leaf.fingerprint.replaceAll(':', '').toLowerCase(),
  };
}

/** authSafe[Data(shrouded key bag), EncryptedData(certificate bags)] and a MAC (RFC 7292), all PBES2 AES-256-CBC and SHA-256. */
async function aesPfx({ leaf, intermediates, key }: CheckedCertificate, password: string): Promise<Uint8Array> {
  const pkijs = await import('pkijs');
  const asn1 = await import('asn1js');
  const secret = new TextEncoder().encode(password);
  const exported = key.export({ type: 'pkcs8', format: 'der' });
  const pkcs8 = arrayBuffer(exported);
  try {
    const localKeyId = new pkijs.Attribute({
      type: '1.2.840.113549.1.9.21',
      values: [
        new asn1.OctetString({ valueHex: arrayBuffer(Buffer.from(leaf.fingerprint.replaceAll(':', ''), 'hex')) }),
      ],
    });
    const keyBag = new pkijs.PKCS8ShroudedKeyBag({ parsedValue: pkijs.PrivateKeyInfo.fromBER(pkcs8) });
    const encryption = {
      password: arrayBuffer(secret),
      contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
      hmacHashAlgorithm: 'SHA-256',
      iterationCount: ITERATIONS,
    };
    await keyBag.makeInternalValues(encryption);
    const certificateBag = (certificate: X509Certificate): InstanceType<typeof pkijs.SafeBag> =>
      new pkijs.SafeBag({
        bagId: '1.2.840.113549.1.12.10.1.3',
        bagValue: new pkijs.CertBag({ parsedValue: pkijs.Certificate.fromBER(arrayBuffer(certificate.raw)) }),
        ...(certificate === leaf && { bagAttributes: [localKeyId] }),
      });
    const keyContents = new pkijs.SafeContents({
      safeBags: [
        new pkijs.SafeBag({ bagId: '1.2.840.113549.1.12.10.1.2', bagValue: keyBag, bagAttributes: [localKeyId] }),
      ],
    });
    const certificateContents = new pkijs.SafeContents({ safeBags: [leaf, ...intermediates].map(certificateBag) });
    const authenticatedSafe = new pkijs.AuthenticatedSafe({
      parsedValue: {
        safeContents: [
          { privacyMode: 0, value: keyContents },
          { privacyMode: 1, value: certificateContents },
        ],
      },
    });
    await authenticatedSafe.makeInternalValues({ safeContents: [{}, encryption] });
    const pfx = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
    await pfx.makeInternalValues({
      password: arrayBuffer(secret),
      iterations: ITERATIONS,
      pbkdf2HashAlgorithm: 'SHA-256',
      hmacHashAlgorithm: 'SHA-256',
    });
    return new Uint8Array(pfx.toSchema().toBER(false));
  } finally {
    exported.fill(0);
    new Uint8Array(pkcs8).fill(0);
    secret.fill(0);
  }
}

async function desPfx({ leaf, intermediates, key }: CheckedCertificate, password: string): Promise<Uint8Array> {
  if (key.asymmetricKeyType !== 'rsa')
    throw invalid('PFX-PROFILE', `3DES is for RSA keys only, this one is ${String(key.asymmetricKeyType)}.`);
  const { default: forge } = await import('node-forge');
  const certificates = [leaf, ...intermediates].map((certificate) => {
    const parsed = forge.pki.certificateFromPem(certificate.toString());
    // forge writes a certificate anew; one that comes out different (an AlgorithmIdentifier without NULL) has a bad signature.
    const written = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(parsed)).getBytes(), 'binary');
    if (!written.equals(certificate.raw))
      throw invalid('PFX-PROFILE', `3DES cannot hold ${certificate.subject}: its encoding would change.`);
    return parsed;
  });
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }) as string),
    certificates,
    password,
    { algorithm: '3des', count: ITERATIONS, generateLocalKeyId: true },
  );
  return Uint8Array.from(Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary'));
}

function dnsNamesOf(leaf: X509Certificate): string[] {
  return (leaf.subjectAltName ?? '')
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice('DNS:'.length).toLowerCase());
}

/** A view's own bytes: pkijs takes ArrayBuffers and a Buffer may lie inside a bigger pool. */
const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

const invalid = (code: string, message: string): FailureError => new FailureError({ kind: 'invalid', code, message });
