import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { CertificateClient } from '@azure/keyvault-certificates';
import type { SecretClient } from '@azure/keyvault-secrets';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { certificateVault } from '../../../src/adapters/azure/certificate-vault.ts';
import { azureClients } from '../../../src/adapters/azure/clients.ts';
import { pfxWriter } from '../../../src/adapters/azure/pfx.ts';
import { secretVault } from '../../../src/adapters/azure/vault-secrets.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';
import { issueByAuthority, issueCertificate } from '../../unit/adapters/azure/certificates.ts';

const PASSWORD = 'secret';
const OURS = { crossgate: 'run-1' };
const trusted = getCACertificates('default');

async function startVault(vaultLagMs = 0): Promise<{
  readonly cloud: AzureCloud;
  readonly client: CertificateClient;
  readonly vault: ReturnType<typeof certificateVault>;
  readonly secretClient: SecretClient;
  readonly secrets: ReturnType<typeof secretVault>;
}> {
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  const state = emptyAzureState();
  const cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace(), vaultLagMs });
  const token = { token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 };
  const credential = { getToken: () => Promise.resolve(token) };
  const clients = azureClients({ keyVaultEndpoint: cloud.keyVault.url, credential });
  const url = `https://${state.vault}.vault.azure.net`;
  const [client, secretClient] = await Promise.all([clients.certificates(url), clients.secrets(url)]);
  return { cloud, client, vault: certificateVault(clients, url), secretClient, secrets: secretVault(clients, url) };
}

describe('Key Vault of the sandbox', () => {
  let started: Awaited<ReturnType<typeof startVault>>;

  beforeAll(async () => {
    started = await startVault();
  });
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await started.cloud.close();
  });

  it('challenges whoever has no token, before it reads the body', async () => {
    const url = `${started.cloud.keyVault.url}/certificates/a/import?api-version=7.5`;
    const answer = await fetch(url, { method: 'POST', body: 'no JSON' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('resource="https://vault.azure.net"');
    expect(await answer.json()).toMatchObject({ error: { code: 'Unauthorized' } });
  });

  it.each(['aes256-sha256', '3des-sha1'] as const)(
    'takes, deletes and recovers a PFX written as %s',
    async (profile) => {
      const { vault, client } = started;
      const { pfx, thumbprint } = await pfxWriter.write(await issueByAuthority('api.example.test'), PASSWORD, profile);
      expect(await vault.get(profile)).toBeUndefined();
      const first = await vault.importPfx(profile, pfx, PASSWORD, OURS);
      expect(first).toMatchObject({
        name: profile,
        secretId: `https://crossgate-vault.vault.azure.net/secrets/${profile}`,
        thumbprint,
        tags: OURS,
      });
      expect(await vault.get(profile)).toEqual(first);
      await vault.remove(profile, OURS);
      expect(await vault.get(profile)).toBeUndefined();
      await expect(client.importCertificate(profile, pfx, { password: PASSWORD })).rejects.toMatchObject({
        statusCode: 409,
        code: 'Conflict',
      });
      const second = await vault.importPfx(profile, pfx, PASSWORD, OURS);
      expect(second.version).not.toBe(first.version);
      const versions: (string | undefined)[] = [];
      for await (const one of client.listPropertiesOfCertificateVersions(profile)) versions.push(one.version);
      expect(versions).toEqual([first.version, second.version]);
    },
  );

  it('takes an elliptic key and purges it', async () => {
    const { vault, client } = started;
    const { pfx } = await pfxWriter.write(await issueCertificate('ec', 'ec.example.test'), PASSWORD, 'aes256-sha256');
    await vault.importPfx('ec', pfx, PASSWORD, OURS);
    const { policy } = await client.getCertificate('ec');
    expect(policy).toMatchObject({ keyType: 'EC', contentType: 'application/x-pkcs12' });
    await vault.remove('ec', OURS);
    const deleted: string[] = [];
    for await (const one of client.listDeletedCertificates()) deleted.push(one.name);
    expect(deleted).toEqual(['ec']);
    await client.purgeDeletedCertificate('ec');
    await expect(client.getDeletedCertificate('ec')).rejects.toMatchObject({ code: 'CertificateNotFound' });
  });

  it('refuses a wrong password and what is no certificate', async () => {
    const { client } = started;
    const issued = await issueByAuthority('api.example.test');
    const { pfx } = await pfxWriter.write(issued, PASSWORD, 'aes256-sha256');
    const refused = { statusCode: 400, code: 'BadParameter' };
    await expect(client.importCertificate('wrong', pfx, { password: 'wrong' })).rejects.toMatchObject(refused);
    await expect(client.importCertificate('text', Buffer.from('no certificate'))).rejects.toMatchObject(refused);
  });

  it('keeps versions of a secret, shows no value in lists, and deletes, recovers and purges all at once', async () => {
    const { secrets, secretClient } = started;
    expect(await secrets.get('aws-key')).toBeUndefined();
    expect(await secrets.holds('aws-key', 'one')).toBe(false);
    const first = await secrets.set('aws-key', 'one', OURS);
    expect(first).toEqual({
      name: 'aws-key',
      version: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      secretId: 'https://crossgate-vault.vault.azure.net/secrets/aws-key',
      tags: OURS,
    });
    expect(await secrets.get('aws-key')).toEqual(first);
    expect(await secrets.holds('aws-key', 'one')).toBe(true);
    const second = await secrets.set('aws-key', 'two', OURS);
    expect(await secrets.holds('aws-key', 'one')).toBe(false);
    expect((await secretClient.getSecret('aws-key', { version: first.version })).value).toBe('one');
    const versions: (string | undefined)[] = [];
    for await (const one of secretClient.listPropertiesOfSecretVersions('aws-key')) versions.push(one.version);
    expect(versions).toEqual([first.version, second.version]);
    const listed: object[] = [];
    for await (const one of secretClient.listPropertiesOfSecrets()) listed.push(one);
    expect(listed).toMatchObject([{ name: 'aws-key', enabled: true, tags: OURS }]);

    await expect(secrets.remove('aws-key', { crossgate: 'run-2' })).rejects.toMatchObject({
      failure: { kind: 'conflict', code: 'NOT-OUR-SECRET' },
    });
    await secrets.remove('aws-key', OURS);
    await secrets.remove('aws-key', OURS);
    expect(await secrets.get('aws-key')).toBeUndefined();
    expect(await secrets.isDeleted('aws-key')).toBe(true);
    await expect(secrets.set('aws-key', 'three', OURS)).rejects.toMatchObject({
      failure: { kind: 'conflict', code: 'ObjectIsDeletedButRecoverable' },
    });
    await secrets.recover('aws-key');
    expect(await secrets.isDeleted('aws-key')).toBe(false);
    expect(await secrets.get('aws-key')).toEqual(second);
    await secrets.remove('aws-key', OURS);
    await secretClient.purgeDeletedSecret('aws-key');
    expect(await secrets.isDeleted('aws-key')).toBe(false);
    expect((await secrets.set('aws-key', 'four', {})).tags).toEqual({});
  });

  it('refuses a name and a secret that a vault cannot hold, and the value of one that is disabled', async () => {
    const { secrets, secretClient } = started;
    await expect(secrets.set('a_b', 'v', {})).rejects.toMatchObject({
      failure: { kind: 'invalid', code: 'BadParameter' },
    });
    await expect(secrets.set('long', 'x'.repeat(25_601), {})).rejects.toMatchObject({ failure: { kind: 'invalid' } });
    await secretClient.setSecret('off', 'v', { enabled: false });
    await expect(secrets.get('off')).rejects.toMatchObject({ failure: { kind: 'denied', code: 'SecretDisabled' } });
  });
});

