import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';

describe('the authority of the sandbox', () => {
  it('issues certificates that chain to its own and cover names and addresses', async () => {
    const authority = await createAuthority();
    const issued = await authority.issue({ hostnames: ['localhost', '*.example.test'], addresses: ['127.0.0.1'] });
    const leaf = new X509Certificate(issued.certPem);
    const ca = new X509Certificate(authority.caPem);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(issued.keyPem))).toBe(true);
    expect(leaf.checkHost('api.example.test')).toBe('*.example.test');
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(ca.ca).toBe(true);
  });

  it('refuses a request that names nothing, and what is no address', async () => {
    const authority = await createAuthority();
    await expect(authority.issue({ hostnames: [] })).rejects.toThrow('needs a hostname or an address');
    await expect(authority.issue({ hostnames: [], addresses: ['local'] })).rejects.toThrow('not an IP address');
  });
});
