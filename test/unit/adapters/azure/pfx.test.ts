import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { checkedCertificate } from '../../../../src/adapters/azure/certificate-chain.ts';
import { pfxWriter } from '../../../../src/adapters/azure/pfx.ts';
import { issueByAuthority, issueCertificate } from './certificates.ts';

const HOSTNAME = 'api.example.com';
const PASSWORD = 'a-random-password_1';
const issued = {
  rsa: await issueCertificate('rsa', HOSTNAME),
  ec: await issueCertificate('ec', HOSTNAME),
  forge: await issueByAuthority(HOSTNAME),
};

/** Serves the PFX and connects, trusting the root only: the intermediate must come from the PFX. */
async function handshake(pfx: Uint8Array, root: string): Promise<boolean> {
  const server = createServer({ pfx: Buffer.from(pfx), passphrase: PASSWORD }, (socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', servername: HOSTNAME, ca: root });
    await once(socket, 'secureConnect');
    socket.destroy();
    return socket.authorized;
  } finally {
    server.close();
  }
}

/** DER of object identifiers: PBES2's AES-256-CBC, and PKCS#12's own SHA-1 with 3DES. */
const AES_256_CBC = '060960864801650304012a';
const SHA1_3DES = '060a2a864886f70d010c0103';

describe('PFX', () => {
  it.each([
    ['rsa', 'aes256-sha256', AES_256_CBC, SHA1_3DES],
    ['ec', 'aes256-sha256', AES_256_CBC, SHA1_3DES],
    ['forge', '3des-sha1', SHA1_3DES, AES_256_CBC],
  ] as const)('of an %s key with %s serves TLS with its chain', async (kind, profile, algorithm, other) => {
    const certificate = issued[kind];
    const written = await pfxWriter.write(certificate, PASSWORD, profile);
    expect(await handshake(written.pfx, certificate.rootPem)).toBe(true);
    const hex = Buffer.from(written.pfx).toString('hex');
    expect([hex.includes(algorithm), hex.includes(other)]).toEqual([true, false]);
    expect(written.dnsNames).toEqual([HOSTNAME]);
    expect(written.thumbprint).toMatch(/^[0-9a-f]{40}$/);
    expect(Date.parse(written.expiresOn)).toBeGreaterThan(Date.now());
  });

  it('leaves the root out', () => {
    const { leaf, intermediates } = checkedCertificate(issued.ec);
    expect([leaf.subject, ...intermediates.map((one) => one.subject)]).toEqual(['CN=leaf', 'CN=intermediate']);
  });

  it('refuses 3DES for an EC key and for a certificate that it would change', async () => {
    await expect(pfxWriter.write(issued.ec, PASSWORD, '3des-sha1')).rejects.toThrow('PFX-PROFILE');
    await expect(pfxWriter.write(issued.rsa, PASSWORD, '3des-sha1')).rejects.toThrow('its encoding would change');
  });

  it('refuses a key of another certificate', async () => {
    const mixed = { ...issued.rsa, encryptedKeyPem: issued.ec.encryptedKeyPem };
    await expect(pfxWriter.write(mixed, PASSWORD, 'aes256-sha256')).rejects.toThrow('KEY-OF-ANOTHER-CERTIFICATE');
  });

  it('refuses a chain that does not issue leaf-up', async () => {
    const { intermediatePem, rootPem } = issued.rsa;
    const reversed = { ...issued.rsa, chainPem: rootPem + intermediatePem };
    await expect(pfxWriter.write(reversed, PASSWORD, 'aes256-sha256')).rejects.toThrow(
      'CHAIN-BROKEN: In the chain, CN=root did not issue CN=leaf.',
    );
  });

  it('refuses a wrong passphrase, two leaves and a password that readers encode differently', async () => {
    const certificate = issued.rsa;
    const write = (changed: object, password = PASSWORD) =>
      pfxWriter.write({ ...certificate, ...changed }, password, 'aes256-sha256');
    await expect(write({ passphrase: 'another' })).rejects.toThrow('KEY-NOT-OPENED');
    await expect(write({ certificatePem: certificate.chainPem })).rejects.toThrow('NOT-ONE-LEAF');
    await expect(write({}, 'pässword')).rejects.toThrow('PFX-PASSWORD');
  });
});
