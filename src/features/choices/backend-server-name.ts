import { origin } from '../handling.ts';
import type { RouteChoice } from '../route-choice.ts';

const SEND = 'send-as-host';

/** A backend that is known by another name than its address (tlsConfig.serverNameToVerify; docs: mapping, B2). */
export const backendServerName: RouteChoice = {
  code: 'BACKEND-SERVER-NAME',
  text: {
    severity: 'decision',
    message: 'The certificate of the backend of {detail}, not by the name of its address.',
    awsBehaviour: 'The handshake asks for the name, and the certificate has to be of it.',
    apimBehaviour: 'The host of a request is set by a header; a certificate is verified by the name that is called.',
    remedy: 'Give the backend an address of that name.',
    options: [
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Gateway goes on calling the backend and verifying the name.',
        recommended: true,
      },
      {
        name: SEND,
        consequence:
          'The name is sent as Host. Where API Management verifies the certificate by the name of the address all the same, the backend is not reached.',
      },
    ],
  },
  concerns: ['integration'],
  applies: ({ route: { method, path, integration } }) =>
    integration?.tlsServerNameToVerify === undefined
      ? undefined
      : `${method} ${path} is verified by the name ${integration.tlsServerNameToVerify}`,
  handling: (option) => (option === SEND ? undefined : origin('the backend is verified by another name')),
};
