import type { RunRequest } from '../src/model/run.ts';
import { isTier, plannedTier, type ApimTier } from '../src/model/tier.ts';
import { FailureError } from '../src/model/outcome.ts';
import { digestOf } from '../src/planning/digest.ts';
import type { Properties } from '../src/planning/target-snapshot.ts';
import { NO_HOLDINGS, type TargetHoldings } from '../src/planning/tier-findings.ts';
import type { ApimInfrastructure } from '../src/ports/api-management.ts';
import type { World } from '../src/ports/world.ts';

/** The service itself, as a plan is made for it. */
export interface TargetState {
  /** Where names are pointed at, such as `contoso.azure-api.net`. */
  readonly gatewayHost: string;
  readonly tier: ApimTier;
  readonly holdings: TargetHoldings;
  /** All host names, sorted. */
  readonly hostnames: readonly string[];
}

/** What a plan was made for, kept with it: when it reads otherwise later, somebody changed the target and the plan is void. */
export interface TargetSeen {
  readonly hostnames: readonly string[];
  /** Digest of what stood at each place that the plan could write; null for nothing. */
  readonly resources: Readonly<Record<string, string | null>>;
}

export async function readTarget({ target }: RunRequest, world: World): Promise<TargetState> {
  const apiManagement = await world.apiManagement(target);
  const { gatewayUrl, infrastructure, skuName } = await apiManagement.service();
  const own = new URL(gatewayUrl).hostname;
  return {
    gatewayHost: own,
    tier: tierOf(target, skuName),
    holdings: { hostnames: customNames(infrastructure, own) },
    hostnames: infrastructure.hostnames.map(({ hostName }) => String(hostName).toLowerCase()).toSorted(),
  };
}

/** The service that an assessment takes for granted: it reads none. */
export function assumedTarget({ target }: RunRequest): TargetState {
  const gatewayHost = `${target.service.toLowerCase()}.azure-api.net`;
  return { gatewayHost, tier: plannedTier(target), holdings: NO_HOLDINGS, hostnames: [gatewayHost] };
}

export function targetSeen(
  { hostnames }: Pick<TargetState, 'hostnames'>,
  paths: ReadonlySet<string>,
  resources: ReadonlyMap<string, Properties>,
): TargetSeen {
  const places = [...new Set([...paths, ...resources.keys()])].toSorted();
  const digests = places.map((path) => {
    const properties = resources.get(path);
    return [path, properties === undefined ? null : digestOf(properties)] as const;
  });
  return { hostnames, resources: Object.fromEntries(digests) };
}

/** What reads otherwise now, for people. */
export function changedSince(before: TargetSeen, now: TargetSeen): readonly string[] {
  const paths = new Set([...Object.keys(before.resources), ...Object.keys(now.resources)]);
  const changed = [...paths].filter((path) => (before.resources[path] ?? null) !== (now.resources[path] ?? null));
  const isRenamed = digestOf(before.hostnames) !== digestOf(now.hostnames);
  return [...(isRenamed ? ['its host names'] : []), ...changed.toSorted()];
}

/** The service's name in what is kept for all runs; Azure's names ignore case. */
export const targetKey = ({ target }: Pick<RunRequest, 'target'>): string =>
  `${target.subscriptionId}/${target.resourceGroup}/${target.service}`.toLowerCase();

/** @throws FailureError where the run plans for another tier, or the service has one that is not known. */
function tierOf({ service, tier }: RunRequest['target'], skuName: string): ApimTier {
  if (isTier(skuName) && (tier === undefined || tier === skuName)) return skuName;
  const message = isTier(skuName)
    ? `the service ${service} is of the tier ${skuName}, the run plans for ${tier ?? 'another one'}: change target.tier in run.json, or leave it out`
    : `the service ${service} is of the tier ${skuName}, which is not known: nothing is planned for it`;
  throw new FailureError({ kind: 'invalid', code: 'TARGET-TIER', message, at: service });
}

/** Names of the gateway besides the service's own. */
function customNames({ hostnames }: ApimInfrastructure, own: string): readonly string[] {
  return hostnames
    .filter((each) => each['type'] === 'Proxy')
    .map(({ hostName }) => String(hostName).toLowerCase())
    .filter((name) => name !== own.toLowerCase());
}
