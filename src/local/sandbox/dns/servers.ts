import type { AwsState, HostedZoneState } from '../aws/state.ts';
import type { Faults } from '../faults.ts';
import { SOURCE_ADDRESS, TARGET_ADDRESS } from '../gateways.ts';
import { startDnsServer, type DnsServer } from './server.ts';
import type { SyntheticName } from './zone-answer.ts';

/** Fault `dns-lag`: how far the second server is behind the zone. */
const LAG_MS = 15_000;
const CLOUD_TTL_SECONDS = 60;

/** The two authoritative servers of every public hosted zone; both also answer for the clouds' own gateway names. */
export async function startDnsServers(state: AwsState, faults: Faults): Promise<readonly [DnsServer, DnsServer]> {
  const synthetic: SyntheticName[] = [
    {
      suffix: `execute-api.${state.region}.amazonaws.com`,
      address: SOURCE_ADDRESS,
      ttlSeconds: CLOUD_TTL_SECONDS,
    },
    { suffix: 'azure-api.net', address: TARGET_ADDRESS, ttlSeconds: CLOUD_TTL_SECONDS },
  ];
  const options = { zones: () => publicZones(state), synthetic };
  return Promise.all([
    startDnsServer(options),
    startDnsServer({ ...options, lagMs: () => (faults.isActive('dns-lag') ? LAG_MS : 0) }),
  ]);
}

/** A private zone is told by the resolver of its network only. */
function publicZones({ hostedZones }: AwsState): HostedZoneState[] {
  return [...hostedZones.values()].filter(({ zone }) => zone.Config?.PrivateZone !== true);
}
