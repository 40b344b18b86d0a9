import { callerRefusal } from '../features/caller-terms.ts';
import { clientTrust } from '../features/client-trust.ts';
import { isOriginReachable } from '../features/endpoint-off.ts';
import {
  INBOUND_PLACES,
  translates,
  type Contribution,
  type Feature,
  type FeatureContext,
  type PolicyContribution,
  type ResourceContribution,
  type SharedResource,
} from '../features/feature.ts';
import { FEATURES } from '../features/registry.ts';
import type { RoutePlan } from '../features/handling.ts';
import { planRoutes } from '../features/route-plan.ts';
import { whyOriginStays } from '../features/stage.ts';
import { ON_HANDSHAKE } from '../features/websocket.ts';
import { planWebSocket } from '../features/websocket-plan.ts';
import type { ApimOperation } from '../model/apim.ts';
import type { AwsApi } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { RunRequest } from '../model/run.ts';
import { plannedTier } from '../model/tier.ts';
import { base, document } from '../policy/build.ts';
import { SECTIONS, type PolicyDocument, type PolicyNode } from '../policy/tree.ts';

/** An API as it will stand in API Management, wherever it is mounted: no path and no id yet. */
export interface TranslatedApi extends Omit<Contribution, 'policies' | 'schemas' | 'ofApi' | 'shared'> {
  readonly api: AwsApi;
  readonly ofApi: readonly ResourceContribution[];
  readonly shared: readonly SharedResource[];
  readonly operations: readonly ApimOperation[];
  readonly apiPolicy: PolicyDocument;
  readonly operationPolicies: readonly { readonly operationId: string; readonly document: PolicyDocument }[];
  /** Some of its routes want an API key. */
  readonly isKeyed: boolean;
  /** Of a WebSocket API that is carried: the address that connections are passed through to. */
  readonly serviceUrl?: string;
  /** Components of its import (OpenAPI 3.0.1). */
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** Members of a run that features are told of as they are. */
const RUN_MEMBERS = [
  'overrides',
  'entra',
  'webSocketBackends',
  'keyVault',
  'clientCertificates',
  'aws',
  'functionApps',
] as const;
type RunMember = (typeof RUN_MEMBERS)[number];

/** Runs every feature over an API and puts their policies in the effective order (docs: mapping, B). */
export function translateApi(
  api: AwsApi,
  inventory: AwsInventory,
  request: Pick<RunRequest, 'mode' | 'decisions'> &
    Partial<Pick<RunRequest, RunMember>> & { readonly target?: Partial<RunRequest['target']> },
  features: readonly Feature[] = FEATURES,
): TranslatedApi {
  const known = knownOf(inventory, request);
  const routes =
    api.type === 'WEBSOCKET'
      ? planWebSocket(api, known)
      : planRoutes(api, known, {
          stays: whyOriginStays(api, request),
          isReachable: isOriginReachable(api, request),
          whyNotTrusted: (domain) => {
            const trust = clientTrust(domain, inventory, known.tier);
            return trust?.kind === 'blocked' ? trust.why : undefined;
          },
          callers: (route, isOrigin) => callerRefusal(route, api, isOrigin, request),
          ...(request.overrides !== undefined && { overrides: request.overrides }),
          tier: known.tier,
        });
  const context: FeatureContext = { ...known, routes };
  const parts = features
    .filter((feature) => translates(feature, api))
    .map((feature) => feature.translate(api, context));
  const operations = routes.flatMap((plan) => plan.operations);
  const policies = parts.flatMap((part) => part.policies);
  const ofOperation = byOperation(policies);
  const supplied = new Map(
    routes.flatMap(({ handling, operations: own }) =>
      handling.kind === 'override' ? own.map(({ id }) => [id, handling.document] as const) : [],
    ),
  );
  return {
    api,
    operations,
    resources: uniqueByPath(parts.flatMap((part) => part.resources)),
    ofApi: parts.flatMap(({ ofApi = [] }) => ofApi),
    shared: parts.flatMap(({ shared = [] }) => shared),
    findings: parts.flatMap((part) => part.findings),
    entries: parts.flatMap((part) => part.entries),
    apiPolicy: compose(policies.filter(({ operationIds }) => operationIds === 'api')),
    operationPolicies: operations.flatMap(({ id }) => {
      const whole = supplied.get(id);
      if (whole !== undefined) return [{ operationId: id, document: whole }];
      const own = ofOperation.get(id);
      return own === undefined ? [] : [{ operationId: id, document: compose(own) }];
    }),
    ...handshakeOf(routes, ofOperation.get(ON_HANDSHAKE)),
    schemas: Object.fromEntries(parts.flatMap(({ schemas = {} }) => Object.entries(schemas))),
    isKeyed: routes.some(
      // Keys of a WebSocket API pass on to API Gateway.
      ({ route, handling }) => route.apiKeyRequired && handling.kind !== 'blocked' && handling.kind !== 'websocket',
    ),
  };
}

/** A WebSocket API has one operation, which the service makes itself: its policy is all that is planned of it. */
function handshakeOf(
  [first]: readonly RoutePlan[],
  contributions: readonly PolicyContribution[] = [],
): Partial<Pick<TranslatedApi, 'serviceUrl' | 'operationPolicies'>> {
  if (first?.handling.kind !== 'websocket') return {};
  const { serviceUrl, document: own = compose(contributions) } = first.handling;
  return { serviceUrl, operationPolicies: [{ operationId: ON_HANDSHAKE, document: own }] };
}

/** What features know of the run. */
function knownOf(
  inventory: AwsInventory,
  { mode, decisions, target, ...others }: Parameters<typeof translateApi>[2],
): Omit<FeatureContext, 'routes'> {
  const { subscriptionId, resourceGroup, service, applicationInsights, eventHub } = target ?? {};
  const isNamed = subscriptionId !== undefined && resourceGroup !== undefined && service !== undefined;
  const named = RUN_MEMBERS.flatMap((name) => (others[name] === undefined ? [] : [[name, others[name]] as const]));
  return {
    inventory,
    mode,
    decisions,
    tier: plannedTier(target),
    applicationInsights,
    eventHub,
    ...(isNamed && { target: { subscriptionId, resourceGroup, service } }),
    ...(Object.fromEntries(named) as Pick<FeatureContext, RunMember>),
  };
}

/** Contributions of each operation, in the order of the registry. */
function byOperation(policies: readonly PolicyContribution[]): ReadonlyMap<string, readonly PolicyContribution[]> {
  const found = new Map<string, PolicyContribution[]>();
  for (const policy of policies) {
    if (policy.operationIds === 'api') continue;
    for (const id of new Set(policy.operationIds)) {
      const own = found.get(id);
      if (own === undefined) found.set(id, [policy]);
      else own.push(policy);
    }
  }
  return found;
}

/** Contributions by their place, equal places in the order of the registry, after what the wider scopes do. */
function compose(contributions: readonly PolicyContribution[]): PolicyDocument {
  const sections = SECTIONS.map((section) => {
    const own = contributions.filter((each) => each.section === section);
    const rank = ({ place }: PolicyContribution): number => INBOUND_PLACES.indexOf(place);
    const nodes = own.toSorted((a, b) => rank(a) - rank(b)).flatMap((each): readonly PolicyNode[] => each.nodes);
    return [section, own.some(({ replacesBase }) => replacesBase === true) ? nodes : [base(), ...nodes]] as const;
  });
  return document(Object.fromEntries(sections));
}

/** Routes share backends: one resource each, from all that need it. */
function uniqueByPath(resources: Contribution['resources']): Contribution['resources'] {
  const byPath = new Map<string, Contribution['resources'][number]>();
  for (const resource of resources) {
    const known = byPath.get(resource.path);
    byPath.set(resource.path, known ? { ...known, from: [...known.from, ...resource.from] } : resource);
  }
  return [...byPath.values()];
}
