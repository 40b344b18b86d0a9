import { origin } from '../handling.ts';
import type { RouteChoice } from '../route-choice.ts';

/** `optionOf` of the choice: the backend is called without asking who signed its certificate. */
export const SKIP_VERIFICATION = 'skip-verification';

/** A backend whose certificate need not come from a known authority (tlsConfig.insecureSkipVerification; docs: mapping, B2). */
export const backendUnverified: RouteChoice = {
  code: 'BACKEND-UNVERIFIED',
  text: {
    severity: 'decision',
    message: 'The certificate of the backend of {detail} is not verified.',
    awsBehaviour:
      'The certificate need not come from an authority that AWS knows; its name and its time are looked at all the same.',
    apimBehaviour: 'A backend says whether the chain and the name of its certificate are verified.',
    remedy: 'Give the backend a certificate of a public authority, and then have it verified.',
    options: [
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Gateway goes on calling the backend, which it does not verify.',
        recommended: true,
      },
      {
        name: 'verify-certificate',
        consequence: 'The backend is not reached unless its certificate comes from an authority that Azure knows.',
      },
      {
        name: SKIP_VERIFICATION,
        consequence:
          'Whoever stands between API Management and the backend with any certificate of its name reads and changes what they say.',
      },
    ],
  },
  concerns: ['integration'],
  applies: ({ route: { method, path, integration } }) =>
    integration?.tlsInsecureSkipVerification === true ? `${method} ${path}` : undefined,
  handling: (option) =>
    option === 'verify-certificate' || option === SKIP_VERIFICATION
      ? undefined
      : origin('the certificate of the backend is not verified'),
};
