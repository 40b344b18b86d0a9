import type { AwsCertificate } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { CertificateReport } from './model.ts';

const DAY = 86_400_000;
/** A certificate that ends sooner is renewed before it is moved. */
const SOON = 60;

/** For every custom domain: can its certificate be moved, and is it fit for Azure (docs: mapping, D). */
export function certificatesOf(inventory: AwsInventory, now: string): readonly CertificateReport[] {
  return inventory.domainNames.map(({ name, certificateArn }) => {
    const found = inventory.certificates.find(({ arn }) => arn === certificateArn);
    if (found === undefined)
      return {
        hostname: name,
        ...(certificateArn === undefined ? {} : { certificate: certificateArn }),
        path: 'unknown',
        checks: [{ check: 'read', ok: false, text: 'The certificate was not read: its way is unknown.' }],
      };
    return {
      hostname: name,
      certificate: found.arn,
      path: found.exportable ? 'export' : 'reissue',
      checks: checksOf(name, found, now),
    };
  });
}

function checksOf(name: string, certificate: AwsCertificate, now: string): CertificateReport['checks'] {
  const { exportable, notAfter, subjectAlternativeNames, domainName, keyAlgorithm, status } = certificate;
  const days = notAfter === undefined ? undefined : Math.floor((Date.parse(notAfter) - Date.parse(now)) / DAY);
  const covers = [domainName, ...subjectAlternativeNames].some((each) => isCovered(name, each));
  const isRsa = /^RSA[_-](2048|3072|4096)$/i.test(keyAlgorithm);
  return [
    {
      check: 'exportable',
      ok: exportable,
      text: exportable
        ? 'ACM gives the key: it goes to Key Vault in one step.'
        : 'ACM keeps the key: issue a new certificate in Key Vault. Clients that pin the key must be told.',
    },
    { check: 'status', ok: status === 'ISSUED', text: `ACM says ${status}.` },
    {
      check: 'expiry',
      ok: days !== undefined && days > SOON,
      text:
        days === undefined
          ? 'The day that it ends was not read.'
          : `It ends in ${days} days (${(notAfter ?? '').slice(0, 10)}).`,
    },
    {
      check: 'name',
      ok: covers,
      text: covers
        ? 'Its names cover the domain.'
        : `It covers ${[domainName, ...subjectAlternativeNames].join(', ')}.`,
    },
    {
      check: 'key type',
      ok: isRsa,
      text: isRsa ? `${keyAlgorithm} is safe for API Management.` : `${keyAlgorithm}: have one issued with an RSA key.`,
    },
  ];
}

/** A wildcard covers one label. */
const isCovered = (name: string, pattern: string): boolean =>
  pattern.toLowerCase() === name.toLowerCase() ||
  (pattern.startsWith('*.') && name.slice(name.indexOf('.')).toLowerCase() === pattern.slice(1).toLowerCase());
