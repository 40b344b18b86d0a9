import type { AwsApi } from '../model/aws.ts';
import { constructsOf, type Construct } from '../model/construct.ts';
import type { LedgerEntry } from '../model/plan.ts';
import type { Finding } from '../model/finding.ts';
import { ipFilter } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { decide, defineFeature, enter, report, NOTHING, type Decided, type FeatureContext } from './feature.ts';
import type { PolicyContribution } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { addressText, EVERY_ADDRESS, isEverybody, union, without, type IpSet } from './ip-ranges.ts';
import { matchResource, type Match } from './resource-match.ts';
import { rawStatements, statementsOf, type ResourceStatement } from './resource-statements.ts';
import { isNative, type RoutePlan } from './handling.ts';

/**
 * A REST API's resource policy: who may call at all, by address and route. Denials come first, and what nothing allows is denied
 * (docs: mapping, B3); a statement that cannot be decided so blocks.
 */
export const resourcePolicy = defineFeature({
  id: 'resource-policy',
  fidelity: 'C',
  claims: ['resource-policy-statement'],
  findings: {
    'RESOURCE-POLICY': {
      severity: 'blocker',
      message: 'The resource policy decides who may call, and this statement is not carried: {detail}.',
      awsBehaviour: 'Callers are told apart by address, network, account or time.',
      apimBehaviour: 'Nothing is planned that would refuse the same callers.',
      remedy: 'Replace the statement by a control that API Management has, or take the API out of the wave.',
    },
    'RESOURCE-POLICY-ADDRESSES': {
      severity: 'review',
      message: 'Callers are told apart by their address: {detail}.',
      awsBehaviour: 'The address is the one that reaches API Gateway; the refusal names the statement.',
      apimBehaviour:
        'ip-filter compares the address that reaches API Management; behind a proxy that is the proxy, and everybody looks the same.',
      remedy: 'Let callers reach API Management directly, or have the proxy before it filter addresses.',
    },
    'RESOURCE-POLICY-IPV6': {
      severity: 'review',
      message: 'The resource policy names ranges of IPv6.',
      awsBehaviour: 'An API with a dual-stack endpoint is called over IPv6 as well.',
      apimBehaviour: 'The gateway is called over IPv4, which the other ranges decide.',
      remedy: 'Give callers that have IPv6 only an address of IPv4 that is allowed.',
    },
    'RESOURCE-POLICY-ORIGIN': {
      severity: 'decision',
      message:
        'API Gateway stays the origin of {detail}, and its resource policy would see the address of API Management.',
      awsBehaviour: 'The policy decides by the address of whoever connects.',
      apimBehaviour: 'API Management connects to API Gateway for all callers, from its own addresses.',
      remedy: 'Decide who checks the callers of these routes.',
      options: [
        {
          name: 'admit-api-management',
          consequence:
            'Somebody adds the outbound addresses of API Management to the policy at AWS; API Management then checks the callers by the same ranges.',
          recommended: true,
        },
        { name: 'leave-the-policy', consequence: 'The routes are not carried while API Gateway is their origin.' },
      ],
    },
  },
  translate(api, context) {
    const constructs = constructsOf(api).filter(({ kind }) => kind === 'resource-policy-statement');
    if (constructs.length === 0) return NOTHING;
    const routes = context.routes.filter(({ handling }) => handling.kind !== 'blocked');
    const statements = statementsOf(api).map((statement) => decidable(statement, routes, api));
    const raw = rawStatements(api);
    const carried = statements.filter((statement) => typeof statement !== 'string');
    const allowed = routes.map((plan) => ({ plan, addresses: allowedAddresses(plan, carried, api) }));
    // A statement that blocks is the greater question.
    const isDecidable = carried.length === statements.length;
    const origin = isDecidable ? originDecision(allowed, constructs[0] as Construct, context) : undefined;
    return {
      ...NOTHING,
      policies: filters(allowed, api),
      findings: [
        ...constructs.flatMap(({ at }, index) => statementFindings(statements[index], raw[index], at)),
        ...(origin === undefined ? [] : [origin.finding]),
      ],
      entries: constructs.flatMap((construct, index) => entriesOf(construct, statements[index], origin)),
    };
  },
});

type Statement = ResourceStatement | string | undefined;

/** What a statement says of a route's calls, by method; ANY is several. */
function matchOf({ resources }: ResourceStatement, { route, operations }: RoutePlan, api: AwsApi): Match {
  // A definition does not say at which stage it is deployed: what speaks of one stage may or may not be meant.
  const stage = api.stage.name === '' ? '{stage}' : api.stage.name;
  const methods = route.method === 'ANY' ? operations.map(({ method }) => method) : [route.method];
  const matches = methods.map((method) => {
    const each = resources.map((resource) => matchResource(resource, `${stage}/${method}${route.path}`));
    return each.includes('all') ? 'all' : each.includes('partly') ? 'partly' : 'none';
  });
  return matches.every((match) => match === matches[0]) ? (matches[0] ?? 'none') : 'partly';
}

function decidable(
  statement: ResourceStatement | string,
  routes: readonly RoutePlan[],
  api: AwsApi,
): ResourceStatement | string {
  if (typeof statement === 'string') return statement;
  if (routes.length === 0 && api.routes.length > 0 && !isOpen(statement)) return 'no route of the API is carried';
  const partly = routes.find((plan) => matchOf(statement, plan, api) === 'partly');
  return partly === undefined
    ? statement
    : `it speaks of some calls of ${partly.route.method} ${partly.route.path} only`;
}

