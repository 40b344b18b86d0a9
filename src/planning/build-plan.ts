import type { SharedResource } from '../features/feature.ts';
import { ALL_FEATURES, type Features } from '../features/registry.ts';
import { alertOf } from '../features/alert-rule.ts';
import { wafPolicyOf } from '../features/firewall/waf-policy.ts';
import type { AwsApi } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import { constructsOf, sharedConstructs, type Construct } from '../model/construct.ts';
import type { MetricAlert } from '../model/azure-alert.ts';
import type { WafPolicy } from '../model/azure-waf.ts';
import type { Finding } from '../model/finding.ts';
import { LEDGER_COLUMNS, type Ledger, type LedgerEntry, type MigrationPlan, type Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import type { TargetSurroundings } from '../model/target-surroundings.ts';
import { plannedTier, type ApimTier } from '../model/tier.ts';
import { sourceKey } from '../model/source-ref.ts';
import { againstTarget } from './against-target.ts';
import { apiSteps } from './api-steps.ts';
import { certificateSteps } from './certificate-steps.ts';
import { deploymentFindings } from './deployment-findings.ts';
import { digestOf } from './digest.ts';
import { hostnameSteps, type RecordSets } from './hostname-steps.ts';
import { account, ledgerOf, unclaimedFinding, type Accounts } from './ledger.ts';
import { mountsOf } from './mounts.ts';
import { inOrder } from './order.ts';
import { assignments, placer, type Assignment, type Placement } from './placements.ts';
import { planWaves } from './plan-waves.ts';
import { apiPolicyFindings } from './policy-findings.ts';
import type { PlacedApi } from './product-steps.ts';
import { readinessFindings } from './readiness/readiness-findings.ts';
import { REFUSALS, refusalFindings, type RefusalTarget } from './refusals/refusal-findings.ts';
import { surroundingSteps } from './surroundings/surrounding-steps.ts';
import { EMPTY_TARGET, type TargetSnapshot } from './target-snapshot.ts';
import { NO_HOLDINGS, type TargetHoldings } from './tier-findings.ts';
import { versionSetSteps } from './version-set-steps.ts';
import { translateApi, type TranslatedApi } from './translate-api.ts';
import { usagePlanSteps } from './usage-plan-steps.ts';

/** All that a plan is made of. The same input gives the same plan, byte for byte. */
export interface PlanInput {
  readonly inventory: AwsInventory;
  readonly request: RunRequest;
  /** Records of every host name of the waves. */
  readonly recordSets: RecordSets;
  /** Where names are pointed at, such as `contoso.azure-api.net`. */
  readonly gatewayHost: string;
  /** Digest of what the target held when it was read. */
  readonly targetDigest: string;
  /** What the service has already; default nothing. */
  readonly holdings?: TargetHoldings;
  /** What stands around the service; without, nothing beside it is planned. */
  readonly surroundings?: TargetSurroundings | undefined;
  /** What translates; default all of them. */
  readonly features?: Features;
}

/** An API of the source with what becomes of it. */
export interface AssessedApi {
  readonly api: AwsApi;
  /** Where it is mounted; empty where no wave takes it. */
  readonly placements: readonly Placement[];
  /** Some of its routes want an API key. */
  readonly isKeyed: boolean;
  /** What its features found; what its account's found is in the plan. */
  readonly findings: readonly Finding[];
  readonly ledger: Ledger;
}

/** A plan with the reasoning behind it: what reports are made of. */
export interface Assessment {
  readonly plan: MigrationPlan;
  readonly entries: readonly LedgerEntry[];
  readonly apis: readonly AssessedApi[];
  /** Policies of a firewall before the service, of the web ACLs. */
  readonly firewalls: readonly WafPolicy[];
  /** Alerts on the service, of the alarms. */
  readonly alerts: readonly MetricAlert[];
  /** What belongs to no single API: plans, keys, mappings. With the APIs it adds up to the plan's ledger. */
  readonly shared: Ledger;
}

/**
 * The whole migration as data: steps in order, findings, and a ledger that accounts for every construct of the source.
 * @throws Error when the ledger does not balance or steps depend on what is not there: defects of ours.
 */
export function buildPlan(input: PlanInput): MigrationPlan {
  return assess(input).plan;
}

/** `buildPlan` with what it was made of. @throws Error as it does */
export function assess(input: PlanInput): Assessment {
  return planFor(draftPlan(input), EMPTY_TARGET, input.targetDigest);
}

/** A plan before it is compared with what the target holds, and the reasoning behind it. */
export interface PlanDraft extends Omit<Assessment, 'plan'> {
  readonly content: Omit<MigrationPlan, 'id' | 'digest' | 'targetDigest'>;
  readonly request: RunRequest;
  /** What is known of the target without looking at its resources. */
  readonly refusals: RefusalTarget;
}

/** What a draft comes to at a target: the steps that change something there, and findings about what others made. */
export function planFor(
  { content, request, refusals, ...reasoning }: PlanDraft,
  target: TargetSnapshot,
  targetDigest: string,
  done?: ReadonlySet<string>,
): Assessment {
  const { steps, findings, changes } = againstTarget(content.steps, target, request, done);
  const held = [...target.resources, ...target.others].map(([path, properties]) => ({ path, properties }));
  const holdings = { ...(refusals.holdings ?? NO_HOLDINGS), resources: held };
  const refused = refusalFindings(steps, { ...refusals, holdings });
  const changed = {
    ...content,
    steps,
    ...(changes.length > 0 && { changes }),
    findings: unique([...content.findings, ...findings, ...refused]),
    targetDigest,
  };
  const digest = digestOf(changed);
  const id = `plan-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
  return { ...reasoning, plan: { ...changed, id, digest } };
}

/** All that a plan says before the target is looked at. @throws Error as `buildPlan` does */
export function draftPlan({
  inventory,
  request,
  recordSets,
  gatewayHost,
  holdings = NO_HOLDINGS,
  surroundings,
  features = ALL_FEATURES,
}: Omit<PlanInput, 'targetDigest'>): PlanDraft {
  const tier = plannedTier(request.target);
  const assigned = new Map(assignments(inventory, request.waves).map((each) => [each.api, each]));
  const mounts = mountsOf(inventory, request);
  const places = placer(inventory, mounts);
  // One API after the other: what it was translated to is written into steps at once, and not kept as trees.
  const carried = inventory.apis.map((api) => {
    const translated = translateApi(api, inventory, request, features.api);
    return carry(translated, assigned.get(api), places(api), tier);
  });
  const moving = [...assigned.values()];
  const placed = carried.flatMap(({ placed: own }) => own);
  const plans = usagePlanSteps(inventory, request, placed);
  const names = hostnameSteps(request, inventory, recordSets, gatewayHost, moving, mounts);
  const certificates = certificateSteps(request, inventory, names.moved);
  const waves = planWaves(request, placed, names.moved, recordSets, gatewayHost);
  const around =
    surroundings === undefined ? [] : surroundingSteps(inventory, request, waves, gatewayHost, surroundings);
  const shared = account(sharedConstructs(inventory), worst([...plans.entries, ...mounts.entries]));
  const accounts = [...carried.map((each) => each.accounts), shared];
  const entries = accounts.flatMap((each) => each.entries);
  const steps = inOrder([
    ...carried.flatMap((each) => each.steps),
    ...sharedSteps(carried),
    ...around,
    ...versionSetSteps(request, placed),
    ...plans.steps,
    ...certificates.steps,
    ...names.steps,
  ]);
  const findings = [
    ...carried.flatMap(({ assessed }) => assessed.findings),
    ...features.account.flatMap((feature) => feature.assess(inventory, request)),
    ...plans.findings,
    ...names.findings,
    ...mounts.findings,
    ...certificates.findings,
    ...deploymentFindings(steps),
    ...unplannedApis(request, moving),
    ...unusedOverrides(request, inventory),
    ...unusedBackends(request, inventory),
    ...(surroundings === undefined
      ? []
      : readinessFindings({ steps, request, surroundings, regions: regionsOf(moving) })),
    ...inventory.gaps.map(gapFinding),
    ...accounts.flatMap(({ unclaimed }) => unclaimed.map(unclaimedFinding)),
  ];
  const content = {
    schema: 'crossgate.plan/1',
    sourceDigest: digestOf(inventory),
    waves,
    steps,
    findings: unique(findings),
    ledger: ledgerOf(entries),
  } as const;
  return {
    content,
    request,
    refusals: { tier, holdings, moved: names.moved, judgedPolicies: judgedPolicies(carried) },
    entries,
    apis: carried.map(({ assessed }) => assessed),
    shared: shared.ledger,
    firewalls: inventory.webAcls.map((acl) => wafPolicyOf(acl).policy),
    alerts: inventory.alarms.map(alertOf).filter((alert) => typeof alert !== 'string'),
  };
}

/** Regions of APIs that move. */
const regionsOf = (moving: readonly Assignment[]): readonly string[] => [
  ...new Set(moving.flatMap(({ api }) => api.region || [])),
];

/** An API on its way into the plan. */
interface Carried {
  readonly shared: readonly SharedResource[];
  readonly assessed: AssessedApi;
  readonly accounts: Accounts;
  readonly steps: readonly Step[];
  readonly placed: readonly PlacedApi[];
}

function carry(
  translated: TranslatedApi,
  assignment: Assignment | undefined,
  placements: readonly Placement[],
  tier: ApimTier,
): Carried {
  const { api, isKeyed } = translated;
  const findings = [...translated.findings, ...apiPolicyFindings(translated, tier)];
  const accounts = account(constructsOf(api), worst(translated.entries));
  const { ledger } = accounts;
  if (assignment === undefined)
    return {
      assessed: { api, placements: [], isKeyed, findings, ledger },
      accounts,
      steps: [],
      placed: [],
      shared: [],
    };
  return {
    assessed: { api, placements, isKeyed, findings, ledger },
    accounts,
    steps: apiSteps(translated, placements, assignment),
    placed: [{ assignment, placements, isKeyed }],
    shared: translated.shared,
  };
}

/** Policies of APIs are held to their rules before they are text (`apiPolicyFindings`). */
const judgedPolicies = (carried: readonly Carried[]): ReadonlySet<string> =>
  new Set(
    carried.flatMap(({ steps }) =>
      steps.flatMap(({ payload: { path, properties } }) => {
        const isPolicy = typeof path === 'string' && path.endsWith('/policies/policy');
        const { value } = (properties ?? {}) as { readonly value?: unknown };
        return isPolicy && typeof value === 'string' ? [value] : [];
      }),
    ),
  );

/** What APIs share is put once, in the wave of the first that needs it, and stands and falls by itself. */
function sharedSteps(carried: readonly Carried[]): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const { shared, placed } of carried)
    for (const { path, properties, from, after } of shared) {
      const wave = placed[0]?.assignment.wave ?? '';
      const id = `put:${path}`;
      const known = steps.get(id);
      steps.set(id, {
        id,
        kind: 'put-apim-resource',
        summary: `put ${path}`,
        dependsOn: after === undefined ? [] : [`put:${after}`],
        place: { wave, phase: 'importing', unit: `shared-${(after ?? path).replaceAll('/', '-')}` },
        payload: { path, properties },
        ...known,
        from: [...(known?.from ?? []), ...from],
      });
    }
  return [...steps.values()];
}

const keyOf = ({ kind, at }: Construct): string => `${kind} ${sourceKey(at)}`;

/** What is shared stands in the worst column that one of its users puts it in. */
function worst(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const byKey = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const key = keyOf({ kind: entry.construct, at: entry.at });
    const known = byKey.get(key);
    if (known === undefined) {
      byKey.set(key, entry);
      continue;
    }
    const isWorse = LEDGER_COLUMNS.indexOf(entry.column) > LEDGER_COLUMNS.indexOf(known.column);
    const openDecision = entry.openDecision || known.openDecision;
    byKey.set(key, { ...(isWorse ? entry : known), openDecision });
  }
  return [...byKey.values()];
}

/** A name in a wave that is no API of the source: a misspelt one must not be left behind unnoticed. */
function unplannedApis({ waves }: RunRequest, assigned: readonly Assignment[]): Finding[] {
  return waves.flatMap(({ name: wave, apis }) =>
    apis
      .filter(
        (name) =>
          !assigned.some(({ api }) =>
            [api.id, api.name].some((own) => name === own || name === `${own}/${api.stage.name}`),
          ),
      )
      .map((name) => ({
        code: 'API-NOT-FOUND',
        severity: 'blocker' as const,
        feature: 'waves',
        at: { arn: `run:waves/${wave}`, pointer: `/apis/${name}` },
        message: `The wave ${wave} names the API ${name}, which the source has not.`,
        awsBehaviour: 'No API with a stage has this id or name.',
        apimBehaviour: 'Nothing is planned for it.',
        remedy: 'Correct the name, or look at what discovery could not read.',
      })),
  );
}

/** An override of what the source has not: a misspelt one must not be left out unnoticed. */
function unusedOverrides({ overrides }: RunRequest, { apis }: AwsInventory): Finding[] {
  const keys = Object.keys(overrides);
  if (keys.length === 0) return [];
  const known = new Set(apis.flatMap(({ routes }) => routes.map(({ at }) => sourceKey(at))));
  return keys
    .filter((key) => !known.has(key))
    .map((key) => ({
      code: 'OVERRIDE-NOT-FOUND',
      severity: 'blocker' as const,
      feature: 'override',
      at: { arn: 'run:overrides', pointer: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` },
      message: `There is an override for ${key}, which is no route of the source.`,
      awsBehaviour: 'No route is at this place.',
      apimBehaviour: 'The policy is not used.',
      remedy: 'Name the route as the findings of its API do.',
    }));
}

