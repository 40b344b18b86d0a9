import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerColumn, LedgerEntry } from '../model/plan.ts';
import { comment, returnResponse, setBackendService, setBody, setHeader, setStatus } from '../policy/build.ts';
import { decide, defineFeature, enter, report, type FeatureContext, type PolicyContribution } from './feature.ts';
import { backendId, timeoutOf } from './http-integration.ts';
import { enterChosen } from './route-choice.ts';
import { attachment, integrationParts, validation } from './route-parts.ts';
import { isAskedHere, type RoutePlan } from './handling.ts';

/** The address of the stage at API Gateway itself, which stays whatever name points where. */
export function executeApiUrl(api: AwsApi): string {
  const stage = api.stage.name === '$default' ? '' : `/${api.stage.name}`;
  return `https://${api.id}.execute-api.${api.region}.amazonaws.com${stage}`;
}

/** Longer than API Gateway's own limit of 29 or 30 seconds, so that its answer of a timeout gets through. */
const TIMEOUT_MS = 31_000;

/** Whatever is not translated natively keeps API Gateway as the origin of its route, if people agree. */
export const apiGatewayOrigin = defineFeature({
  id: 'api-gateway-origin',
  fidelity: 'D',
  claims: [
    'integration',
    'integration-response',
    'mapping-template',
    'validator-attachment',
    'authorizer-attachment',
    'authorizer',
  ],
  findings: {
    'ROUTE-ORIGIN': {
      severity: 'decision',
      differs: ['header', 'backend header', 'backend body'],
      message: '{detail}.',
      awsBehaviour: 'API Gateway runs the integration, with its authorizer, validation and templates.',
      apimBehaviour: 'API Management calls HTTP backends.',
      remedy:
        'Keep API Gateway as the origin of the route now; move the backend later. A function can be called without API Gateway: decide LAMBDA-TARGET.',
      options: [
        {
          name: 'keep-api-gateway-origin',
          consequence:
            'API Gateway stays in the path and on the bill. It and its functions see API Management as the caller, the execute-api host name, and paths without the base path.',
          recommended: true,
        },
        {
          name: 'move-the-backend',
          consequence: 'The route answers 501 until an override gives it a policy of its own.',
        },
      ],
    },
  },
  translate(api, context) {
    const { routes } = context;
    const kept = routes.filter((plan) => plan.handling.kind === 'origin').map((plan) => keep(plan, context));
    const operationIds = kept.filter(({ isKept }) => isKept).flatMap(({ plan }) => plan.operations.map(({ id }) => id));
    const blocked = routes.filter(({ handling }) => handling.kind === 'blocked').map(({ route }) => route);
    const url = executeApiUrl(api);
    const from = kept.map(({ plan }) => plan.route.at);
    const isUsed = operationIds.length > 0;
    return {
      resources: isUsed
        ? [{ path: `backends/${backendId(api, url)}`, properties: { url, protocol: 'http' }, from }]
        : [],
      policies: [
        ...(isUsed ? forward(operationIds, backendId(api, url)) : []),
        ...kept.filter(({ isMoved }) => isMoved).map(({ plan }) => stub(plan)),
      ],
      findings: kept.map(({ finding }) => finding),
      entries: [
        ...kept.flatMap(({ entries }) => entries),
        ...blocked.flatMap((route) =>
          enter(
            'api-gateway-origin',
            [...integrationParts(route), ...attachmentByAuthorizer(route), ...validation(route)],
            'blocked',
          ),
        ),
        ...api.authorizers
          .filter((authorizer) => isFunction(authorizer) && !isAskedBy(authorizer, routes))
          .map((authorizer) => authorizerEntry(authorizer, kept, blocked)),
      ],
    };
  },
});

/** What IAM guards is iam-callers' to account for. */
const attachmentByAuthorizer = (route: AwsRoute) => (route.authorizationType === 'AWS_IAM' ? [] : attachment(route));

