import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { FindingOption } from '../model/finding.ts';
import type { SourceRef } from '../model/source-ref.ts';
import { generationOf } from '../model/tier.ts';
import { executeApiUrl } from './api-gateway-origin.ts';
import { isOriginReachable } from './endpoint-off.ts';
import { decide, report, type Decided, type FeatureContext } from './feature.ts';
import { overriddenBy, type Overridden } from './route-override.ts';
import { blocked, type Blocked, type Handling, type RoutePlan } from './handling.ts';
import { blockOf } from './route-plan.ts';
import { KEEP, OWN, REPLATFORM, WEBSOCKET_TEXTS } from './websocket-texts.ts';

/** What decides how a WebSocket API is carried. */
export type WebSocketContext = Omit<FeatureContext, 'routes'>;

export const CONNECT = '$connect';

/** The route of the handshake, if the API has one: without it everybody may connect. */
export const connectRoute = ({ routes }: AwsApi): AwsRoute | undefined => routes.find(({ path }) => path === CONNECT);

/** How the connections of an API are carried, all of them alike; `at` is what a block is about. */
export interface WebSocketHandling {
  readonly handling: Extract<Handling, { kind: 'websocket' | 'blocked' }>;
  readonly at: SourceRef;
}

/** The routes of a WebSocket API: none has an operation of its own, and all stand and fall with the connection. */
export function planWebSocket(api: AwsApi, context: WebSocketContext): readonly RoutePlan[] {
  const { handling } = webSocketHandling(api, context);
  return api.routes.map((route) => ({ route, handling, choices: [], operations: [], names: {} }));
}

/** What is decided of the API as a whole. A server of one's own is an option, and the recommended one, where the run names it. */
export function webSocketDecision(api: AwsApi, context: WebSocketContext): Decided {
  const finding = report({ id: 'websocket', findings: WEBSOCKET_TEXTS }, 'WEBSOCKET', api.at, api.name);
  const options =
    backendOf(api, context) === undefined ? [KEEP, REPLATFORM] : [recommended(OWN), other(KEEP), REPLATFORM];
  return decide({ ...finding, options }, context);
}

const recommended = (option: FindingOption): FindingOption => ({ ...option, recommended: true });
const other = ({ name, consequence }: FindingOption): FindingOption => ({ name, consequence });

/** The server that a run names for an API: by its id or its name, the stage's own entry first. */
export function backendOf(
  { id, name, stage }: AwsApi,
  { webSocketBackends = {} }: WebSocketContext,
): string | undefined {
  const keys = [`${id}/${stage.name}`, `${name}/${stage.name}`, id, name];
  const key = keys.find((each) => Object.hasOwn(webSocketBackends, each));
  return key === undefined ? undefined : webSocketBackends[key];
}

/** Whether connections can be passed through, and to whom; else the first reason why not. */
export function webSocketHandling(api: AwsApi, context: WebSocketContext): WebSocketHandling {
  const { option } = webSocketDecision(api, context);
  if (option !== KEEP.name && option !== OWN.name)
    return { handling: blocked('WEBSOCKET', 'it is to be served by another platform'), at: api.at };
  const isOwn = option === OWN.name;
  const connect = connectRoute(api);
  const own =
    connect === undefined
      ? undefined
      : overriddenBy(connect, context.overrides ?? {}, { api: 'websocket', tier: context.tier });
  const block =
    blockOfApi(api, context) ??
    overrideFault(api, own, context) ??
    (isOwn ? ownBlock(api, own) : keptBlock(api, context));
  if (block !== undefined) return block;
  const serviceUrl = isOwn ? backendOf(api, context) : executeApiUrl(api).replace(/^https/, 'wss');
  const document = own !== undefined && 'document' in own ? own.document : undefined;
  return {
    handling: {
      kind: 'websocket',
      serviceUrl: serviceUrl ?? '',
      isOwn,
      ...(document !== undefined && { document }),
    },
    at: api.at,
  };
}

type Block = { readonly handling: Blocked; readonly at: SourceRef };
const block = (code: Blocked['code'], why: string, at: SourceRef): Block => ({ handling: blocked(code, why), at });

function blockOfApi(api: AwsApi, { tier, inventory }: WebSocketContext): Block | undefined {
  if (generationOf(tier) === 'consumption')
    return block('WEBSOCKET-TIER', `the plan is made for the tier ${tier}`, api.at);
  const handling = blockOf(api, inventory.domainNames);
  return handling && { handling, at: api.at };
}

/** Policies run on the handshake only, so that an override of another route could not be what its writer meant. */
function overrideFault(
  { routes }: AwsApi,
  own: Overridden | undefined,
  { overrides = {} }: WebSocketContext,
): Block | undefined {
  if (own !== undefined && 'code' in own) {
    const [connect] = routes.filter(({ path }) => path === CONNECT);
    return connect && block(own.code, own.why, connect.at);
  }
  const message = routes.find((route) => route.path !== CONNECT && overriddenBy(route, overrides) !== undefined);
  return (
    message && block('OVERRIDE-INVALID', 'messages of a WebSocket have no policies, only $connect has', message.at)
  );
}

/** Access control is not lost by choosing another server. */
function ownBlock(api: AwsApi, own: Overridden | undefined): Block | undefined {
  const guarded = api.routes.find(
    ({ authorizationType, apiKeyRequired }) => authorizationType !== 'NONE' || apiKeyRequired,
  );
  if (guarded === undefined || own !== undefined) return undefined;
  return block(
    'WEBSOCKET-OWN-ACCESS',
    `${guarded.path} asks who connects, and no override of $connect does`,
    guarded.at,
  );
}

function keptBlock(api: AwsApi, context: WebSocketContext): Block | undefined {
  const signed = api.routes.find(({ authorizationType }) => authorizationType === 'AWS_IAM');
  if (signed !== undefined)
    return block('ROUTE-IAM', `callers of ${signed.path} sign with AWS IAM for a host name that changes`, signed.at);
  const authorizer = api.authorizers.find(({ id }) => api.routes.some(({ authorizerId }) => authorizerId === id));
  const hidden = (authorizer?.identitySource ?? '').split(',').find((source) => HIDDEN.test(source.trim()));
  if (authorizer !== undefined && hidden !== undefined)
    return block('WEBSOCKET-IDENTITY', `the authorizer ${authorizer.name} reads ${hidden.trim()}`, authorizer.at);
  if (isOriginReachable(api, context)) return undefined;
  return block(
    'ROUTE-ENDPOINT-OFF',
    "connections are passed through to the API's own endpoint, which is switched off",
    api.at,
  );
}

/** What API Management stands in for: the caller's address and the name that was called. */
const HIDDEN = /^\$?context\.(identity\.|domain(Name|Prefix)$)|\.header\.(host|x-forwarded-for)$/i;
