import { describe, expect, it } from 'vitest';
import { certificateVault } from '../../../../src/adapters/azure/certificate-vault.ts';
import { scriptedClients, type Answer, type Sent } from './wire.ts';

const VAULT = 'https://crossgate.vault.azure.net';
const absent: Answer = { status: 404, body: { error: { code: 'CertificateNotFound', message: 'none' } } };
const bundle = (tags: Record<string, string>, contentType = 'application/x-pkcs12') => ({
  id: `${VAULT}/certificates/api/v1`,
  kid: `${VAULT}/keys/api/v1`,
  sid: `${VAULT}/secrets/api/v1`,
  x5t: 'AQIDBAUGBwgJCgsMDQ4PEBESExQ',
  cer: 'AAAA',
  attributes: { enabled: true, exp: 1_800_000_000, created: 1_700_000_000, updated: 1_700_000_000 },
  tags,
  policy: { id: `${VAULT}/certificates/api/policy`, secret_props: { contentType } },
});

const shown = {
  name: 'api',
  version: 'v1',
  secretId: `${VAULT}/secrets/api`,
  tags: { 'crossgate-run': 'orders-1' },
  thumbprint: '0102030405060708090a0b0c0d0e0f1011121314',
  expiresOn: '2027-01-15T08:00:00.000Z',
};

/** Key Vault challenges the first request of a client, whose body is empty. */
function connected(answer: (line: string) => Answer) {
  const challenge = `Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"`;
  const { clients, sent } = scriptedClients((one) =>
    one.headers['authorization']
      ? answer(lineOf(one))
      : { status: 401, headers: { 'www-authenticate': challenge }, body: {} },
  );
  const client = clients.certificates(VAULT);
  const vault = certificateVault({ ...clients, certificates: () => client }, VAULT);
  return { vault, calls: () => sent.filter((one) => one.headers['authorization']) };
}

const lineOf = ({ method, url }: Sent): string => `${method} ${url.pathname.replace(/\/$/, '')}`;
const tags = { 'crossgate-run': 'orders-1' };

describe('Key Vault certificates', () => {
  it('imports a PFX with its password and tags', async () => {
    const { vault, calls } = connected((line) =>
      line === 'POST /certificates/api/import' ? { status: 200, body: bundle(tags) } : absent,
    );
    expect(await vault.importPfx('api', Uint8Array.of(1, 2, 3), 'secret', tags)).toEqual(shown);
    expect(calls().at(-1)?.body).toMatchObject({ value: 'AQID', pwd: 'secret', tags });
    expect(calls().map(lineOf)).toEqual(['GET /deletedcertificates/api', 'POST /certificates/api/import']);
  });

  it('recovers a deleted certificate of the name first, and imports when it is back', async () => {
    const deleted = { ...bundle(tags), recoveryId: `${VAULT}/deletedcertificates/api` };
    let looks = 0;
    const { vault, calls } = connected((line) => {
      if (line === 'GET /deletedcertificates/api') return { status: 200, body: deleted };
      if (line === 'GET /certificates/api') return (looks += 1) > 1 ? { status: 200, body: bundle(tags) } : absent;
      return line.startsWith('POST') ? { status: 200, body: bundle(tags) } : absent;
    });
    expect(await vault.importPfx('api', Uint8Array.of(1), 'secret', tags)).toEqual(shown);
    const lines = calls().map(lineOf);
    expect(lines.filter((line) => line.startsWith('POST'))).toEqual([
      'POST /deletedcertificates/api/recover',
      'POST /certificates/api/import',
    ]);
    expect(lines.at(-2)).toBe('GET /certificates/api');
  });

  it('refuses a secret that API Management cannot read', async () => {
    const { vault } = connected((line) =>
      line.startsWith('POST') ? { status: 200, body: bundle(tags, 'application/x-pem-file') } : absent,
    );
    const imported = vault.importPfx('api', Uint8Array.of(1), 'secret', tags);
    await expect(imported).rejects.toMatchObject({ failure: { kind: 'invalid', code: 'NOT-A-PFX-SECRET' } });
  });

  it('reads what is there and nothing where nothing is', async () => {
    const { vault } = connected((line) =>
      line.startsWith('GET /certificates/api') ? { status: 200, body: bundle(tags) } : absent,
    );
    expect(await vault.get('api')).toEqual(shown);
    expect(await vault.get('other')).toBeUndefined();
  });

  it('deletes only what carries the tags', async () => {
    const { vault, calls } = connected((line) => {
      if (line.startsWith('GET /certificates/api')) return { status: 200, body: bundle(tags) };
      return line === 'DELETE /certificates/api' ? { status: 200, body: bundle(tags) } : absent;
    });
    await expect(vault.remove('api', { 'crossgate-run': 'another' })).rejects.toMatchObject({
      failure: { kind: 'conflict' },
    });
    await vault.remove('absent', tags);
    expect(calls().some((one) => one.method === 'DELETE')).toBe(false);
    await vault.remove('api', tags);
    expect(calls().map(lineOf)).toContain('DELETE /certificates/api');
  });
});