/** A WebSocket server for an API that the source has not. */
function unusedBackends({ webSocketBackends = {} }: RunRequest, { apis }: AwsInventory): Finding[] {
  const known = new Set(
    apis
      .filter(({ type }) => type === 'WEBSOCKET')
      .flatMap(({ id, name, stage }) => [id, name].flatMap((each) => [each, `${each}/${stage.name}`])),
  );
  return Object.keys(webSocketBackends)
    .filter((key) => !known.has(key))
    .map((key) => ({
      code: 'WEBSOCKET-BACKEND-NOT-FOUND',
      severity: 'blocker' as const,
      feature: 'websocket',
      at: { arn: 'run:webSocketBackends', pointer: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` },
      message: `The run names a WebSocket server for ${key}, which is no WebSocket API of the source.`,
      awsBehaviour: 'No WebSocket API with a stage has this id or name.',
      apimBehaviour: 'The server is not used.',
      remedy: 'Correct the name, or look at what discovery could not read.',
    }));
}

const unique = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((each) => [identityOf(each), each])).values(),
];

/** Several features may find the same at one place; calls that fail there, and writes of it that would be refused, are several. */
const identityOf = ({ code, feature, at, message }: Finding): string =>
  `${code} ${sourceKey(at)}${code === NOT_READ || feature === REFUSALS ? ` ${message}` : ''}`;

const NOT_READ = 'NOT-READ';

const gapFinding = ({ at, call, reason, remedy, severity = 'blocker' }: AwsInventory['gaps'][number]): Finding => ({
  code: NOT_READ,
  severity,
  feature: 'discovery',
  at,
  message: `${call} could not be read: ${reason}`,
  awsBehaviour: 'Unknown: what was not read may control access.',
  apimBehaviour: 'Nothing is planned for it.',
  remedy,
});
