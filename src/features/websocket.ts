import type { AwsApi, AwsRoute } from '../model/aws.ts';
import { constructsOf, type Construct } from '../model/construct.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerColumn, LedgerEntry } from '../model/plan.ts';
import { sourceKey, type SourceRef } from '../model/source-ref.ts';
import { choose, returnResponse, setStatus } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import {
  defineFeature,
  enter,
  NOTHING,
  report,
  type Contribution,
  type FeatureContext,
  type PolicyContribution,
} from './feature.ts';
import { isServiceName } from './host-gate.ts';
import { settingFor } from './method-settings.ts';
import { override } from './override.ts';
import type { Handling } from './handling.ts';
import { limits } from './throttle.ts';
import {
  CONNECT,
  connectRoute,
  webSocketDecision,
  webSocketHandling,
  type WebSocketContext,
} from './websocket-plan.ts';
import { connectionLimit, WEBSOCKET_TEXTS } from './websocket-texts.ts';

/** The operation that API Management makes for a WebSocket API, and lets nobody change (Microsoft Learn; read 2026-11-29). */
export const ON_HANDSHAKE = 'onHandshake';

/** What of a WebSocket API this feature answers for; the stage, its variables and logs are carried as those of any API. */
const CLAIMS = [
  'route',
  'integration',
  'integration-response',
  'mapping-template',
  'authorizer',
  'authorizer-attachment',
  'validator-attachment',
  'model',
  'throttle',
] as const;

/** A WebSocket API as a whole: its connections are passed through, by decision (docs: mapping, B11). */
export const websocket = defineFeature({
  id: 'websocket',
  fidelity: 'D',
  claims: CLAIMS,
  apiTypes: ['WEBSOCKET'],
  findings: WEBSOCKET_TEXTS,
  translate(api, context) {
    const { handling } = webSocketHandling(api, context);
    const constructs = constructsOf(api).filter(({ kind }) => (CLAIMS as readonly string[]).includes(kind));
    if (handling.kind !== 'websocket') return notCarried(api, context, constructs);
    const { column, isOpen, finding } = webSocketDecision(api, context);
    return {
      ...NOTHING,
      policies: policiesOf(api, handling),
      findings: [finding, ...notesOf(api, handling, context)],
      entries: constructs.map((construct) => entryOf(construct, api, handling, column, isOpen)),
    };
  },
});

type Carried = Extract<Handling, { kind: 'websocket' }>;

/** Blocked for what guards it, or left by a person's decision. */
function notCarried(api: AwsApi, context: WebSocketContext, constructs: readonly Construct[]): Contribution {
  const { handling, at } = webSocketHandling(api, context);
  if (handling.kind !== 'blocked') return NOTHING;
  const { code, why } = handling;
  if (code === 'WEBSOCKET') {
    const { finding, column, option } = webSocketDecision(api, context);
    const isLeft = option !== undefined && column !== 'blocked';
    return {
      ...NOTHING,
      findings: [{ ...finding, severity: 'blocker' }],
      entries: enter('websocket', constructs, isLeft ? 'manual' : 'blocked'),
    };
  }
  const finding = code.startsWith('OVERRIDE-')
    ? report(override, code, at, `${api.name} is not used: ${why}`)
    : report(websocket, code, at, `${api.name} cannot be carried: ${why}`);
  return { ...NOTHING, findings: [finding], entries: enter('websocket', constructs, 'blocked') };
}

/** Of a server of one's own, nothing that API Gateway did for messages is carried; who may connect is for the override. */
function entryOf(
  { kind, at }: Construct,
  api: AwsApi,
  { isOwn, document }: Carried,
  column: LedgerColumn,
  isOpen: boolean,
): LedgerEntry {
  const isAnswered = isOfHandshake(at, api) || kind === 'authorizer' || (kind === 'throttle' && document === undefined);
  const isLeft = isOwn && !isAnswered;
  const own = isLeft && column === 'differs' ? 'manual' : column;
  return { at, construct: kind, column: own, openDecision: isOpen && own === column, feature: 'websocket' };
}

