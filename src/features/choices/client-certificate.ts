import { below } from '../../model/source-ref.ts';
import { clientCertificateOf } from '../client-certificate.ts';
import { blocked, origin } from '../handling.ts';
import type { RouteChoice } from '../route-choice.ts';

/** `optionOf` of the choice: backends are shown a certificate of the run's vault. */
export const NEW_CERTIFICATE = 'new-certificate';

/** Backends that know API Gateway by a certificate, whose key AWS does not give away (docs: mapping, B2). */
export const clientCertificate: RouteChoice = {
  code: 'CLIENT-CERTIFICATE',
  text: {
    severity: 'decision',
    message: 'The backends know API Gateway by {detail}.',
    awsBehaviour: 'API Gateway shows every HTTP backend of the stage a certificate, whose key nobody can export.',
    apimBehaviour: 'A backend names a certificate of the service, which may come from Key Vault.',
    remedy: 'Make a certificate, let the backends trust both, and name it in run.json (clientCertificates).',
    options: [
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Gateway goes on calling the backends with its certificate.',
        recommended: true,
      },
      {
        name: NEW_CERTIFICATE,
        consequence:
          "API Management shows the certificate of the vault that run.json names. Backends that do not trust it yet refuse every call; the service's identity has to read the vault's secrets.",
      },
    ],
  },
  concerns: ['integration'],
  place: ({ api }) => below(api.stage.at, 'clientCertificateId'),
  applies: ({ route: { integration }, api }) =>
    api.stage.clientCertificateId !== undefined && (integration?.type === 'HTTP' || integration?.type === 'HTTP_PROXY')
      ? `the client certificate ${api.stage.clientCertificateId}`
      : undefined,
  handling: (option, { api, context }) => {
    if (option !== NEW_CERTIFICATE) return origin('the backend knows API Gateway by its certificate');
    return clientCertificateOf(api, context) === undefined
      ? blocked('ROUTE-OPTION', `run.json names no certificate in place of ${api.stage.clientCertificateId ?? 'it'}`)
      : undefined;
  },
};
