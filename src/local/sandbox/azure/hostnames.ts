import { X509Certificate } from 'node:crypto';
import { TIER_LIMITS } from '../../../model/tier-limits.ts';
import { isJson, Refusal, type Json } from './answers.ts';
import { tierOf } from './contract-tier.ts';
import type { AzureState, VaultCertificate } from './state.ts';

/** Kinds of endpoints that a host name can be given (contract 2024-05-01, HostnameType). */
const TYPES = ['Proxy', 'Portal', 'Management', 'Scm', 'DeveloperPortal', 'ConfigurationApi'];
const HOST_NAME = /^(?=.{1,253}$)(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/i;
const SECRET_ID = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/secrets\/([0-9a-z-]+)(?:\/([0-9a-f]{32}))?\/?$/i;

/** The entry for the service's own name, which stays whatever is sent (recorded 2026-11-23). */
export function builtInHostname(service: string, isDefault: boolean): Json {
  return hostnameEntry({
    type: 'Proxy',
    hostName: `${service}.azure-api.net`,
    defaultSslBinding: isDefault,
    certificateSource: 'BuiltIn',
  });
}

/**
 * The host names as they are kept and answered. API Management's identity reads each certificate when its name is bound.
 * Throws 400 `InvalidParameters` for a name, a type or a certificate that it would not bind.
 */
export function boundHostnames(state: AzureState, sent: unknown): Json[] {
  if (sent !== undefined && sent !== null && !Array.isArray(sent))
    throw refused('hostnameConfigurations must be an array.');
  const own = `${state.service}.azure-api.net`;
  const others = (sent ?? []).filter((one: unknown) => !isJson(one) || one['hostName'] !== own);
  const bound = others.map((one: unknown) => bind(state, isJson(one) ? one : {}));
  const names = new Set<string>();
  for (const { type, hostName } of bound) {
    const key = `${String(type)} ${String(hostName).toLowerCase()}`;
    if (names.has(key)) throw refused(`The host name ${String(hostName)} is configured twice.`);
    names.add(key);
  }
  const most = TIER_LIMITS[tierOf(state)].gatewayHostnames;
  if (bound.filter(({ type }) => type === 'Proxy').length > most)
    throw refused(`The ${tierOf(state)} tier takes ${most} custom host names of the gateway.`);
  return [builtInHostname(state.service, !bound.some((one) => one['defaultSslBinding'] === true)), ...bound];
}

function bind(state: AzureState, sent: Json): Json {
  const { type, hostName, keyVaultId, encodedCertificate } = sent;
  if (!TYPES.includes(String(type))) throw refused(`${JSON.stringify(type)} is no type of a host name.`);
  if (typeof hostName !== 'string' || !HOST_NAME.test(hostName))
    throw refused(`${JSON.stringify(hostName)} is not a host name.`);
  if (typeof encodedCertificate === 'string')
    throw refused('The sandbox binds certificates of Key Vault only; send keyVaultId.');
  if (typeof keyVaultId !== 'string') throw refused(`The host name ${hostName} has no certificate.`);
  const { leaf } = readable(state, keyVaultId);
  const { fingerprint, subject, validToDate } = new X509Certificate(leaf);
  const expiry = validToDate.toISOString();
  const certificate = { expiry, thumbprint: fingerprint.replaceAll(':', ''), subject: subject.replaceAll('\n', ', ') };
  return hostnameEntry({ ...sent, certificate, certificateSource: 'KeyVault' });
}

/** The version that an id names, or the newest; a gateway takes PKCS#12 only. */
function readable(state: AzureState, keyVaultId: string): VaultCertificate {
  const [, vault, name = '', version] = SECRET_ID.exec(keyVaultId) ?? [];
  const versions = vault?.toLowerCase() === state.vault ? state.certificates.get(name.toLowerCase()) : undefined;
  const found = version === undefined ? versions?.at(-1) : versions?.find((one) => one.version === version);
  if (!found?.enabled)
    throw refused(
      `Failed to access KeyVault Secret ${keyVaultId} using Managed Service Identity (http://aka.ms/apimmsi) of Api Management service.`,
    );
  if (found.contentType !== 'application/x-pkcs12')
    throw refused(`KeyVault Secret ${keyVaultId} is ${found.contentType}, not a certificate in PKCS#12 format.`);
  return found;
}

/** Every member that the service answers, in its order. */
function hostnameEntry(given: Json): Json {
  const { type, hostName, keyVaultId = null, certificate = null, certificateSource } = given;
  return {
    type,
    hostName,
    encodedCertificate: null,
    keyVaultId,
    certificatePassword: null,
    negotiateClientCertificate: given['negotiateClientCertificate'] === true,
    certificate,
    defaultSslBinding: given['defaultSslBinding'] === true,
    identityClientId: given['identityClientId'] ?? null,
    certificateSource,
    certificateStatus: null,
  };
}

/** The form of ARM's refusals; the wording of those of host names is assumed, not recorded (2026-11-25). */
function refused(message: string): Refusal {
  return new Refusal(400, 'InvalidParameters', `Invalid parameter: ${message}`);
}
