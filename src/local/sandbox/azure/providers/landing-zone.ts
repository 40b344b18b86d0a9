import { randomUUID } from 'node:crypto';
import type { Json } from '../answers.ts';
import { servicePath } from '../context.ts';
import { apimEtag, findResource, putResource } from '../resource-store.ts';
import type { AzureState } from '../state.ts';

/** Object id of the service's own identity. */
const PRINCIPAL = '5b8d3a52-6c1f-4e0a-9d27-3f4a5b6c7d8e';
const SECRETS_USER = '4633458b-17de-408a-b874-0445c86b69e6';

/** What a run needs to be allowed to do, as custom roles would say it (azure-and-aws-sdks.md, section 7). */
const ALLOWED: Json = {
  actions: [
    '*/read',
    'Microsoft.ApiManagement/service/*',
    'Microsoft.ApiCenter/services/*',
    'Microsoft.Insights/*',
    'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/*',
    'Microsoft.Network/frontDoorWebApplicationFirewallPolicies/*',
  ],
  notActions: [],
  dataActions: ['Microsoft.KeyVault/vaults/certificates/*'],
  notDataActions: [],
};

/** Where the subscription keeps its parts. */
export function landingZone(state: Pick<AzureState, 'subscriptionId' | 'resourceGroup' | 'vault'>) {
  const group = `/subscriptions/${state.subscriptionId}/resourceGroups/${state.resourceGroup}`;
  return {
    group,
    vault: `${group}/providers/Microsoft.KeyVault/vaults/${state.vault}`,
    workspace: `${group}/providers/Microsoft.OperationalInsights/workspaces/crossgate-logs`,
    apiCenter: `${group}/providers/Microsoft.ApiCenter/services/crossgate-apis`,
    front: `${group}/providers/Microsoft.Network/applicationGateways/crossgate-front`,
    permissions: `${group}/providers/Microsoft.Authorization/permissions/run`,
    secretsUser: `${group}/providers/Microsoft.KeyVault/vaults/${state.vault}/providers/Microsoft.Authorization/roleAssignments/0f1e2d3c-4b5a-4968-8776-655443322110`,
  };
}

/** What somebody sets up before a migration: an identity that reads the vault, a front, a log workspace, an API center. Nothing that is there already is touched. */
export function seedLandingZone(state: AzureState): void {
  const { vault, workspace, apiCenter, front, permissions, secretsUser } = landingZone(state);
  const service = findResource(state, servicePath(state));
  if (service && !service.more?.['identity']) {
    const identity = { type: 'SystemAssigned', principalId: PRINCIPAL, tenantId: state.tenantId };
    putResource(state, { ...service, more: { ...service.more, identity } }, apimEtag);
  }
  const add = (id: string, type: string, properties: Json, tracked = true): void => {
    if (findResource(state, id)) return;
    const place = tracked ? { location: 'eastus', tags: {} } : {};
    putResource(state, { id, name: id.slice(id.lastIndexOf('/') + 1), type, properties, ...place }, randomUUID);
  };
  add(vault, 'Microsoft.KeyVault/vaults', {
    sku: { family: 'A', name: 'standard' },
    tenantId: state.tenantId,
    accessPolicies: [],
    enabledForDeployment: false,
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    enableRbacAuthorization: true,
    vaultUri: `https://${state.vault}.vault.azure.net/`,
    provisioningState: 'Succeeded',
    publicNetworkAccess: 'Enabled',
  });
  const roleDefinitionId = `/subscriptions/${state.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${SECRETS_USER}`;
  const grant = { roleDefinitionId, principalId: PRINCIPAL, principalType: 'ServicePrincipal', scope: vault };
  add(secretsUser, 'Microsoft.Authorization/roleAssignments', grant, false);
  add(permissions, 'Microsoft.Authorization/permissions', ALLOWED, false);
  add(workspace, 'Microsoft.OperationalInsights/workspaces', {
    customerId: 'c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e5f',
    provisioningState: 'Succeeded',
    sku: { name: 'PerGB2018' },
    retentionInDays: 30,
    publicNetworkAccessForIngestion: 'Enabled',
    publicNetworkAccessForQuery: 'Enabled',
  });
  add(front, 'Microsoft.Network/applicationGateways', {
    provisioningState: 'Succeeded',
    operationalState: 'Running',
    sku: { name: 'WAF_v2', tier: 'WAF_v2', family: 'Generation_1' },
    autoscaleConfiguration: { minCapacity: 0, maxCapacity: 10 },
    backendAddressPools: [
      {
        id: `${front}/backendAddressPools/gateway`,
        name: 'gateway',
        properties: { backendAddresses: [{ fqdn: `${state.service}.azure-api.net` }] },
      },
    ],
  });
  add(apiCenter, 'Microsoft.ApiCenter/services', { provisioningState: 'Succeeded' });
}
