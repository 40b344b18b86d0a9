import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** Certificates of domain names: whether they can be carried, and for how long they last (docs: mapping, D). */
export const certificates = defineAccountFeature({
  id: 'certificates',
  fidelity: 'D',
  findings: {
    'CERTIFICATE-EXPIRES': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'ACM renews certificates of its own by itself.',
      apimBehaviour: 'A copy in Key Vault is not renewed by ACM.',
      remedy: 'Give Key Vault an issuer before this day, or import the renewed certificate.',
    },
    'CERTIFICATE-REISSUE': {
      severity: 'decision',
      message: '{detail}',
      awsBehaviour: 'ACM never gives the key away.',
      apimBehaviour: 'A new certificate is needed.',
      remedy: 'Decide where the new certificate comes from; callers that pin the old one must be told.',
      options: [
        {
          name: 'key-vault-issuer',
          consequence: 'Key Vault orders and renews it from an integrated authority.',
          recommended: true,
        },
        { name: 'csr', consequence: 'Key Vault makes a request that any authority signs.' },
        { name: 'bring-your-own', consequence: 'Somebody imports certificate and key into Key Vault.' },
      ],
    },
  },
  assess: (inventory, request) =>
    inventory.certificates.flatMap(
      ({ at, domainName, subjectAlternativeNames, status, exportable, notAfter, type, keyAlgorithm }) => [
        ...(notAfter === undefined
          ? []
          : [
              report(
                certificates,
                'CERTIFICATE-EXPIRES',
                below(at, 'notAfter'),
                `The certificate of ${[...new Set([domainName, ...subjectAlternativeNames])].join(', ')} (${keyAlgorithm}, ${status}) ends ${notAfter}.`,
              ),
            ]),
        ...(exportable
          ? []
          : [
              decideAround(
                report(
                  certificates,
                  'CERTIFICATE-REISSUE',
                  below(at, 'exportable'),
                  `The certificate of ${domainName} (${type}) cannot be exported.`,
                ),
                request,
              ),
            ]),
      ],
    ),
});