/** An authorizer that is a function, or IAM, may let in whom no statement allows; only a denial is above it. */
function allowedAddresses(plan: RoutePlan, statements: readonly ResourceStatement[], api: AwsApi): IpSet {
  const of = (effect: ResourceStatement['effect']): IpSet[] =>
    statements
      .filter((statement) => statement.effect === effect && matchOf(statement, plan, api) === 'all')
      .map(({ addresses }) => addresses);
  const { authorizationType: type } = plan.route;
  // Callers who come with tokens in place of signatures are no principals of the account any more: a statement has to allow them.
  const decidesItself = type === 'CUSTOM' || (type === 'AWS_IAM' && !isNative(plan));
  return without(decidesItself ? EVERY_ADDRESS : union(...of('Allow')), union(...of('Deny')));
}

interface Allowed {
  readonly plan: RoutePlan;
  readonly addresses: IpSet;
}

/** One filter for the API where all routes have the same, else one for each operation. */
function filters(allowed: readonly Allowed[], api: AwsApi): readonly PolicyContribution[] {
  const texts = new Set(allowed.map(({ addresses }) => JSON.stringify(addresses)));
  const [first] = allowed;
  if (first === undefined) return [];
  const grouped = texts.size === 1 ? [{ operationIds: 'api' as const, addresses: first.addresses }] : perRoute(allowed);
  return grouped
    .filter(({ addresses }) => !isEverybody(addresses))
    .map(({ operationIds, addresses }) => ({
      operationIds,
      section: 'inbound',
      place: 'network',
      nodes: filterOf(addresses, api),
    }));
}

const perRoute = (allowed: readonly Allowed[]) =>
  allowed.map(({ plan, addresses }) => ({ operationIds: plan.operations.map(({ id }) => id), addresses }));

/** A second allowing filter would have to hold as well, so all ranges stand in one. */
function filterOf(addresses: IpSet, api: AwsApi): readonly PolicyNode[] {
  if (addresses.length === 0) return [gatewayAnswer(api, 'ACCESS_DENIED')];
  // Single addresses come before ranges.
  const singles = addresses.filter(({ first, last }) => first === last).map(({ first }) => addressText(first));
  const ranges = addresses
    .filter(({ first, last }) => first < last)
    .map(({ first, last }) => ({ from: addressText(first), to: addressText(last) }));
  return [ipFilter('allow', [...singles, ...ranges])];
}

function originDecision(allowed: readonly Allowed[], { at }: Construct, context: FeatureContext): Decided | undefined {
  const kept = allowed.filter(({ plan, addresses }) => plan.handling.kind === 'origin' && !isEverybody(addresses));
  if (kept.length === 0) return undefined;
  const names = kept.map(({ plan }) => `${plan.route.method} ${plan.route.path}`);
  const decided = decide(report(resourcePolicy, 'RESOURCE-POLICY-ORIGIN', at, names.join(', ')), context);
  if (decided.option !== 'leave-the-policy') return decided;
  return { ...decided, column: 'blocked', finding: { ...decided.finding, severity: 'blocker' } };
}

const isOpen = (statement: ResourceStatement): boolean =>
  statement.effect === 'Allow' && isEverybody(statement.addresses) && !statement.hasIpv6;

function statementFindings(statement: Statement, raw: unknown, at: Construct['at']): readonly Finding[] {
  if (statement === undefined || typeof statement === 'string') {
    const why = statement ?? 'it cannot be read';
    return [report(resourcePolicy, 'RESOURCE-POLICY', at, `${described(raw)} (${why})`)];
  }
  if (isOpen(statement)) return [];
  return [
    report(resourcePolicy, 'RESOURCE-POLICY-ADDRESSES', at, described(raw)),
    ...(statement.hasIpv6 ? [report(resourcePolicy, 'RESOURCE-POLICY-IPV6', at)] : []),
  ];
}

function entriesOf(construct: Construct, statement: Statement, origin: Decided | undefined): readonly LedgerEntry[] {
  if (statement === undefined || typeof statement === 'string') return enter('resource-policy', [construct], 'blocked');
  if (origin !== undefined && !isOpen(statement))
    return enter('resource-policy', [construct], origin.column, origin.isOpen);
  return enter('resource-policy', [construct], isOpen(statement) ? 'translated' : 'differs');
}

const MOST_CHARACTERS = 300;

/** A statement in words: effect, action, resources, whom, and when. */
function described(statement: unknown): string {
  if (statement === null || typeof statement !== 'object') return 'no statement';
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } =
    statement as Readonly<Record<string, unknown>>;
  const list = (value: unknown, not: unknown): string =>
    value === undefined ? `all but ${textOf(not)}` : textOf(value);
  const whom = Principal === '*' ? 'everybody' : list(Principal, NotPrincipal);
  const when = Object.entries((Condition ?? {}) as Readonly<Record<string, unknown>>).map(
    ([operator, of]) => `${operator} ${textOf(of)}`,
  );
  const words = `${textOf(Effect)} ${list(Action, NotAction)} on ${list(Resource, NotResource)} for ${whom}`;
  return `${words}${when.length > 0 ? ` when ${when.join(' and ')}` : ''}`.slice(0, MOST_CHARACTERS);
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).join(', ')
    : value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([name, item]) => `${name} ${textOf(item)}`)
          .join(', ')
      : String(value);
