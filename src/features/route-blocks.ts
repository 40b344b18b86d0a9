import type { FindingText } from './feature.ts';
import type { BlockCode } from './handling.ts';

const message = 'The route {detail}.';
/** Callers are refused, and no backend hears of it. */
const differs = ['status', 'header', 'body', 'backend method', 'backend url'] as const;

/** What is said of routes that cannot be carried (docs: mapping, B3, B9, B11). */
export const BLOCKS: Readonly<
  Record<Exclude<BlockCode, `OVERRIDE-${string}` | 'IAM-CALLERS' | `WEBSOCKET${string}`>, FindingText>
> = {
  'ROUTE-IAM': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'Callers sign each request with AWS credentials, and the host name is part of what is signed.',
    apimBehaviour:
      'Such signatures cannot be verified, and API Gateway refuses one that was made for another host name.',
    remedy: 'Move the backend of the route first, so that API Gateway is no longer needed behind it.',
  },
  'ROUTE-ISSUER': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'The authorizer at API Gateway takes tokens of its own issuer only.',
    apimBehaviour:
      'Tokens of Microsoft Entra ID would be refused by the origin, and tokens that are to be refused would be taken.',
    remedy: 'Decide both-issuers or keep-issuer for this authorizer (TOKEN-ISSUER), or move the backend of the route.',
  },
  'ENTRA-MISSING': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'Callers are told by AWS IAM or by tokens of their own issuer.',
    apimBehaviour: 'Nothing says which tokens of Microsoft Entra ID may call.',
    remedy:
      'Add "entra" to run.json: tenantId, audience, and at least one of clientIds, roles and scopes; or take another option.',
  },
  'ROUTE-PRIVATE': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'The API answers inside of VPCs only, by their endpoints.',
    apimBehaviour: 'The gateway of the run answers whoever reaches it.',
    remedy: 'Move the API to a service inside of a virtual network, in a run of its own.',
  },
  'ROUTE-MUTUAL-TLS': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: "The handshake asks callers for a certificate of the domain name's trust store.",
    apimBehaviour:
      'Only a service of a classic tier holds authorities of callers, 10 at most, and what was not read cannot be checked.',
    remedy:
      'Let Application Gateway before the service ask for certificates with its own trusted client certificate, or correct the trust store, choose a classic tier, or leave the host name out of the run.',
  },
  'ROUTE-ENDPOINT-OFF': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'The API answers under its custom domain name only; its own execute-api endpoint is switched off.',
    apimBehaviour:
      'API Gateway would have to stay the origin of the route, but the custom name is about to lead elsewhere.',
    remedy:
      'Switch the endpoint on (disableExecuteApiEndpoint) for the time of the migration, or move the backend first.',
  },
  'ROUTE-FUNCTION': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'API Gateway invokes the function by its own role.',
    apimBehaviour: 'The function cannot be called in the way that was decided.',
    remedy: 'Say in run.json what is missing, or decide LAMBDA-TARGET otherwise.',
  },
  'ROUTE-PATH': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'Paths are compared segment by segment.',
    apimBehaviour:
      'A URL template has at most 1,000 characters, and a parameter for the rest of a path stands alone at its end.',
    remedy: 'Correct the path, or give the route a shorter one.',
  },
  'ROUTE-OPTION': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'API Gateway does what the route says.',
    apimBehaviour: 'The option that was taken of a decision about the route cannot be carried out.',
    remedy: 'Take another option of the decision, or make true what it asks for.',
  },
  'ROUTE-ALIKE-DIFFERS': {
    severity: 'blocker',
    message,
    differs,
    awsBehaviour: 'Paths are told apart by case, and HTTP APIs tell a slash at the end.',
    apimBehaviour: 'Such paths may be taken for one, and the wrong route with the wrong access control would answer.',
    remedy: 'Rename one of the routes, or let both do the same.',
  },
};
