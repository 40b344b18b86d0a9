import type { PlanWave } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import type { MovedHostname } from './certificate-steps.ts';
import type { RecordSets } from './hostname-steps.ts';
import { zoneOf } from './hostname-steps.ts';
import { sourceIndex } from './source-index.ts';
import type { PlacedApi } from './product-steps.ts';

/** Route 53 answers an alias to API Gateway with this TTL, in seconds (developer guide, alias records; checked 2026-11-25). */
const ALIAS_TTL = 60;

/** What each wave moves: its APIs at their places, and its names with what is needed to watch them. */
export function planWaves(
  request: RunRequest,
  placed: readonly PlacedApi[],
  moved: readonly MovedHostname[],
  recordSets: RecordSets,
  gatewayHost: string,
): readonly PlanWave[] {
  return request.waves.map(({ name }) => ({
    name,
    apis: placed
      .filter(({ assignment }) => assignment.wave === name)
      .flatMap(({ assignment: { api, unit }, placements }) =>
        placements.map(({ apimId, path }) => ({
          apimId,
          path,
          unit,
          name: api.name,
          source: { scope: sourceIndex(api.at, request, api.account), apiId: api.id, stage: api.stage.name },
        })),
      ),
    hostnames: moved
      .filter(({ wave }) => wave === name)
      .map((hostname) => ({
        name: hostname.name,
        zone: zoneOf(hostname.name, request) ?? '',
        target: gatewayHost.toLowerCase(),
        ttl: Math.max(0, ...(recordSets[hostname.name] ?? []).map(({ ttl }) => ttl ?? ALIAS_TTL)),
      })),
  }));
}
