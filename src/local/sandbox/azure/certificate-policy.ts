import type { X509Certificate } from 'node:crypto';
import type { BitString } from 'asn1js';
import { Certificate } from 'pkijs';
import { isJson, type Json } from './answers.ts';
import type { CertificateContent } from './certificate-content.ts';

/** Names of the bits of the extension keyUsage (RFC 5280, 4.2.1.3), in their order. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];
/** The order in which Key Vault lists them (recorded 2026-11-23). */
const ANSWERED_FIRST = ['digitalSignature', 'keyAgreement', 'keyCertSign', 'keyEncipherment', 'nonRepudiation'];
const KEY_USAGE_OID = '2.5.29.15';
const MONTH_MS = (365.25 / 12) * 86_400_000;

/** The policy of an imported certificate: what the request said, the rest from the certificate (recorded 2026-11-23). */
export function certificatePolicy(content: CertificateContent, given: Json): Json {
  const issuer = isJson(given['issuer']) ? given['issuer'] : { name: 'Unknown' };
  // The vault can renew only what it may issue itself; of anything else it sends an e-mail.
  const action = issuer['name'] === 'Self' ? 'AutoRenew' : 'EmailContacts';
  return {
    key_props: { ...keyProperties(content), ...(isJson(given['key_props']) ? given['key_props'] : {}) },
    secret_props: { contentType: content.contentType },
    x509_props: x509Properties(content.leaf),
    lifetime_actions: Array.isArray(given['lifetime_actions'])
      ? given['lifetime_actions']
      : [{ trigger: { lifetime_percentage: 80 }, action: { action_type: action } }],
    issuer,
  };
}

function keyProperties({ leaf }: CertificateContent): Json {
  const { modulusLength, namedCurve } = leaf.publicKey.asymmetricKeyDetails ?? {};
  const curves: Record<string, [string, number]> = {
    prime256v1: ['P-256', 256],
    secp384r1: ['P-384', 384],
    secp521r1: ['P-521', 521],
  };
  const curve = namedCurve === undefined ? undefined : curves[namedCurve];
  const size = curve ? { kty: 'EC', crv: curve[0], key_size: curve[1] } : { kty: 'RSA', key_size: modulusLength };
  return { exportable: true, ...size, reuse_key: false };
}

function x509Properties(leaf: X509Certificate): Json {
  const names = [...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)].map((match) => match[1]);
  const months = Math.round((leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / MONTH_MS);
  return {
    subject: leaf.subject.split('\n').join(', '),
    ...(names.length > 0 && { sans: { dns_names: names } }),
    // Node's `keyUsage` is the extension extKeyUsage.
    ekus: leaf.keyUsage ?? [],
    key_usage: keyUsage(leaf),
    validity_months: months,
    basic_constraints: { ca: leaf.ca },
  };
}

function keyUsage(leaf: X509Certificate): string[] {
  const { extensions } = Certificate.fromBER(Uint8Array.from(leaf.raw));
  const value = extensions?.find(({ extnID }) => extnID === KEY_USAGE_OID)?.parsedValue as BitString | undefined;
  const bits = value?.valueBlock.valueHexView ?? new Uint8Array();
  const names = KEY_USAGES.filter((_, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
  return [
    ...ANSWERED_FIRST.filter((name) => names.includes(name)),
    ...names.filter((name) => !ANSWERED_FIRST.includes(name)),
  ];
}