interface Kept {
  readonly plan: RoutePlan;
  readonly isKept: boolean;
  readonly isMoved: boolean;
  readonly finding: Finding;
  readonly entries: readonly LedgerEntry[];
  readonly column: LedgerColumn;
  readonly isOpen: boolean;
}

function keep(plan: RoutePlan, context: FeatureContext): Kept {
  const { route, handling } = plan;
  const why = handling.kind === 'origin' ? handling.why : '';
  const detail = `${route.method} ${route.path} is not translated natively: ${why}`;
  const decided = decide(report(apiGatewayOrigin, 'ROUTE-ORIGIN', route.at, detail), context);
  const isMoved = decided.option === 'move-the-backend';
  const finding: Finding = isMoved ? { ...decided.finding, severity: 'blocker' } : decided.finding;
  const column = isMoved ? 'manual' : decided.column;
  const parts = [...integrationParts(route), ...attachment(route), ...validation(route)];
  return {
    plan,
    finding,
    column,
    isOpen: decided.isOpen,
    isKept: decided.option === 'keep-api-gateway-origin',
    isMoved,
    entries: enterChosen('api-gateway-origin', plan, parts, column).map((entry) => ({
      ...entry,
      openDecision: entry.openDecision || decided.isOpen,
    })),
  };
}

/** The path and the query pass as they came: behind the stage's address they are what API Gateway routes by. */
function forward(operationIds: readonly string[], id: string): readonly PolicyContribution[] {
  return [
    { operationIds, section: 'inbound', place: 'backend', nodes: [setBackendService({ backendId: id })] },
    timeoutOf(operationIds, TIMEOUT_MS),
  ];
}

/** What a comment takes of a template: a policy document has 256 KiB, in the Consumption tier 16 (docs: mapping, C2). */
const MOST_TEMPLATE = 8000;

/** Until somebody gives the route a policy: the templates that nothing was made of stand in comments of it. */
function stub({ handling, operations }: RoutePlan): PolicyContribution {
  const templates = handling.kind === 'origin' ? (handling.templates ?? []) : [];
  const comments = templates.map(({ kind, type, text }) => {
    const shown = text.length > MOST_TEMPLATE ? `${text.slice(0, MOST_TEMPLATE)} ...` : text;
    return comment(`The ${kind} template for ${type}:\n${xmlText(shown)}`);
  });
  const answer = returnResponse(
    setStatus(501, 'Not Implemented'),
    setHeader('Content-Type', ['application/json']),
    setBody('{"message":"Not Implemented"}'),
  );
  const operationIds = operations.map(({ id }) => id);
  return { operationIds, section: 'inbound', place: 'backend', nodes: [...comments, answer] };
}

/** Without what XML has not; a comment is for people. */
const xmlText = (text: string): string =>
  text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?');

const isFunction = ({ type }: AwsAuthorizer): boolean => type === 'TOKEN' || type === 'REQUEST';

/** Of one that API Management asks for any of its routes lambda-authorizer.ts accounts. */
const isAskedBy = ({ id }: AwsAuthorizer, routes: readonly RoutePlan[]): boolean =>
  routes.some((plan) => isAskedHere(plan) && plan.route.authorizerId === id);

/** A function that decides stays where it is, as its routes do; one that no carried route uses is nobody's loss. */
function authorizerEntry(authorizer: AwsAuthorizer, kept: readonly Kept[], blocked: readonly AwsRoute[]): LedgerEntry {
  const user = kept.find(({ plan }) => plan.route.authorizerId === authorizer.id);
  const isBlocked = blocked.some(({ authorizerId }) => authorizerId === authorizer.id);
  const column = user?.column ?? (isBlocked ? 'blocked' : 'manual');
  const [entry] = enter(
    'api-gateway-origin',
    [{ kind: 'authorizer', at: authorizer.at }],
    column,
    user?.isOpen ?? false,
  );
  return entry as LedgerEntry;
}