describe('Key Vault that takes its time', () => {
  const LAG_MS = 400;
  let started: Awaited<ReturnType<typeof startVault>>;
  beforeAll(async () => {
    started = await startVault(LAG_MS);
  });
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await started.cloud.close();
  });

  it('refuses for a while the name of a secret that is being deleted or recovered', async () => {
    const { secrets } = started;
    const passing = (code: string): object => ({ failure: { kind: 'transient', code } });
    await secrets.set('key', 'one', OURS);
    await secrets.remove('key', OURS);
    expect(await secrets.isDeleted('key')).toBe(false);
    await expect(secrets.set('key', 'two', OURS)).rejects.toMatchObject(passing('ObjectIsBeingDeleted'));
    await vi.waitUntil(() => secrets.isDeleted('key'), { timeout: 5000 });
    await secrets.recover('key');
    await expect(secrets.set('key', 'two', OURS)).rejects.toMatchObject(passing('ObjectIsBeingRecovered'));
    await vi.waitUntil(async () => (await secrets.get('key')) !== undefined, { timeout: 5000 });
    await secrets.set('key', 'two', OURS);
    expect(await secrets.holds('key', 'two')).toBe(true);
  });

  it('lets a run import the certificate that the run before took back', async () => {
    const { vault, client } = started;
    const { pfx } = await pfxWriter.write(await issueByAuthority('api.example.test'), PASSWORD, 'aes256-sha256');
    await vault.importPfx('api', pfx, PASSWORD, { 'crossgate-run': 'run-1' });
    await vault.remove('api', { 'crossgate-run': 'run-1' });
    await expect(vault.importPfx('api', pfx, PASSWORD, OURS)).rejects.toMatchObject({
      failure: { kind: 'transient', code: 'ObjectIsBeingDeleted' },
    });
    await vi.waitUntil(
      () =>
        client.getDeletedCertificate('api').then(
          () => true,
          () => false,
        ),
      { timeout: 5000 },
    );
    expect(await vault.importPfx('api', pfx, PASSWORD, OURS)).toMatchObject({ tags: OURS });
  });
});
