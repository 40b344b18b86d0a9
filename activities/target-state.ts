import type { RunRequest } from '../src/model/run.ts';
import { isTier, type ApimTier } from '../src/model/tier.ts';
import { FailureError } from '../src/model/outcome.ts';
import { digestOf } from '../src/planning/digest.ts';
import type { TargetHoldings } from '../src/planning/tier-findings.ts';
import type { ApimInfrastructure } from '../src/ports/api-management.ts';
import type { World } from '../src/ports/world.ts';

/** The service as a plan is made for it: when the digest is another one later, somebody changed it and the plan is void. */
export interface TargetState {
  /** Where names are pointed at, such as `contoso.azure-api.net`. */
  readonly gatewayHost: string;
  readonly tier: ApimTier;
  readonly targetDigest: string;
  readonly holdings: TargetHoldings;
}

/** What a plan could collide with: the service's names, and the ids of its APIs and products. */
export async function readTarget({ target }: RunRequest, world: World): Promise<TargetState> {
  const apiManagement = await world.apiManagement(target);
  const { gatewayUrl, infrastructure, skuName } = await apiManagement.service();
  const [apis, products] = [await apiManagement.list('apis'), await apiManagement.list('products')];
  return {
    gatewayHost: new URL(gatewayUrl).hostname,
    tier: tierOf(target, skuName),
    holdings: { hostnames: customNames(infrastructure, new URL(gatewayUrl).hostname) },
    targetDigest: digestOf({
      hostnames: infrastructure.hostnames.map(({ hostName }) => String(hostName).toLowerCase()).toSorted(),
      apis: apis.toSorted(),
      products: products.toSorted(),
    }),
  };
}

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
