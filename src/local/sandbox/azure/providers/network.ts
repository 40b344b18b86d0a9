import { isJson, Refusal } from '../answers.ts';
import type { ResourceType } from './resource-type.ts';

const VERSIONS = ['2024-05-01'];
const READ = { apiVersions: VERSIONS, methods: ['GET'] } as const;
const TRACKED = { isTracked: true, methods: ['GET', 'PUT', 'DELETE'], isLong: true, etag: 'body' } as const;
const settled = (): { provisioningState: string } => ({ provisioningState: 'Succeeded' });

/** Microsoft.Network beside DNS and Traffic Manager: firewall policies, and what a landing zone holds (published contracts 2024-05-01). */
export const networkTypes: readonly ResourceType[] = [
  {
    type: 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
    apiVersions: VERSIONS,
    ...TRACKED,
    name: /^.{1,128}$/,
    required: ['location', 'properties.managedRules'],
    members: ['policySettings', 'customRules', 'managedRules'],
    defaults: () => ({ ...settled(), resourceState: 'Disabled', customRules: [] }),
    check({ properties: { managedRules, customRules } }) {
      const sets = isJson(managedRules) ? managedRules['managedRuleSets'] : undefined;
      if (!Array.isArray(sets) || sets.length === 0)
        throw new Refusal(400, 'InvalidManagedRuleSets', 'At least one managed rule set is needed.');
      const rules: unknown[] = Array.isArray(customRules) ? customRules : [];
      for (const rule of rules)
        for (const name of ['priority', 'ruleType', 'matchConditions', 'action'])
          if (!isJson(rule) || rule[name] === undefined)
            throw new Refusal(400, 'InvalidRequestFormat', `A custom rule needs ${name}.`);
    },
  },
  {
    type: 'Microsoft.Network/frontDoorWebApplicationFirewallPolicies',
    apiVersions: ['2024-02-01'],
    isTracked: true,
    methods: ['GET', 'PUT', 'DELETE'],
    more: ['sku'],
    isLong: true,
    etag: 'body',
    name: /^[A-Za-z][A-Za-z0-9]{0,127}$/,
    required: ['location', 'sku'],
    members: ['policySettings', 'customRules', 'managedRules'],
    defaults: () => ({ ...settled(), resourceState: 'Enabled' }),
  },
  {
    type: 'Microsoft.Network/networkSecurityGroups',
    apiVersions: VERSIONS,
    ...TRACKED,
    required: ['location'],
    members: ['securityRules', 'flushConnection'],
    defaults: () => ({ ...settled(), securityRules: [] }),
  },
  { type: 'Microsoft.Network/virtualNetworks', ...READ, isTracked: true },
  { type: 'Microsoft.Network/virtualNetworks/subnets', ...READ },
  { type: 'Microsoft.Network/routeTables', ...READ, isTracked: true },
  { type: 'Microsoft.Network/privateEndpoints', ...READ, isTracked: true },
  { type: 'Microsoft.Network/applicationGateways', ...READ, isTracked: true },
  { type: 'Microsoft.Network/privateDnsZones', apiVersions: ['2020-06-01'], methods: ['GET'], isTracked: true },
  { type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks', apiVersions: ['2020-06-01'], methods: ['GET'] },
  { type: 'Microsoft.Cdn/profiles', apiVersions: ['2024-02-01'], methods: ['GET'], isTracked: true, more: ['sku'] },
];
