import type * as z from 'zod';
import type { runRequest } from '../../model/run.ts';
import type { CloudEndpoints } from '../environment/clouds.ts';
import type { EstateView } from '../environment/control.ts';
import { landingZone } from '../sandbox/azure/providers/landing-zone.ts';

export const WAVE = 'pilot';
/** Who alerts write to; nobody reads it. */
const ON_CALL = 'on-call@health.example';

/**
 * The request that moves every API of a simulated account that answers at a host name: what run.json holds. Real waits would only be longer, so that TTLs
 * and intervals are short here; the number of samples that the verdict needs is production's.
 */
export function demoRun(
  estate: EstateView,
  clouds: Pick<CloudEndpoints, 'subscriptionId' | 'resourceGroup' | 'service' | 'vault' | 'gatewayPort'>,
  onFailure: 'block' | 'rollback',
): z.input<typeof runRequest> {
  const { subscriptionId, resourceGroup, service, vault, gatewayPort } = clouds;
  const { apiCenter, front } = landingZone(clouds);
  const apis = estate.apis.map(({ id }) => id);
  return {
    name: 'demo',
    mode: 'migrate',
    source: [{ account: estate.accountId, region: estate.region, apis }],
    target: {
      subscriptionId,
      resourceGroup,
      service,
      apiCenter,
      applicationGateway: front,
      alerts: { emails: [ON_CALL] },
    },
    keyVault: vault,
    dns: estate.zones.map((zone) => ({ provider: 'route53', zone })),
    waves: [
      {
        name: WAVE,
        apis,
        hostnames: estate.hostnames.map((name) => ({ name })),
      },
    ],
    decisions: { '*': 'recommended' },
    onFailure,
    // Both gateways, their backends and callers share one machine, whose other work must not make a target slow.
    thresholds: { slowByMs: 1_000 },
    pace: {
      loweredTtl: 2,
      ttlMargin: 1,
      operationPoll: 0.2,
      monitorInterval: 1,
      minimumSamples: 1_000,
      blindAfter: 10,
      propagationPoll: 0.5,
      wakePoll: 1,
    },
    network: { allowedRanges: ['127.0.0.0/8'], testing: { httpsPort: gatewayPort } },
  };
}
