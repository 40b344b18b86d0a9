import { productPolicy } from '../features/product-policy.ts';
import { enter } from '../features/feature.ts';
import { shortHash, slug } from '../features/operations.ts';
import type { AwsUsagePlan } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry, Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { below, type SourceRef } from '../model/source-ref.ts';
import { writePolicy } from '../policy/write.ts';
import type { Assignment, Placement } from './placements.ts';
import { sourceIndex } from './source-index.ts';

const FEATURE = 'usage-plan';
const PHASE = 'registering-backends';

/** An assigned API with its places and whether keys are asked for: what products are made of. */
export interface PlacedApi {
  readonly assignment: Assignment;
  readonly placements: readonly Placement[];
  readonly isKeyed: boolean;
}

interface Shared {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
}

/** Usage plans as products, keys as subscriptions by reference, and an open product for operations without a key (B5). */
export function usagePlanSteps(inventory: AwsInventory, request: RunRequest, placed: readonly PlacedApi[]): Shared {
  const plans = inventory.usagePlans.map((plan) => planSteps(plan, inventory, request, placed));
  return {
    steps: [...plans.flatMap(({ steps }) => steps), ...placed.filter(({ isKeyed }) => isKeyed).flatMap(openProduct)],
    findings: [...plans.flatMap(({ findings }) => findings), ...keyFindings(inventory)],
    entries: [...plans.flatMap(({ entries }) => entries), ...keyEntries(inventory)],
  };
}

const put =
  (place: Step['place'], from: readonly SourceRef[], dependsOn: readonly string[]) =>
  (path: string, properties: Readonly<Record<string, unknown>>): Step => ({
    id: `put:${path}`,
    kind: 'put-apim-resource',
    summary: `put ${path}`,
    dependsOn,
    from,
    place,
    payload: { path, properties },
  });

/** Lets callers without a key in: the gate of each keyed operation refuses them. */
function openProduct({ assignment, placements }: PlacedApi): readonly Step[] {
  const id = `open-${assignment.unit}`;
  const place = { wave: assignment.wave, phase: PHASE, unit: assignment.unit } as const;
  const properties = {
    displayName: `Without key: ${assignment.unit}`,
    subscriptionRequired: false,
    state: 'published',
  };
  const product = put(
    place,
    [assignment.api.at],
    placements.map(({ apimId }) => `close:apis/${apimId}`),
  )(`products/${id}`, properties);
  const link = put(place, [assignment.api.at], [product.id]);
  return [product, ...placements.map(({ apimId }) => link(`products/${id}/apis/${apimId}`, {}))];
}

function planSteps(
  plan: AwsUsagePlan,
  inventory: AwsInventory,
  request: RunRequest,
  placed: readonly PlacedApi[],
): Shared {
  const members = placed.filter(({ assignment: { api } }) =>
    plan.apiStages.some(({ apiId, stage }) => apiId === api.id && stage === api.stage.name),
  );
  const throttled = plan.throttle === undefined ? [] : [{ kind: 'throttle' as const, at: below(plan.at, 'throttle') }];
  const column = plan.quota?.period === 'WEEK' ? 'manual' : 'differs';
  const entries = [
    ...enter(FEATURE, [{ kind: 'usage-plan', at: plan.at }], column),
    ...enter(FEATURE, throttled, 'differs'),
  ];
  const findings = plan.quota?.period === 'WEEK' ? [weekly(plan)] : [];
  const [first] = members;
  if (first === undefined) return { steps: [], findings, entries };
  const id = `${slug(plan.name)}-${shortHash(plan.id, 6)}`;
  const unit = `product-${id}`;
  const place = { wave: first.assignment.wave, phase: PHASE, unit } as const;
  const product = put(
    place,
    [plan.at],
    [],
  )(`products/${id}`, {
    displayName: plan.name,
    subscriptionRequired: true,
    approvalRequired: false,
    state: 'published',
  });
  const after = put(place, [plan.at], [product.id]);
  const policy = after(`products/${id}/policies/policy`, { format: 'xml', value: writePolicy(productPolicy(plan)) });
  const links = members.flatMap(({ assignment, placements }) =>
    placements.map(({ apimId }) =>
      put(
        { ...place, wave: assignment.wave },
        [plan.at],
        [product.id, `put:apis/${apimId}`],
      )(`products/${id}/apis/${apimId}`, {}),
    ),
  );
  const keys = [...new Set(plan.keyIds)].filter((keyId) => plansOf(keyId, inventory).length === 1);
  const subscriptions = keys.flatMap((keyId) => subscription(keyId, id, product.id, place, inventory, request));
  return { steps: [product, policy, ...links, ...subscriptions], findings, entries };
}

const plansOf = (keyId: string, { usagePlans }: AwsInventory) =>
  usagePlans.filter(({ keyIds }) => keyIds.includes(keyId));

/** The value is not here: the step reads it when it is applied. */
function subscription(
  keyId: string,
  productId: string,
  dependsOn: string,
  place: Step['place'],
  inventory: AwsInventory,
  request: RunRequest,
): Step[] {
  const key = inventory.apiKeys.find(({ id }) => id === keyId);
  if (key === undefined) return [];
  const path = `subscriptions/${slug(key.name)}-${shortHash(key.id, 8)}`;
  const properties = {
    displayName: key.name.slice(0, 100),
    scope: `/products/${productId}`,
    state: key.enabled ? 'active' : 'suspended',
  };
  return [
    {
      id: `put:${path}`,
      kind: 'put-subscription',
      summary: `carry the API key ${key.name} over`,
      dependsOn: [dependsOn],
      from: [key.at],
      place,
      payload: { path, properties, keyId, scope: sourceIndex(key.at, request) },
    },
  ];
}

function keyEntries(inventory: AwsInventory): LedgerEntry[] {
  return inventory.apiKeys.flatMap(({ id, at }) => {
    const plans = plansOf(id, inventory).length;
    return enter(FEATURE, [{ kind: 'api-key', at }], plans > 1 ? 'blocked' : plans === 1 ? 'translated' : 'manual');
  });
}

function keyFindings(inventory: AwsInventory): Finding[] {
  return inventory.apiKeys.flatMap(({ id, at, name }): Finding[] => {
    const plans = plansOf(id, inventory);
    if (plans.length === 1) return [];
    const isShared = plans.length > 1;
    return [
      {
        code: isShared ? 'KEY-IN-SEVERAL-PLANS' : 'KEY-WITHOUT-PLAN',
        severity: isShared ? 'blocker' : 'info',
        feature: FEATURE,
        at,
        message: isShared
          ? `The key ${name} is in ${plans.length} usage plans.`
          : `The key ${name} is in no usage plan.`,
        awsBehaviour: isShared ? 'One key may be in several plans.' : 'A key without a plan opens nothing.',
        apimBehaviour: 'A key belongs to one subscription, and that to one product.',
        remedy: isShared
          ? 'Merge the plans, or give each plan a key of its own.'
          : 'Delete the key, or put it into a plan.',
      },
    ];
  });
}

const weekly = (plan: AwsUsagePlan): Finding => ({
  code: 'QUOTA-BY-WEEK',
  severity: 'review',
  feature: FEATURE,
  at: plan.at,
  message: `The weekly quota of ${plan.name} is not carried.`,
  awsBehaviour: 'The quota starts anew on a day of the week.',
  apimBehaviour: 'Windows by week count from the start of a subscription.',
  remedy: 'Choose a quota by day or month, or add a quota policy to the product.',
});
