import type { AwsHostedZone } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import { runRequest, type RunRequest } from '../model/run.ts';
import type { ApimTier } from '../model/tier.ts';
import type { RecordSets } from './hostname-steps.ts';
import { proposeWaves } from './propose-waves.ts';

/** Named in plans of an assessment, which knows no service yet: not an id that a subscription can have. */
const NO_SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const TARGET = { subscriptionId: NO_SUBSCRIPTION, resourceGroup: 'to-be-chosen', service: 'to-be-chosen' };
const GATEWAY_HOST = `${TARGET.service}.azure-api.net`;

/** What an assessment assumes where no run.json says it: the wave of every API, and the names whose DNS was read. */
export interface AssessmentRequest {
  readonly request: RunRequest;
  readonly recordSets: RecordSets;
  readonly gatewayHost: string;
}

/**
 * The request of an assessment without a run.json: proposed waves, no decision taken, a target still to be chosen. Names move in
 * it where their public hosted zone was read; of others DNS is not known, and the report says so. `tier`: what the service is to be.
 */
export function assessmentRequest(inventory: AwsInventory, tier?: ApimTier): AssessmentRequest {
  const zones = inventory.hostedZones.filter(({ isPrivate }) => !isPrivate);
  const sets = new Map(
    inventory.domainNames.map(({ name }) => [name, recordSetsOf(name, zoneOf(name, zones))] as const),
  );
  const waves = proposeWaves(inventory).map((wave) => ({
    ...wave,
    hostnames: wave.hostnames.filter(({ name }) => (sets.get(name) ?? []).length > 0),
  }));
  const base = runRequest.parse({
    mode: 'assess',
    source: [{ snapshot: 'inventory' }],
    target: { ...TARGET, ...(tier !== undefined && { tier }) },
    keyVault: 'to-be-chosen',
    dns: [],
    waves: [{ name: 'pilot', apis: ['every'], hostnames: [] }],
  });
  const dns = [...new Set(zones.map(({ name }) => name))].map((zone) => ({ provider: 'route53' as const, zone }));
  return { request: { ...base, dns, waves }, recordSets: Object.fromEntries(sets), gatewayHost: GATEWAY_HOST };
}

/** The longest zone that holds a name, as a resolver would find it. */
function zoneOf(name: string, zones: readonly AwsHostedZone[]): AwsHostedZone | undefined {
  return zones
    .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

function recordSetsOf(name: string, zone: AwsHostedZone | undefined): RecordSets[string] {
  const records = (zone?.records ?? []).filter((record) => record.name === name);
  return records.map(({ type, target, ttl }) => ({
    name,
    type,
    ...(ttl === undefined ? {} : { ttl }),
    values: [target],
  }));
}