/** Whether something is the route of the handshake or a part of it. */
function isOfHandshake(at: SourceRef, api: AwsApi): boolean {
  const connect = connectRoute(api);
  const own = connect && sourceKey(connect.at);
  return own !== undefined && (sourceKey(at) === own || sourceKey(at).startsWith(`${own}/`));
}

function notesOf(api: AwsApi, handling: Carried, { tier }: FeatureContext): readonly Finding[] {
  const connect = connectRoute(api);
  const note = (code: keyof typeof WEBSOCKET_TEXTS, at = api.at, detail = api.name): Finding =>
    report(websocket, code, at, detail);
  const guards = connect === undefined || handling.isOwn ? [] : guardsOf(connect, api);
  return [
    note('WEBSOCKET-LIMITS', api.at, `${api.name} ${connectionLimit(tier)}`),
    ...(handling.isOwn ? [] : [note('WEBSOCKET-CALLBACKS')]),
    ...(connect === undefined || guards.length === 0
      ? []
      : [note('WEBSOCKET-ACCESS', connect.at, guards.join(', and '))]),
    ...(handling.isOwn && throttled(api).length > 0 ? [note('WEBSOCKET-MESSAGES', api.stage.at)] : []),
    ...(handling.document === undefined || connect === undefined
      ? []
      : [report(override, 'OVERRIDE', connect.at, CONNECT)]),
  ];
}

/** In words, what API Gateway goes on asking of whoever connects. */
function guardsOf(connect: AwsRoute, api: AwsApi): readonly string[] {
  const authorizer = api.authorizers.find(({ id }) => id === connect.authorizerId);
  const sources = authorizer?.identitySource ?? '';
  const asked = sources === '' ? 'the whole handshake' : sources;
  return [
    ...(authorizer === undefined ? [] : [`the authorizer ${authorizer.name} reads ${asked}`]),
    ...(connect.apiKeyRequired ? [`a key is read from ${api.apiKeySelectionExpression ?? 'x-api-key'}`] : []),
  ];
}

const throttled = (api: AwsApi) =>
  api.stage.methodSettings.filter(({ throttlingRateLimit }) => throttlingRateLimit !== undefined);

/** A refusal without a body: a handshake's answer can have none (policy/websocket.ts). */
const refusal = (status: number, reason: string): PolicyElement => returnResponse(setStatus(status, reason));

/** What API Management itself can do of a stage: its names, and for a server of one's own the limit of new connections. */
function policiesOf(api: AwsApi, { isOwn, document }: Carried): readonly PolicyContribution[] {
  if (document !== undefined) return [];
  const at = (place: PolicyContribution['place'], nodes: readonly PolicyNode[]): readonly PolicyContribution[] =>
    nodes.length === 0 ? [] : [{ operationIds: [ON_HANDSHAKE], section: 'inbound', place, nodes }];
  const gate = api.disableExecuteApiEndpoint
    ? [choose([{ condition: isServiceName(), policies: [refusal(403, 'Forbidden')] }])]
    : [];
  return [...at('host-gate', gate), ...(isOwn ? at('throttle', handshakeLimits(api)) : [])];
}

/** API Gateway counts what it serves itself; a second count before it would refuse callers that it would not. */
function handshakeLimits(api: AwsApi): readonly PolicyNode[] {
  const connect = connectRoute(api);
  const setting = connect === undefined ? undefined : settingFor(connect, api, throttled(api));
  const rate = setting?.throttlingRateLimit;
  if (rate === undefined) return [];
  const key = (window: string): string => `${api.id}/${api.stage.name}/${CONNECT}/${window}`;
  return limits(rate, setting?.throttlingBurstLimit ?? Math.ceil(rate), key, refusal(429, 'Too Many Requests'));
}
