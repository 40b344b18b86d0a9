import { lowerTtl, swapTo } from '../cutover/dns-change.ts';
import type { AwsApiMapping, AwsDomainName } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { DnsRecordSet } from '../model/dns.ts';
import type { Finding } from '../model/finding.ts';
import type { Step } from '../model/plan.ts';
import { paceOf, type RunRequest } from '../model/run.ts';
import type { SourceRef } from '../model/source-ref.ts';
import type { MovedHostname } from './certificate-steps.ts';
import type { Mounts } from './mounts.ts';
import { mappingsInUse } from './path-owners.ts';
import type { Assignment } from './placements.ts';

const FEATURE = 'hostname';
type Hostname = RunRequest['waves'][number]['hostnames'][number];

/** Record sets of each host name of the waves, as DNS holds them. */
export type RecordSets = Readonly<Record<string, readonly DnsRecordSet[]>>;

interface HostnamePlan {
  readonly steps: readonly Step[];
  /** Names that can move. */
  readonly moved: readonly MovedHostname[];
  readonly findings: readonly Finding[];
}

/** What a resolver takes for an address, and a cutover changes. */
const ADDRESS_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME'];

/** Lower the TTL, then move the name: two compare-and-swaps from the records that were read. */
export function hostnameSteps(
  request: RunRequest,
  inventory: AwsInventory,
  recordSets: RecordSets,
  gatewayHost: string,
  assigned: readonly Assignment[],
  { notMovable }: Pick<Mounts, 'notMovable'>,
): HostnamePlan {
  const plans = request.waves.flatMap((wave) =>
    wave.hostnames.map((hostname) => {
      const domains = inventory.domainNames.filter(({ name }) => name === hostname.name);
      const [domain] = domains;
      const at = domain?.at ?? { arn: `dns:${hostname.name}`, pointer: '' };
      const why = whyNot(hostname, domains, wave.name, request, recordSets, assigned) ?? notMovable.get(hostname.name);
      if (why !== undefined) return { moved: [], steps: [], findings: [refusal(hostname, at, why)] };
      return {
        moved: [{ name: hostname.name, wave: wave.name, at }],
        steps: moves(hostname.name, at, wave.name, request, recordSets[hostname.name] ?? [], gatewayHost),
        findings: [],
      };
    }),
  );
  return {
    steps: plans.flatMap(({ steps }) => steps),
    moved: plans.flatMap(({ moved }) => moved),
    findings: plans.flatMap(({ findings }) => findings),
  };
}

/** The zone of the run that holds a name: the longest that fits. */
export const zoneOf = (name: string, { dns }: Pick<RunRequest, 'dns'>): string | undefined =>
  dns
    .map(({ zone }) => zone)
    .filter((zone) => name === zone || name.endsWith(`.${zone}`))
    .sort((a, b) => b.length - a.length)[0];

function whyNot(
  { name, strategy }: Hostname,
  domains: readonly AwsDomainName[],
  wave: string,
  request: RunRequest,
  recordSets: RecordSets,
  assigned: readonly Assignment[],
): string | undefined {
  if (strategy !== 'swap') return `the strategy ${strategy} is not available yet; swap is`;
  const zone = zoneOf(name, request);
  if (zone === undefined) return 'no zone of the run (dns) holds it';
  if (zone === name) return 'it is the apex of its zone and can have no CNAME';
  if (!(recordSets[name] ?? []).some(({ type }) => ADDRESS_TYPES.includes(type))) return 'it has no records to move';
  if (domains.length > 1)
    return `it is a custom domain name in ${domains.length} places, and DNS decides which of them answers`;
  const led = domains.flatMap((domain) => [...mappingsInUse(domain), ...rulesInUse(domain)]);
  const stays = led.find((each) => !isMoved(each, wave, request, assigned));
  return (
    stays && `the API ${stays.apiId} (stage ${stays.stage}) is mapped to it and does not move in this wave or before`
  );
}

const rulesInUse = ({ routingMode, routingRules }: AwsDomainName) =>
  routingMode === 'API_MAPPING_ONLY' ? [] : routingRules;

function isMoved(
  mapping: Pick<AwsApiMapping, 'apiId' | 'stage'>,
  wave: string,
  { waves }: RunRequest,
  assigned: readonly Assignment[],
): boolean {
  const order = waves.map(({ name }) => name);
  return assigned.some(
    (each) =>
      each.api.id === mapping.apiId &&
      each.api.stage.name === mapping.stage &&
      order.indexOf(each.wave) <= order.indexOf(wave),
  );
}

function moves(
  name: string,
  at: SourceRef,
  wave: string,
  request: RunRequest,
  sets: readonly DnsRecordSet[],
  gatewayHost: string,
): Step[] {
  const { loweredTtl, ttlMargin } = paceOf(request);
  const zone = zoneOf(name, request) ?? '';
  const lowered = lowerTtl(sets, loweredTtl);
  const afterwards = sets.map((set) =>
    set.ttl !== undefined && set.ttl > loweredTtl ? { ...set, ttl: loweredTtl } : set,
  );
  const step = (
    id: string,
    summary: string,
    phase: 'arming' | 'cutting-over',
    dependsOn: string[],
    payload: object,
  ): Step => ({
    id,
    kind: 'change-dns',
    summary,
    dependsOn,
    from: [at],
    place: { wave, phase, unit: name },
    payload: { zone, name, ...payload },
  });
  // How long the old TTL lasts is waited out by the run itself, which sees all names of the wave.
  const lower =
    lowered === undefined
      ? []
      : [
          step(`lower-ttl:${name}`, `lower the TTL of ${name} to ${loweredTtl} s`, 'arming', [], {
            change: lowered,
            until: 'settled',
            settleSeconds: 0,
          }),
        ];
  const change = swapTo(name, zone, afterwards, gatewayHost, loweredTtl);
  const swap = step(
    `swap:${name}`,
    `point ${name} at ${gatewayHost}`,
    'cutting-over',
    lower.map(({ id }) => id),
    {
      change,
      until: 'accepted',
      settleSeconds: loweredTtl + ttlMargin,
    },
  );
  return [...lower, swap];
}

const refusal = ({ name }: Hostname, at: SourceRef, why: string): Finding => ({
  code: 'HOSTNAME-NOT-MOVED',
  severity: 'blocker',
  feature: FEATURE,
  at,
  message: `${name} cannot be moved: ${why}.`,
  awsBehaviour: 'The name leads to API Gateway.',
  apimBehaviour: 'Nothing is planned for the name.',
  remedy: 'Change the run so that the name can move as a whole, or leave it out.',
});
