import { decide, enter, type Decided } from '../features/feature.ts';
import { shortHash } from '../features/operations.ts';
import { compositePolicy } from '../features/product-policy.ts';
import type { AwsApiKey, AwsUsagePlan } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerColumn, LedgerEntry, Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { plannedTier, type ApimTier } from '../model/tier.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import { policyFindings } from './policy-findings.ts';
import { membersOf, productPlace, productSteps, subscriptionStep, type PlacedApi } from './product-steps.ts';
import { FEATURE } from './usage-plan-findings.ts';

const COMPOSITE = 'composite-product';

/** What becomes of the keys besides those of one plan, whose product carries them. */
interface KeyParts {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
}

export const plansOf = ({ id }: Pick<AwsApiKey, 'id'>, { usagePlans }: AwsInventory): readonly AwsUsagePlan[] =>
  usagePlans.filter(({ keyIds }) => keyIds.includes(id));

/** Keys of the same plans, with the product that holds the APIs of all of them. */
interface PlanSet {
  readonly id: string;
  readonly name: string;
  readonly plans: readonly AwsUsagePlan[];
  readonly members: readonly PlacedApi[];
  /** Undefined where the tier cannot count one plan apart from another. */
  readonly policy: PolicyDocument | undefined;
  readonly keys: readonly AwsApiKey[];
}

/**
 * Keys in no plan, in one and in several. A subscription has one scope and its key one value in the service, so that a key of several
 * plans gets a product that holds the APIs of all of them, with each plan's limits for its own APIs (docs: mapping, B5, edge case 17).
 */
export function keyParts(inventory: AwsInventory, request: RunRequest, placed: readonly PlacedApi[]): KeyParts {
  const tier = plannedTier(request.target);
  const keys = inventory.apiKeys.map((key) => ({ key, plans: plansOf(key, inventory) }));
  const shared = planSets(keys, tier, placed).map((set) => ({
    set,
    decisions: set.keys.map((key) => ({ key, decided: decideShared(key, set, request, tier) })),
  }));
  const products = shared.map(({ set, decisions }) => compositeParts(set, decisions, request, tier));
  return {
    steps: products.flatMap(({ steps }) => steps),
    findings: [
      ...shared.flatMap(({ decisions }) => decisions.map(({ decided }) => decided.finding)),
      ...products.flatMap(({ findings }) => findings),
      ...keys.filter(({ plans }) => plans.length === 0).map(({ key }) => withoutPlan(key)),
    ],
    entries: [
      ...shared.flatMap(({ decisions }) =>
        decisions.flatMap(({ key, decided }) => entry(key, columnOf(decided), decided.isOpen)),
      ),
      ...keys
        .filter(({ plans }) => plans.length < 2)
        .flatMap(({ key, plans }) => entry(key, plans.length === 1 ? 'translated' : 'manual')),
    ],
  };
}

function planSets(
  keys: readonly { readonly key: AwsApiKey; readonly plans: readonly AwsUsagePlan[] }[],
  tier: ApimTier,
  placed: readonly PlacedApi[],
): readonly PlanSet[] {
  const several = keys.filter(({ plans }) => plans.length > 1);
  return [...Map.groupBy(several, ({ plans }) => setId(plans))].map(([id, own]) => {
    const plans = own[0]?.plans ?? [];
    const apis = plans.map((plan) => ({ plan, members: membersOf(plan, placed) }));
    return {
      id,
      name: plans.map(({ name }) => name).join(' and '),
      plans,
      members: apis.flatMap(({ members }) => members),
      policy: compositePolicy(
        apis.map(({ plan, members }) => ({
          plan,
          apimIds: members.flatMap(({ placements }) => placements.map(({ apimId }) => apimId)),
        })),
        tier,
      ),
      keys: own.map(({ key }) => key),
    };
  });
}

const entry = ({ at }: AwsApiKey, column: LedgerColumn, isOpen = false): LedgerEntry[] =>
  enter(FEATURE, [{ kind: 'api-key', at }], column, isOpen);

/** Who gets new keys does so by hand. */
const columnOf = ({ option, column }: Decided): LedgerColumn =>
  column === 'differs' && option !== COMPOSITE ? 'manual' : column;

