import { DIAGNOSTICS_VERSION, diagnosticSettingsBody } from '../../../planning/surroundings/diagnostic-settings.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, LOCATION, ref, SERVICE, SERVICE_NAME } from './bicep-file.ts';
import type { BicepValue } from './bicep-text.ts';

/** What findings about the target tell people to deploy: a role at the vault, rules of the service's subnet, and where its logs go. */
export const targetReadinessFiles = (): readonly ArtefactFile[] => [keyVaultRole(), serviceNetworkRules(), logs()];

/** Key Vault Secrets User (Microsoft Learn, built-in roles; read 2026-11-29). */
const SECRETS_USER = '4633458b-17de-408a-b874-0445c86b69e6';

const keyVaultRole = (): ArtefactFile =>
  bicepFile({
    name: 'key-vault-role',
    about: [
      "Lets the service's identity read secrets of the vault: certificates of host names, and named values.",
      'For a vault that grants access by roles. Deploy it to the resource group of the vault.',
    ],
    parameters: [
      { name: 'vaultName', type: 'string', about: 'Name of the vault.' },
      {
        name: 'principalId',
        type: 'string',
        about: "Object id of the service's identity, as service.bicep puts it out.",
      },
    ],
    resources: [
      {
        symbol: 'vault',
        type: 'Microsoft.KeyVault/vaults@2023-07-01',
        isExisting: true,
        body: { name: ref('vaultName') },
      },
      {
        symbol: 'reader',
        type: 'Microsoft.Authorization/roleAssignments@2022-04-01',
        body: {
          name: ref(`guid(vault.id, principalId, '${SECRETS_USER}')`),
          scope: ref('vault'),
          properties: {
            roleDefinitionId: ref(
              `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${SECRETS_USER}')`,
            ),
            principalId: ref('principalId'),
            principalType: 'ServicePrincipal',
          },
        },
      },
    ],
  });

interface Way {
  readonly name: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly tag: string;
  readonly ports: readonly string[];
}

/** What a service of the classic tiers needs in its subnet (Microsoft Learn, virtual network reference; read 2026-11-29). */
const WAYS: readonly Way[] = [
  { name: 'management', direction: 'Inbound', tag: 'ApiManagement', ports: ['3443'] },
  { name: 'load-balancer', direction: 'Inbound', tag: 'AzureLoadBalancer', ports: ['6390'] },
  { name: 'certificates', direction: 'Outbound', tag: 'Internet', ports: ['80'] },
  { name: 'storage', direction: 'Outbound', tag: 'Storage', ports: ['443'] },
  { name: 'sql', direction: 'Outbound', tag: 'Sql', ports: ['1433'] },
  { name: 'key-vault', direction: 'Outbound', tag: 'AzureKeyVault', ports: ['443'] },
  { name: 'monitor', direction: 'Outbound', tag: 'AzureMonitor', ports: ['443', '1886'] },
];

const serviceNetworkRules = (): ArtefactFile =>
  bicepFile({
    name: 'service-network-rules',
    about: [
      'A network security group for the subnet of a service that stands in a network (Developer and Premium tiers).',
      'Callers are let in from where the parameter says: Internet in external mode, your networks or the front in internal mode.',
    ],
    parameters: [
      LOCATION,
      { name: 'name', type: 'string', about: 'Name of the network security group.', value: 'nsg-api-management' },
      {
        name: 'callers',
        type: 'string',
        about: 'Service tag or address range that callers come from.',
        value: 'VirtualNetwork',
      },
    ],
    resources: [
      {
        symbol: 'group',
        type: 'Microsoft.Network/networkSecurityGroups@2024-05-01',
        body: {
          name: ref('name'),
          location: ref('location'),
          properties: {
            securityRules: [
              ruleOf({ name: 'callers', direction: 'Inbound', tag: '', ports: ['443'] }, 100, ref('callers')),
              ...WAYS.map((way, index) => ruleOf(way, 110 + index * 10, way.tag)),
            ],
          },
        },
      },
    ],
    outputs: { id: 'group.id' },
  });

const ruleOf = ({ name, direction, ports }: Way, priority: number, other: BicepValue): BicepValue => ({
  name,
  properties: {
    priority,
    direction,
    access: 'Allow',
    protocol: 'Tcp',
    sourceAddressPrefix: direction === 'Inbound' ? other : 'VirtualNetwork',
    sourcePortRange: '*',
    destinationAddressPrefix: direction === 'Inbound' ? 'VirtualNetwork' : other,
    destinationPortRanges: ports,
  },
});

const logs = (): ArtefactFile =>
  bicepFile({
    name: 'diagnostic-settings',
    about: [
      "Sends the service's logs and metrics to a log workspace, in tables of their own.",
      'A run does so itself where its run.json names the workspace (target.logWorkspace).',
    ],
    parameters: [SERVICE_NAME, { name: 'workspaceId', type: 'string', about: 'Resource id of the log workspace.' }],
    resources: [
      SERVICE,
      {
        symbol: 'logs',
        type: `Microsoft.Insights/diagnosticSettings@${DIAGNOSTICS_VERSION}`,
        body: { name: 'crossgate', scope: ref('service'), ...diagnosticSettingsBody(ref('workspaceId')) },
      },
    ],
  });
