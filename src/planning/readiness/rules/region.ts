import { nearestRegion } from '../../nearest-region.ts';
import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** Backends that stay at AWS are as far as their region is from that of the service. */
export const region: ReadinessRule = ({ surroundings: { service }, regions }) =>
  regions.flatMap((from) => {
    const near = nearestRegion(from);
    if (near === undefined || [service.location, ...service.furtherLocations].includes(near)) return [];
    return [
      {
        code: 'TARGET-REGION',
        message: `APIs of ${from} would be served from ${service.location}; ${near} is the nearest region of Azure.`,
        needed: 'Callers and backends are near the region that the APIs are in.',
        without: 'Each call goes the distance, twice where its backend stays at AWS.',
        remedy: `Take a service in ${near}, add the region (Premium), or accept the time; see the latency in the report.`,
        owner: 'platform team' as const,
        link: LINKS.tiers,
        at: `region:${from}`,
      },
    ];
  });
