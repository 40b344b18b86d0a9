import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { pfxWriter } from '../../../../src/adapters/azure/pfx.ts';
import { issueCertificate, opensslReads } from './certificates.ts';

const HOSTNAME = 'api.example.com';
const PASSWORD = 'a-random-password_1';
const issued = { rsa: issueCertificate('rsa', HOSTNAME), ec: issueCertificate('ec', HOSTNAME) };

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

describe('PFX', () => {
  it.each([
    ['rsa', 'aes256-sha256', /AES-256-CBC, Iteration \d+, PRF hmacWithSHA256/],
    ['ec', 'aes256-sha256', /AES-256-CBC, Iteration \d+, PRF hmacWithSHA256/],
    ['rsa', '3des-sha1', /pbeWithSHA1And3-KeyTripleDES-CBC/],
  ] as const)('of an %s key with %s serves TLS and is read by OpenSSL', async (kind, profile, algorithm) => {
    const certificate = issued[kind];
    const written = await pfxWriter.write(certificate, PASSWORD, profile);
    expect(await handshake(written.pfx, certificate.rootPem)).toBe(true);
    const read = opensslReads(written.pfx, PASSWORD);
    expect(read.certificates).toBe(2);
    expect(read.info).toMatch(algorithm);
    expect(written.dnsNames).toEqual([HOSTNAME]);
    expect(written.thumbprint).toMatch(/^[0-9a-f]{40}$/);
    expect(Date.parse(written.expiresOn)).toBeGreaterThan(Date.now());
  });

  it('refuses 3DES for an EC key', async () => {
    await expect(pfxWriter.write(issued.ec, PASSWORD, '3des-sha1')).rejects.toThrow('PFX-PROFILE');
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
