import { decide, enter, type Decided } from '../features/feature.ts';
import { shortHash } from '../features/operations.ts';
import { compositePolicy } from '../features/product-policy.ts';
import type { AwsApiKey, AwsUsagePlan } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerColumn, LedgerEntry, Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { membersOf, productPlace, productSteps, subscriptionStep, type PlacedApi } from './product-steps.ts';

const FEATURE = 'usage-plan';
const COMPOSITE = 'composite-product';

/** What becomes of the keys besides those of one plan, whose product carries them. */
interface KeyParts {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
}

export const plansOf = ({ id }: Pick<AwsApiKey, 'id'>, { usagePlans }: AwsInventory): readonly AwsUsagePlan[] =>
  usagePlans.filter(({ keyIds }) => keyIds.includes(id));

/**
 * Keys in no plan, in one and in several. A subscription has one scope and its key one value in the service, so that a key of several
 * plans gets a product that holds the APIs of all of them, with each plan's limits for its own APIs (docs: mapping, B5, edge case 17).
 */
export function keyParts(inventory: AwsInventory, request: RunRequest, placed: readonly PlacedApi[]): KeyParts {
  const keys = inventory.apiKeys.map((key) => ({ key, plans: plansOf(key, inventory) }));
  const shared = keys
    .filter(({ plans }) => plans.length > 1)
    .map(({ key, plans }) => ({ key, plans, decided: decideShared(key, plans, request) }));
  const composed = shared.filter(({ decided: { option, column } }) => option === COMPOSITE && column !== 'blocked');
  const sets = Map.groupBy(composed, ({ plans }) => setId(plans));
  return {
    steps: [...sets].flatMap(([id, members]) => compositeSteps(id, members, request, placed)),
    findings: [
      ...shared.map(({ decided }) => decided.finding),
      ...keys.filter(({ plans }) => plans.length === 0).map(({ key }) => withoutPlan(key)),
    ],
    entries: [
      ...shared.flatMap(({ key, decided }) => entry(key, columnOf(decided), decided.isOpen)),
      ...keys
        .filter(({ plans }) => plans.length < 2)
        .flatMap(({ key, plans }) => entry(key, plans.length === 1 ? 'translated' : 'manual')),
    ],
  };
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

function compositeSteps(
  id: string,
  members: readonly { readonly key: AwsApiKey; readonly plans: readonly AwsUsagePlan[] }[],
  request: RunRequest,
  placed: readonly PlacedApi[],
): readonly Step[] {
  const plans = members[0]?.plans ?? [];
  const apis = plans.map((plan) => ({ plan, members: membersOf(plan, placed) }));
  const all = apis.flatMap((each) => each.members);
  const place = productPlace(id, all, request);
  if (place === undefined) return [];
  const policy = compositePolicy(
    apis.map(({ plan, members: own }) => ({
      plan,
      apimIds: own.flatMap(({ placements }) => placements.map(({ apimId }) => apimId)),
    })),
  );
  const name = plans.map((plan) => plan.name).join(' and ');
  return [
    ...productSteps(
      id,
      name.slice(0, 300),
      policy,
      all,
      place,
      plans.map(({ at }) => at),
    ),
    ...members.map(({ key }) => subscriptionStep(key, id, place, request)),
  ];
}

/** Files may say what API Gateway refuses: two plans of one key that count the same stage. Which of them does cannot be told. */
function isAmbiguous(plans: readonly AwsUsagePlan[]): boolean {
  const stages = plans.flatMap(({ apiStages }) => apiStages.map(({ apiId, stage }) => `${apiId}/${stage}`));
  return new Set(stages).size < stages.length;
}

function decideShared(key: AwsApiKey, plans: readonly AwsUsagePlan[], request: RunRequest): Decided {
  const finding = severalPlans(key, plans);
  if (!isAmbiguous(plans)) return decide(finding, request);
  const { options: _options, ...rest } = finding;
  const message = `${finding.message} Some of them hold the same stage, so that it cannot be told which of them counts.`;
  return {
    option: undefined,
    column: 'blocked',
    isOpen: false,
    finding: { ...rest, severity: 'blocker', message, remedy: 'Take the key or the stage out of all plans but one.' },
  };
}

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
