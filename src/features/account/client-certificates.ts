import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Certificates that API Gateway shows to backends (docs: mapping, B2). */
export const clientCertificates = defineAccountFeature({
  id: 'client-certificates',
  fidelity: 'D',
  findings: {
    'CLIENT-CERTIFICATE-KEY': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Backends know API Gateway by this certificate, whose key AWS does not give away.',
      apimBehaviour: 'A certificate of the service, from Key Vault, is named by the backends that need it.',
      remedy: 'Make a new one and let the backends trust both; at the stages that show it, decide CLIENT-CERTIFICATE.',
    },
  },
  assess: (inventory) =>
    inventory.clientCertificates.map(({ at, id, notAfter }) =>
      report(
        clientCertificates,
        'CLIENT-CERTIFICATE-KEY',
        at,
        `The client certificate ${id}${notAfter === undefined ? '' : ` expires ${notAfter}`}.`,
      ),
    ),
});
