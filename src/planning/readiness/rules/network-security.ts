import type { Step } from '../../../model/plan.ts';
import type { NetworkRule } from '../../../model/target-surroundings.ts';
import { LINKS, leadsCallers, readsVault, writesService, type ReadinessRule } from '../readiness-rule.ts';

interface Way {
  readonly direction: NetworkRule['direction'];
  /** Service tag of the other side. */
  readonly tag: string;
  readonly port: number;
  readonly what: string;
  readonly needs: (step: Step) => boolean;
  readonly externalOnly?: true;
}

/** What a service of the classic tiers needs in its subnet (Microsoft Learn, virtual network reference; read 2026-11-29). */
const WAYS: readonly Way[] = [
  { direction: 'Inbound', tag: 'ApiManagement', port: 3443, what: 'management of the service', needs: writesService },
  { direction: 'Inbound', tag: 'AzureLoadBalancer', port: 6390, what: 'its load balancer', needs: writesService },
  { direction: 'Inbound', tag: 'Internet', port: 443, what: 'its callers', needs: leadsCallers, externalOnly: true },
  { direction: 'Outbound', tag: 'Storage', port: 443, what: 'its own storage', needs: writesService },
  { direction: 'Outbound', tag: 'Sql', port: 1433, what: 'its own database', needs: writesService },
  { direction: 'Outbound', tag: 'AzureKeyVault', port: 443, what: 'Key Vault', needs: readsVault },
  { direction: 'Outbound', tag: 'AzureMonitor', port: 443, what: 'logs and metrics', needs: () => false },
];

/** Rules of the subnet's network security group, of a service that stands in a network. */
export const networkSecurity: ReadinessRule = ({ surroundings: { service, subnet } }) => {
  const isInjected = service.network !== 'None' && (service.tier === 'Developer' || service.tier === 'Premium');
  if (!isInjected || subnet?.state !== 'there') return [];
  const { securityGroup, id } = subnet.value;
  if (securityGroup.state === 'unknown') return [];
  const rules = securityGroup.state === 'there' ? securityGroup.value : [];
  return WAYS.filter(({ externalOnly }) => externalOnly === undefined || service.network === 'External')
    .filter((way) => !isOpen(rules, way))
    .map((way) => ({
      code: 'SUBNET-RULE',
      message: `${way.direction} ${way.direction === 'Inbound' ? 'from' : 'to'} ${way.tag} on ${way.port} is closed in the service's subnet${securityGroup.state === 'missing' ? ', which has no network security group' : ''}.`,
      needed: `The service needs it for ${way.what}.`,
      without: `It is cut off from ${way.what}.`,
      remedy: 'Deploy bicep/service-network-rules.bicep and give the group to the subnet, or add the rule to its own.',
      owner: 'network team' as const,
      link: LINKS.networkRules,
      at: `${id}#${way.direction}-${way.tag}-${way.port}`,
      blocks: way.needs,
    }));
};

/** The rule of the lowest number that is about it decides; without one, the group's own: out is open, in is closed but for the load balancer. */
function isOpen(rules: readonly NetworkRule[], way: Way): boolean {
  const about = rules
    .filter((rule) => isAbout(rule, way))
    .toSorted((one, other) => one.priority - other.priority)
    .at(0);
  return about === undefined
    ? way.direction === 'Outbound' || way.tag === 'AzureLoadBalancer'
    : about.access === 'Allow';
}

function isAbout({ direction, protocol, sources, destinations, ports }: NetworkRule, way: Way): boolean {
  const others = direction === 'Inbound' ? sources : destinations;
  const tags = ['*', way.tag, ...(way.tag === 'AzureLoadBalancer' ? [] : ['Internet', '0.0.0.0/0', 'AzureCloud'])];
  return (
    direction === way.direction &&
    /^(\*|tcp)$/i.test(protocol) &&
    others.some((other) => tags.some((tag) => tag.toLowerCase() === other.toLowerCase().replace(/\.[a-z0-9]+$/, ''))) &&
    ports.some((range) => includes(range, way.port))
  );
}

function includes(range: string, port: number): boolean {
  if (range === '*') return true;
  const [from = Number.NaN, to = from] = range.split('-').map(Number);
  return from <= port && port <= to;
}