const setId = (plans: readonly AwsUsagePlan[]): string =>
  `plans-${shortHash(
    plans
      .map(({ id }) => id)
      .sort()
      .join(' '),
    8,
  )}`;

/** The product of keys that were decided to have one, with the faults of its policy. */
function compositeParts(
  { id, name, plans, members, policy }: PlanSet,
  decisions: readonly { readonly key: AwsApiKey; readonly decided: Decided }[],
  request: RunRequest,
  tier: ApimTier,
): Pick<KeyParts, 'steps' | 'findings'> {
  const keys = decisions
    .filter(({ decided: { option, column } }) => option === COMPOSITE && column !== 'blocked')
    .map(({ key }) => key);
  const place = productPlace(id, members, request);
  const [first] = plans;
  if (keys.length === 0 || place === undefined || policy === undefined || first === undefined)
    return { steps: [], findings: [] };
  const from = plans.map(({ at }) => at);
  return {
    steps: [
      ...productSteps(id, name.slice(0, 300), policy, members, place, from),
      ...keys.map((key) => subscriptionStep(key, id, place, request)),
    ],
    findings: policyFindings(policy, 'product', `the product of the usage plans ${name}`, first.at, tier),
  };
}

/** Files may say what API Gateway refuses: two plans of one key that count the same stage. Which of them does cannot be told. */
function isAmbiguous(plans: readonly AwsUsagePlan[]): boolean {
  const stages = plans.flatMap(({ apiStages }) => apiStages.map(({ apiId, stage }) => `${apiId}/${stage}`));
  return new Set(stages).size < stages.length;
}

function decideShared(key: AwsApiKey, { plans, policy }: PlanSet, request: RunRequest, tier: ApimTier): Decided {
  const finding = severalPlans(key, plans);
  if (isAmbiguous(plans)) return undecidable(finding);
  return decide(policy === undefined ? withoutProduct(finding, tier) : finding, request);
}

function undecidable({ options: _options, ...finding }: Finding): Decided {
  const message = `${finding.message} Some of them hold the same stage, so that it cannot be told which of them counts.`;
  const remedy = 'Take the key or the stage out of all plans but one.';
  return {
    option: undefined,
    column: 'blocked',
    isOpen: false,
    finding: { ...finding, severity: 'blocker', message, remedy },
  };
}

/** A product whose limits the tier cannot count is not offered, and nothing that changes callers is recommended in its place. */
const withoutProduct = (finding: Finding, tier: ApimTier): Finding => ({
  ...finding,
  message: `${finding.message} The policies of the ${tier} tier cannot count these plans apart in one product.`,
  apimBehaviour: `A key belongs to one subscription, and that to one product. The policies of the ${tier} tier that count by subscription stand once in a product, with windows of one length, and count each API by itself.`,
  remedy:
    'Give the owner of the key one of each plan, let the plans have windows of one length and an API each, or plan for a classic tier.',
  options: (finding.options ?? []).filter(({ name }) => name !== COMPOSITE),
});

const severalPlans = ({ at, name }: AwsApiKey, plans: readonly AwsUsagePlan[]): Finding => ({
  code: 'KEY-IN-SEVERAL-PLANS',
  severity: 'decision',
  feature: FEATURE,
  at,
  message: `The key ${name} is in ${plans.length} usage plans: ${plans.map((plan) => plan.name).join(', ')}.`,
  awsBehaviour: 'One key may be in several plans, in one of them for each stage.',
  apimBehaviour: 'A key belongs to one subscription, and that to one product.',
  remedy: 'Decide how the owner of the key calls the APIs of all these plans.',
  options: [
    {
      name: COMPOSITE,
      consequence:
        'One more product holds the APIs of all these plans, with the limits of each plan for its own APIs: the key goes on opening them all.',
      recommended: true,
    },
    {
      name: 'new-keys',
      consequence: 'The key is not carried: its owner gets one of each product, and changes the calls.',
    },
  ],
});

const withoutPlan = ({ at, name }: AwsApiKey): Finding => ({
  code: 'KEY-WITHOUT-PLAN',
  severity: 'info',
  feature: FEATURE,
  at,
  message: `The key ${name} is in no usage plan.`,
  awsBehaviour: 'A key without a plan opens nothing.',
  apimBehaviour: 'A key belongs to one subscription, and that to one product.',
  remedy: 'Delete the key, or put it into a plan.',
});
