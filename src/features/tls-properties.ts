/** Protocols and ciphers of the whole service, as `customProperties` says them: `True` or `False`. */
export type TlsProperties = Readonly<Record<string, 'True' | 'False'>>;

/** What a security policy of API Gateway takes besides TLS 1.2 with forward secrecy and authenticated ciphers. */
export interface TlsPolicy {
  /** TLS 1.0 and 1.1. */
  readonly isOld: boolean;
  /** TLS 1.2; without it only 1.3, which API Management cannot insist on. */
  readonly isTls12: boolean;
  /** Ciphers with RSA key exchange, without forward secrecy. */
  readonly hasRsaExchange: boolean;
}

const TLS12: TlsPolicy = { isOld: false, isTls12: true, hasRsaExchange: true };
const FORWARD_SECRET: TlsPolicy = { ...TLS12, hasRsaExchange: false };
const TLS13: TlsPolicy = { isOld: false, isTls12: false, hasRsaExchange: false };

/**
 * Policies by name (API Gateway's SDK of 2026-11; their ciphers by the guide where it lists them, by PFS in their name else:
 * docs/assumptions.md).
 */
const POLICIES: Readonly<Record<string, TlsPolicy>> = {
  TLS_1_0: { ...TLS12, isOld: true },
  TLS_1_2: TLS12,
  SecurityPolicy_TLS12_2018_EDGE: TLS12,
  SecurityPolicy_TLS12_PFS_2025_EDGE: FORWARD_SECRET,
  SecurityPolicy_TLS13_1_2_2021_06: FORWARD_SECRET,
  SecurityPolicy_TLS13_1_2_PQ_2025_09: TLS12,
  SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09: TLS12,
  SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09: FORWARD_SECRET,
  SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09: FORWARD_SECRET,
  SecurityPolicy_TLS13_1_3_2025_09: TLS13,
  SecurityPolicy_TLS13_1_3_FIPS_2025_09: TLS13,
  SecurityPolicy_TLS13_2025_EDGE: TLS13,
};

/** Undefined for a name that is not known. */
export const tlsPolicyOf = (name: string): TlsPolicy | undefined =>
  Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;

const GATEWAY = 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security';
const OLD = [`${GATEWAY}.Protocols.Tls10`, `${GATEWAY}.Protocols.Tls11`];
/** Off in every case: no security policy has SSL 3.0, and 3DES is broken (RFC 8429). */
const NEVER = [`${GATEWAY}.Protocols.Ssl30`, `${GATEWAY}.Ciphers.TripleDes168`];
const cipher = (name: string): string => `${GATEWAY}.Ciphers.${name}`;
/** Ciphers with SHA-1, which only TLS_1_0 takes. */
const SHA1 = [
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
].map(cipher);
const RSA_EXCHANGE = [
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
].map(cipher);

/**
 * What the service has to take for names with these policies: all that one of them takes, as protocols and ciphers are those of the
 * service (contract 2024-05-01, customProperties). TLS 1.0 and 1.1 only where a person lets them.
 */
export function tlsProperties(policies: readonly TlsPolicy[], letsOldIn: boolean): TlsProperties {
  const isOld = letsOldIn && policies.some((policy) => policy.isOld);
  const all = (names: readonly string[], isOn: boolean) =>
    names.map((name) => [name, isOn ? 'True' : 'False'] as const);
  return Object.fromEntries([
    ...all(OLD, isOld),
    ...all(NEVER, false),
    ...all(SHA1, isOld),
    ...all(
      RSA_EXCHANGE,
      policies.some(({ hasRsaExchange }) => hasRsaExchange),
    ),
  ]);
}
