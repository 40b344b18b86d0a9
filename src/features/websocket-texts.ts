import type { FindingOption } from '../model/finding.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';
import type { FindingText } from './feature.ts';
import { BLOCKS } from './route-blocks.ts';

/** Callers are refused at the handshake. */
const differs = ['status'] as const;

/** Ways to go with a WebSocket API (docs: mapping, B11). */
export const KEEP: FindingOption = {
  name: 'keep-api-gateway-origin',
  consequence:
    'API Management passes each connection through to the execute-api address of the stage, one to one. API Gateway stays the WebSocket server and on the bill, with its routes, authorizer, keys, throttles and templates; backends go on calling @connections there. Its functions see the execute-api host name and the addresses of API Management, and connections are one hop longer.',
  recommended: true,
};
export const REPLATFORM: FindingOption = {
  name: 'replatform',
  consequence:
    'The API is not carried. Somebody moves it to Azure Web PubSub: event handlers in place of the routes, another address for callers, and another call in place of @connections in every backend.',
};
export const OWN: FindingOption = {
  name: 'own-websocket-backend',
  consequence:
    'API Management passes each connection through to the server that the run names (webSocketBackends), which has to do what the routes, integrations and templates did. API Gateway checks nothing any more: who may connect is for the policy that an override gives $connect.',
};

const blocking = (text: Omit<FindingText, 'severity' | 'differs'>): FindingText => ({
  severity: 'blocker',
  differs,
  ...text,
});

/** What is said of WebSocket APIs. */
export const WEBSOCKET_TEXTS = {
  'WEBSOCKET': {
    severity: 'decision',
    differs: ['header'],
    message: '{detail} is a WebSocket API: API Management passes connections through, and routes no messages.',
    awsBehaviour:
      'API Gateway holds the connection, routes each message by an expression, and sends what backends post to @connections.',
    apimBehaviour:
      'A WebSocket API has one operation, onHandshake, and one backend for all of a connection; policies run on the handshake only.',
    remedy: 'Keep API Gateway as the WebSocket server behind API Management, or move the API to another server.',
    options: [KEEP, REPLATFORM],
  },
  'WEBSOCKET-ACCESS': {
    severity: 'review',
    differs,
    message: 'Who may connect is still decided by API Gateway: {detail}.',
    awsBehaviour: 'The authorizer of $connect, or the key, is asked once, at the handshake.',
    apimBehaviour:
      'Headers and query of the handshake are passed on as they came, and so is the refusal. Subscription keys of API Management are not asked for.',
    remedy: 'Connect through both without the credentials, and with wrong ones; both must refuse.',
  },
  'WEBSOCKET-CALLBACKS': {
    severity: 'review',
    message: 'Backends of {detail} that send to callers must call @connections at the execute-api address.',
    awsBehaviour: 'Backends post to @connections below the name that callers connect to, or the execute-api address.',
    apimBehaviour:
      'The custom domain name leads to API Management, which knows no connections of API Gateway. Events of a connection that was passed through name the execute-api host.',
    remedy: 'Let backends take the host and the stage from the event, or write the execute-api address into them.',
  },
  'WEBSOCKET-LIMITS': {
    severity: 'review',
    message: 'Connections of {detail}',
    awsBehaviour:
      'A message has at most 128 KB in frames of 32 KB; a connection ends after 2 hours, or 10 minutes without a message.',
    apimBehaviour:
      'The load balancer before the gateway drops a connection that is idle for 4 minutes, sooner than API Gateway does. Longer messages and connections are for the backend to refuse.',
    remedy: 'Let clients or the server send a ping at least every 3 minutes, and connect again when they are cut off.',
  },
  'WEBSOCKET-MESSAGES': {
    severity: 'review',
    message: 'Throttles of {detail} count handshakes only.',
    awsBehaviour: 'Each message of a route counts.',
    apimBehaviour: 'Policies see no messages: the limit of $connect, or of the stage, is put on the handshake.',
    remedy: 'Limit messages in the server.',
  },
  'WEBSOCKET-TIER': blocking({
    message: 'The WebSocket API {detail}.',
    awsBehaviour: 'Callers keep a connection open.',
    apimBehaviour: 'The Consumption tier has no WebSocket APIs.',
    remedy: 'Use another tier, or take the API out of the wave and serve it by Azure Web PubSub.',
  }),
  'WEBSOCKET-IDENTITY': blocking({
    message: 'The WebSocket API {detail}.',
    awsBehaviour: 'The authorizer tells callers apart by the address or the host name that they connect with.',
    apimBehaviour: 'API Gateway would see the address of API Management and its own host name for every caller.',
    remedy: 'Let the authorizer tell callers apart by a header or a query parameter.',
  }),
  'WEBSOCKET-OWN-ACCESS': blocking({
    message: 'The WebSocket API {detail}.',
    awsBehaviour: 'API Gateway asks an authorizer, IAM or for a key before it lets a caller connect.',
    apimBehaviour: 'A server of your own is behind API Management alone, and nothing is planned that refuses callers.',
    remedy: 'Give $connect an override: a policy that checks the same, such as validate-jwt.',
  }),
  'ROUTE-IAM': BLOCKS['ROUTE-IAM'],
  'ROUTE-PRIVATE': BLOCKS['ROUTE-PRIVATE'],
  'ROUTE-MUTUAL-TLS': BLOCKS['ROUTE-MUTUAL-TLS'],
  'ROUTE-ENDPOINT-OFF': BLOCKS['ROUTE-ENDPOINT-OFF'],
} as const satisfies Readonly<Record<string, FindingText>>;

/** How many connections a tier holds (Microsoft Learn, API Management gateway runtime limits; read 2026-11-29). */
export function connectionLimit(tier: ApimTier): string {
  return generationOf(tier) === 'v2'
    ? 'are limited to 5,000 a unit and 60,000 a service in v2 tiers; API Gateway limits new ones only, 500 a second.'
    : 'are limited by what a unit carries, of which classic tiers publish no number; API Gateway limits new ones only, 500 a second.';
}
