import type { CertificateClient, KeyVaultCertificateWithPolicy } from '@azure/keyvault-certificates';
import { FailureError } from '../../model/outcome.ts';
import type { CertificateVault, VaultedCertificate } from '../../ports/certificate-vault.ts';
import type { AzureClients } from './clients.ts';
import { withAzureFailures } from './failures.ts';
import { unlessMissing } from './unless-missing.ts';
import { assertTagged, withoutVersion } from './vault-objects.ts';

/** API Management reads secrets of this type only, not `application/x-pem-file` (2026-11-23). */
const PFX_CONTENT_TYPE = 'application/x-pkcs12';

/** Key Vault needs about 20 seconds to finish a recovery (2026-11-23). */
const RECOVERY_POLL_MS = 1000;

/** The CertificateVault port over @azure/keyvault-certificates; `vaultUrl` such as https://NAME.vault.azure.net. */
export function certificateVault(clients: AzureClients, vaultUrl: string): CertificateVault {
  const connected = <T>(call: (client: CertificateClient) => Promise<T>): Promise<T> =>
    withAzureFailures(async () => call(await clients.certificates(vaultUrl)));
  return {
    get: (name) => connected((client) => getCertificate(client, name)),
    importPfx: (name, pfx, password, tags) => connected((client) => importPfx(client, name, pfx, password, tags)),
    remove: (name, tags) => connected((client) => removeCertificate(client, name, tags)),
  };
}

async function getCertificate(client: CertificateClient, name: string): Promise<VaultedCertificate | undefined> {
  const certificate = await unlessMissing(() => client.getCertificate(name));
  return certificate && vaulted(certificate);
}

/**
 * importCertificate of 4.10.3 drops `policy` and `enabled` from its options (2026-11-23); a PFX needs neither, the vault
 * takes the content type from the bytes. What came of it is checked, because a secret of another type fails much later.
 */
async function importPfx(
  client: CertificateClient,
  name: string,
  pfx: Uint8Array,
  password: string,
  tags: Readonly<Record<string, string>>,
): Promise<VaultedCertificate> {
  await recoverDeleted(client, name);
  const certificate = await client.importCertificate(name, pfx, { password, tags: { ...tags } });
  const contentType = certificate.policy?.contentType;
  if (contentType !== undefined && contentType !== PFX_CONTENT_TYPE)
    throw new FailureError({
      kind: 'invalid',
      code: 'NOT-A-PFX-SECRET',
      message: `The vault holds ${name} as ${contentType}; API Management reads ${PFX_CONTENT_TYPE} only.`,
      at: name,
    });
  return vaulted(certificate);
}

/**
 * A deleted name cannot be imported to (409) until it is recovered. That is waited for within the call: between two calls the
 * certificate that came back would pass for somebody else's, and no run could follow one that was rolled back.
 */
async function recoverDeleted(client: CertificateClient, name: string): Promise<void> {
  if (!(await unlessMissing(() => client.getDeletedCertificate(name)))) return;
  const poller = await client.beginRecoverDeletedCertificate(name, { intervalInMs: RECOVERY_POLL_MS });
  await poller.pollUntilDone();
}

async function removeCertificate(
  client: CertificateClient,
  name: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const certificate = await unlessMissing(() => client.getCertificate(name));
  if (!certificate) return;
  assertTagged('certificate', name, certificate.properties.tags, tags);
  await unlessMissing(() => client.beginDeleteCertificate(name));
}

function vaulted(certificate: KeyVaultCertificateWithPolicy): VaultedCertificate {
  const { version, tags, x509Thumbprint, expiresOn } = certificate.properties;
  return {
    name: certificate.name,
    version: version ?? '',
    secretId: withoutVersion(certificate.secretId ?? '', version),
    tags: tags ?? {},
    thumbprint: Buffer.from(x509Thumbprint ?? []).toString('hex'),
    ...(expiresOn && { expiresOn: expiresOn.toISOString() }),
  };
}
