import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Certificates that API Gateway shows to backends (docs: mapping, B2). */
export const clientCertificates = defineAccountFeature({
  id: 'client-certificates',
  fidelity: 'D',
  findings: {
    'CLIENT-CERTIFICATE': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Backends know API Gateway by this certificate, whose key AWS does not give away.',
      apimBehaviour: 'A certificate of the service, from Key Vault, is named by the backends that need it.',
      remedy: 'Make a new one, let the backends trust both, then repoint their routes.',
    },
  },
  assess: (inventory) =>
    inventory.clientCertificates.map(({ at, id, notAfter }) =>
      report(
        clientCertificates,
        'CLIENT-CERTIFICATE',
        at,
        `The client certificate ${id}${notAfter === undefined ? '' : ` expires ${notAfter}`}.`,
      ),
    ),
});
