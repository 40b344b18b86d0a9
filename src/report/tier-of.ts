import type { AwsInventory } from '../model/aws-inventory.ts';
import type { ApimTier } from '../model/tier.ts';
import { TIER_LIMITS } from '../model/tier-limits.ts';
import { NEEDS, PRICE_NOTE, REGION_SPREAD, TIERS, type Need, type TierFacts } from './facts/tiers.ts';
import type { TierOption, TierReport, TrafficReport } from './model.ts';

/** A unit is planned to be used so far: the rest is for peaks that the baseline did not see. */
const PLANNED_LOAD = 0.6;
const REGIONS = [
  { regions: 'one region', count: 1 },
  { regions: 'two regions', count: 2 },
] as const;

/** The cheapest tier with an SLA that has what the source needs, with the reason for each need and a price for each tier. */
export function tierOf(
  inventory: AwsInventory,
  operations: number,
  traffic: TrafficReport,
  planned: ApimTier,
): TierReport {
  const needs = needsOf(inventory);
  const options = TIERS.map((facts) => optionOf(facts, inventory, operations, needs, traffic));
  const fitting = options.filter(({ fits }) => fits);
  const price = ({ costs }: TierOption): number => costs[0]?.high ?? Infinity;
  const [best] = fitting.toSorted((a, b) => price(a) - price(b));
  const recommended = best?.tier ?? 'Premium';
  return {
    recommended,
    planned: `The plan is made for the ${TIERS.find(({ sku }) => sku === planned)?.tier ?? planned} tier: its policies and limits are those that this tier has.`,
    reason:
      best === undefined
        ? 'No single tier has all that the source needs: Premium comes closest, and the needs that it misses are decisions.'
        : `${recommended} is the cheapest tier with a service level that has all of ${needs.length === 0 ? 'what the source needs' : needs.map(({ need }) => need).join(', ')}.`,
    needs: needs.map((each) => ({
      ...each,
      tiers: TIERS.filter(({ has }) => has.has(each.need)).map(({ tier }) => tier),
    })),
    tiers: options,
    priceNote: PRICE_NOTE,
    basis:
      traffic.known === 0
        ? 'No traffic baseline was read: the costs are those of one unit, and the number of units is unknown.'
        : `${traffic.requestsPerMonth.toLocaleString('en-US')} requests a month and a peak of ${traffic.peakPerSecond.toLocaleString('en-US')} a second, from ${traffic.known} of ${inventory.apis.length} APIs, units planned at 60 % of their estimate.`,
  };
}

function optionOf(
  facts: TierFacts,
  inventory: AwsInventory,
  operations: number,
  needs: readonly { readonly need: Need }[],
  traffic: TrafficReport,
): TierOption {
  const units = Math.max(1, Math.ceil(traffic.peakPerSecond / (facts.requestsPerSecond * PLANNED_LOAD)));
  const limits = TIER_LIMITS[facts.sku];
  const over = (what: string, count: number, limit = Infinity): string[] =>
    count > limit ? [`${count.toLocaleString('en-US')} ${what}, ${limit.toLocaleString('en-US')} at most`] : [];
  const misses = [
    ...needs.filter(({ need }) => !facts.has.has(need)).map(({ need }) => need),
    ...over('operations', operations, limits.operations),
    ...over('products', inventory.usagePlans.length, limits.products),
    ...over('subscriptions', inventory.apiKeys.length, limits.subscriptions),
    ...over('units', units, facts.maxUnits),
  ];
  return {
    tier: facts.tier,
    fits: facts.sla && misses.length === 0,
    misses: facts.sla ? misses : ['no service level: for tests only', ...misses],
    limits: [
      `${limits.operations.toLocaleString('en-US')} operations`,
      `${limits.products.toLocaleString('en-US')} products`,
      ...(limits.subscriptions === undefined ? [] : [`${limits.subscriptions.toLocaleString('en-US')} subscriptions`]),
    ].join(', '),
    costs: REGIONS.filter(({ count }) => {
      // What costs by the request has no price without a baseline.
      if (traffic.known === 0 && facts.unitPrice === 0) return false;
      return count === 1 || facts.has.has('several regions');
    }).map(({ regions, count }) => {
      const low = costOf(facts, units, traffic.requestsPerMonth) * count;
      return { regions, units: units * count, low: Math.round(low), high: Math.round(low * REGION_SPREAD) };
    }),
  };
}

function costOf({ unitPrice, included }: TierFacts, units: number, requests: number): number {
  const more = included === undefined ? 0 : Math.max(0, requests / 1e6 - included.millions) * included.more;
  return units * unitPrice + more;
}

/** What of the source only some tiers have (docs: mapping, C3). */
function needsOf({
  apis,
  domainNames,
  loadBalancers,
  usagePlans,
}: AwsInventory): readonly { readonly need: Need; readonly because: string }[] {
  const integrations = apis.flatMap(({ routes }) => routes.flatMap(({ integration }) => integration ?? []));
  const counted = (count: number, what: string): string | undefined => (count === 0 ? undefined : `${count} ${what}`);
  const isGrpc = loadBalancers.flatMap(({ listeners }) =>
    listeners.flatMap(({ targetGroups }) => targetGroups.filter(({ protocolVersion }) => protocolVersion === 'GRPC')),
  );
  const because: Partial<Record<Need, string | undefined>> = {
    'several gateway host names': domainNames.length > 1 ? `${domainNames.length} custom domain names` : undefined,
    'outbound network': counted(
      integrations.filter(({ connectionType }) => connectionType === 'VPC_LINK').length,
      'integrations go through VPC links',
    ),
    'inbound private access': counted(
      apis.filter(({ endpointType }) => endpointType === 'PRIVATE').length,
      'APIs are private',
    ),
    'client certificates': counted(
      domainNames.filter(({ mutualTlsTruststoreUri }) => mutualTlsTruststoreUri !== undefined).length,
      'domain names ask for client certificates',
    ),
    'self-hosted gateway': counted(isGrpc.length, 'target groups speak gRPC'),
    'WebSocket': counted(apis.filter(({ type }) => type === 'WEBSOCKET').length, 'APIs are WebSocket APIs'),
    'built-in cache': counted(
      apis.filter(({ stage }) => stage.methodSettings.some(({ cachingEnabled }) => cachingEnabled)).length,
      'stages cache responses',
    ),
    'limits by key': counted(
      apis.filter(({ stage }) => stage.methodSettings.some((each) => each.throttlingRateLimit !== undefined)).length,
      'stages have throttles of their own',
    ),
    'quotas by calendar': counted(
      usagePlans.filter(({ quota }) => quota !== undefined).length,
      'usage plans have quotas',
    ),
  };
  return NEEDS.flatMap((need) => {
    const why = because[need];
    return why === undefined ? [] : [{ need, because: why }];
  });
}
