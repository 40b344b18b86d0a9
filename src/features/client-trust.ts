import { createHash } from 'node:crypto';
import type { AwsDomainName, AwsTrustStore } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { ServiceAuthority } from '../model/apim.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';

/** What becomes of a name's mutual TLS: whose certificates the service takes for it, or why it cannot check any. */
export type ClientTrust =
  | { readonly kind: 'carried'; readonly authorities: readonly ServiceAuthority[] }
  | { readonly kind: 'blocked'; readonly why: string };

/** Authorities that a service holds, and identities that a policy lists, at most (Microsoft Learn; policy schema; read 2026-11-29). */
export const MOST_AUTHORITIES = 10;

type StoreCertificate = AwsTrustStore['certificates'][number];

/** The trust of a domain name that asks for certificates; undefined for one that does not. */
export function clientTrust(
  { mutualTlsTruststoreUri: uri, mutualTlsTruststoreVersion: version, mutualTlsWarnings }: AwsDomainName,
  { trustStores }: Pick<AwsInventory, 'trustStores'>,
  tier: ApimTier,
): ClientTrust | undefined {
  if (uri === undefined) return undefined;
  const blocked = (why: string): ClientTrust => ({ kind: 'blocked', why });
  if (generationOf(tier) !== 'classic') return blocked(`a service of the tier ${tier} holds no authorities of callers`);
  if ((mutualTlsWarnings ?? []).length > 0) return blocked('API Gateway warns of its trust store');
  const store = trustStores.find((each) => each.uri === uri && each.version === version);
  if (store === undefined) return blocked(`its trust store ${uri} was not read`);
  const byThumbprint = new Map<string, ServiceAuthority>();
  for (const certificate of store.certificates) {
    const authority = authorityOf(certificate);
    if (authority === undefined) return blocked(`certificates of its trust store ${uri} were not read`);
    byThumbprint.set(authority.thumbprint, authority);
  }
  const authorities = [...byThumbprint.values()];
  const why = whyNotHeld(authorities, store.certificates);
  return why === undefined ? { kind: 'carried', authorities } : blocked(`its trust store ${why}`);
}

function whyNotHeld(
  authorities: readonly ServiceAuthority[],
  certificates: readonly StoreCertificate[],
): string | undefined {
  if (authorities.length === 0) return 'is empty';
  if (authorities.length > MOST_AUTHORITIES)
    return `has ${authorities.length} authorities, and a service holds ${MOST_AUTHORITIES}`;
  // A chain that ends elsewhere would end at whom the gateway's machine trusts.
  const subjects = new Set(certificates.map(({ subject }) => subject));
  const loose = certificates.find(({ isSelfSigned, issuer = '' }) => isSelfSigned !== true && !subjects.has(issuer));
  return loose && `lacks the issuer of ${loose.subject.replaceAll('\n', ' ')}`;
}

/** As `service.certificates` takes it: DER in base64, self-signed ones among the roots. */
function authorityOf({ pem, isSelfSigned, subject }: StoreCertificate): ServiceAuthority | undefined {
  const encoded = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem ?? '')?.[1];
  if (encoded === undefined || isSelfSigned === undefined) return undefined;
  const encodedCertificate = encoded.replaceAll(/\s/g, '');
  return {
    storeName: isSelfSigned ? 'Root' : 'CertificateAuthority',
    encodedCertificate,
    thumbprint: createHash('sha1').update(encodedCertificate, 'base64').digest('hex').toUpperCase(),
    subject: subject.replaceAll('\n', ', '),
  };
}
