import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** What a service reaches by itself where its network leads everything else through an appliance. */
const ENDPOINTS = [
  'Microsoft.Storage',
  'Microsoft.Sql',
  'Microsoft.KeyVault',
  'Microsoft.EventHub',
  'Microsoft.ServiceBus',
];

/** Forced tunnelling (Microsoft Learn, virtual network reference; read 2026-11-29). */
export const firewallPath: ReadinessRule = ({ surroundings: { subnet } }) => {
  if (subnet?.state !== 'there' || !subnet.value.isForcedThrough) return [];
  const missing = ENDPOINTS.filter((each) => !subnet.value.serviceEndpoints.includes(each));
  return [
    {
      code: 'FIREWALL-PATH',
      message: `All outbound traffic of the service's subnet goes through an appliance${missing.length === 0 ? '' : `, and the subnet has no service endpoint for ${missing.join(', ')}`}.`,
      needed: 'The service reaches its own dependencies, Key Vault, and every backend, those at AWS too.',
      without: 'What the appliance does not let through answers 502, or the service stops working.',
      remedy:
        'Let the appliance through to the backends of the plan and to what the service needs, add the service endpoints, and route the tag ApiManagement to the Internet.',
      owner: 'network team',
      link: LINKS.networkRules,
      at: subnet.value.id,
    },
  ];
};
