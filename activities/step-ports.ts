import { azureScopes } from '../src/planning/surroundings/scopes.ts';
import type { StepPorts } from '../src/steps/step-kind.ts';
import type { World } from '../src/ports/world.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** What the steps of a run may touch: its own target, vault, zone provider and source accounts, nothing else. */
export async function stepPorts(runId: string, world: World): Promise<StepPorts> {
  const request = await requestOf(runId, world);
  return {
    runId,
    apiManagement: await world.apiManagement(request.target),
    azureResources: await world.azureResources(),
    azureScopes: azureScopes(request.target),
    dnsZones: await world.dnsZones(request.dns[0]?.provider ?? 'route53'),
    source: await world.source(),
    certificateSource: await world.certificateSource(),
    certificateVault: await world.certificateVault(request.keyVault),
    secretVault: await world.secretVault(request.keyVault),
    pfxWriter: await world.pfxWriter(),
    now: () => world.now(),
    scope: (index) => scopeOf(sourceOf(request, index)),
  };
}
