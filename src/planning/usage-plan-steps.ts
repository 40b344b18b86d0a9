import { productPolicy } from '../features/product-policy.ts';
import { enter } from '../features/feature.ts';
import { shortHash, slug } from '../features/operations.ts';
import type { AwsUsagePlan } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry, Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { below } from '../model/source-ref.ts';
import { keyParts, plansOf } from './key-steps.ts';
import {
  membersOf,
  PRODUCT_PHASE,
  productPlace,
  productSteps,
  put,
  subscriptionStep,
  type PlacedApi,
} from './product-steps.ts';

const FEATURE = 'usage-plan';

/** What plans and keys come to. */
interface Shared {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
}

/** Usage plans as products, keys as subscriptions by reference, and an open product for operations without a key (B5). */
export function usagePlanSteps(inventory: AwsInventory, request: RunRequest, placed: readonly PlacedApi[]): Shared {
  const plans = inventory.usagePlans.map((plan) => planSteps(plan, inventory, request, placed));
  const keys = keyParts(inventory, request, placed);
  return {
    steps: [
      ...plans.flatMap(({ steps }) => steps),
      ...keys.steps,
      ...placed.filter(({ isKeyed }) => isKeyed).flatMap(openProduct),
    ],
    findings: [...plans.flatMap(({ findings }) => findings), ...keys.findings],
    entries: [...plans.flatMap(({ entries }) => entries), ...keys.entries],
  };
}

/** Lets callers without a key in: the gate of each keyed operation refuses them. */
function openProduct({ assignment, placements }: PlacedApi): readonly Step[] {
  const id = `open-${assignment.unit}`;
  const place = { wave: assignment.wave, phase: PRODUCT_PHASE, unit: assignment.unit } as const;
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
  const members = membersOf(plan, placed);
  const throttled = plan.throttle === undefined ? [] : [{ kind: 'throttle' as const, at: below(plan.at, 'throttle') }];
  const column = plan.quota?.period === 'WEEK' ? 'manual' : 'differs';
  const entries = [
    ...enter(FEATURE, [{ kind: 'usage-plan', at: plan.at }], column),
    ...enter(FEATURE, throttled, 'differs'),
  ];
  const findings = plan.quota?.period === 'WEEK' ? [weekly(plan)] : [];
  const id = `${slug(plan.name)}-${shortHash(plan.id, 6)}`;
  const place = productPlace(id, members, request);
  if (place === undefined) return { steps: [], findings, entries };
  const steps = productSteps(id, plan.name, productPolicy(plan), members, place, [plan.at]);
  const keys = inventory.apiKeys.filter((key) => plan.keyIds.includes(key.id) && plansOf(key, inventory).length === 1);
  const subscriptions = keys.map((key) => subscriptionStep(key, id, place, request));
  return { steps: [...steps, ...subscriptions], findings, entries };
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
