import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { azureResources } from '../../../src/adapters/azure/azure-resources.ts';
import { azureClients } from '../../../src/adapters/azure/clients.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { servicePath } from '../../../src/local/sandbox/azure/context.ts';
import { landingZone } from '../../../src/local/sandbox/azure/providers/landing-zone.ts';
import { emptyAzureState, type ArmResource } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';
import { runRequest } from '../../../src/model/run.ts';
import type { TargetSurroundings } from '../../../src/model/target-surroundings.ts';
import { readSurroundings } from '../../../src/planning/readiness/reading/surroundings.ts';
import type { AzureResources } from '../../../src/ports/azure-resources.ts';

const trusted = getCACertificates('default');
const state = emptyAzureState();
const parts = landingZone(state);
let cloud: AzureCloud;
let port: AzureResources;
let seeded: readonly (readonly [string, ArmResource])[];

beforeAll(async () => {
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace() });
  vi.stubEnv('IDENTITY_ENDPOINT', cloud.identity.url);
  vi.stubEnv('IDENTITY_HEADER', cloud.identityHeader);
  port = azureResources(azureClients({ armEndpoint: cloud.arm.url, credential: 'managed-identity' }));
  seeded = [...state.resources];
});
beforeEach(() => {
  state.resources.clear();
  for (const [id, resource] of seeded) state.resources.set(id, resource);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  setDefaultCACertificates(trusted);
  await cloud.close();
});

function read(named: object = {}): Promise<TargetSurroundings> {
  const { subscriptionId, resourceGroup, service, vault } = state;
  const request = runRequest.parse({
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId, resourceGroup, service, ...named },
    keyVault: vault,
    dns: [],
    waves: [{ name: 'pilot', apis: ['a'], hostnames: [] }],
  });
  return readSurroundings(port, request);
}

/** Changes the service as somebody would have set it up. */
function setService(properties: Record<string, unknown>, more: Record<string, unknown> = {}): void {
  const id = servicePath(state).toLowerCase();
  const there = state.resources.get(id) as ArmResource;
  state.resources.set(id, {
    ...there,
    properties: { ...there.properties, ...properties },
    more: { ...there.more, ...more },
  });
}
function add(id: string, type: string, properties: Record<string, unknown>): void {
  const name = id.slice(id.lastIndexOf('/') + 1);
  state.resources.set(id.toLowerCase(), { id, name, type, properties, etag: 'e', location: 'eastus' });
}

describe('what stands around a service', () => {
  it('is read from a landing zone that is ready', async () => {
    const named = { logWorkspace: parts.workspace, apiCenter: parts.apiCenter };
    expect(await read(named)).toMatchObject({
      service: { location: 'eastus', tier: 'Premium', network: 'None', isPublic: true, provisioningState: 'Succeeded' },
      vault: { state: 'there', value: { access: 'roles', isPublic: true, isReadByService: true, mayImport: true } },
      permissions: { state: 'there' },
      logWorkspace: { state: 'there', value: { location: 'eastus' } },
      apiCenter: { state: 'there' },
      logSettings: [],
    });
  });

  it('shows that the identity has no role, that it has none, and that the vault has policies of its own', async () => {
    state.resources.delete(parts.secretsUser.toLowerCase());
    expect((await read()).vault).toMatchObject({ value: { isReadByService: false } });
    const vault = state.resources.get(parts.vault.toLowerCase()) as ArmResource;
    const [principal] = (await read()).service.principals;
    const accessPolicies = [{ objectId: principal, permissions: { secrets: ['Get'] } }];
    const properties = { ...vault.properties, enableRbacAuthorization: false, accessPolicies };
    state.resources.set(parts.vault.toLowerCase(), { ...vault, properties });
    expect((await read()).vault).toMatchObject({ value: { access: 'policies', isReadByService: true } });
    setService({}, { identity: null });
    expect((await read()).service.principals).toEqual([]);
  });

  it('shows what is not there, and what nobody may look at', async () => {
    state.resources.delete(parts.vault.toLowerCase());
    state.resources.delete(parts.workspace.toLowerCase());
    expect(await read({ logWorkspace: parts.workspace })).toMatchObject({
      vault: { state: 'missing' },
      logWorkspace: { state: 'missing' },
    });
    const elsewhere = parts.workspace.replace(state.resourceGroup, 'another');
    expect((await read({ logWorkspace: elsewhere })).logWorkspace).toEqual({ state: 'missing' });
  });

  it('finds the settings that send logs to the workspace already', async () => {
    add(
      `${servicePath(state)}/providers/Microsoft.Insights/diagnosticSettings/theirs`,
      'Microsoft.Insights/diagnosticSettings',
      {
        workspaceId: parts.workspace.toUpperCase(),
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      },
    );
    expect((await read({ logWorkspace: parts.workspace })).logSettings).toEqual(['theirs']);
    expect((await read()).logSettings).toEqual([]);
  });

  it('reads subnet, rules, routes and private names of a service in a network', async () => {
    const network = `${parts.group}/providers/Microsoft.Network`;
    const subnet = `${network}/virtualNetworks/hub/subnets/apim`;
    setService({ virtualNetworkType: 'Internal', virtualNetworkConfiguration: { subnetResourceId: subnet } });
    add(`${network}/virtualNetworks/hub`, 'Microsoft.Network/virtualNetworks', {});
    add(subnet, 'Microsoft.Network/virtualNetworks/subnets', {
      networkSecurityGroup: { id: `${network}/networkSecurityGroups/apim` },
      routeTable: { id: `${network}/routeTables/hub` },
      serviceEndpoints: [{ service: 'Microsoft.Storage' }],
    });
    add(`${network}/routeTables/hub`, 'Microsoft.Network/routeTables', {
      routes: [{ properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance' } }],
    });
    add(`${network}/privateDnsZones/azure-api.net`, 'Microsoft.Network/privateDnsZones', {});
    expect((await read()).subnet).toMatchObject({ value: { securityGroup: { state: 'missing' } } });
    add(`${network}/networkSecurityGroups/apim`, 'Microsoft.Network/networkSecurityGroups', {
      securityRules: [
        {
          name: 'management',
          properties: {
            priority: 100,
            direction: 'Inbound',
            access: 'Allow',
            protocol: 'Tcp',
            sourceAddressPrefix: 'ApiManagement',
            destinationAddressPrefix: 'VirtualNetwork',
            destinationPortRanges: ['3443'],
          },
        },
      ],
    });
    expect(await read()).toMatchObject({
      service: { network: 'Internal', subnetId: subnet },
      subnet: {
        value: {
          isForcedThrough: true,
          serviceEndpoints: ['Microsoft.Storage'],
          securityGroup: { value: [{ name: 'management', sources: ['ApiManagement'], ports: ['3443'] }] },
        },
      },
      privateZones: { state: 'there', value: ['azure-api.net'] },
    });
  });

  it('looks at the permissions of the service where the resource group gives none', async () => {
    state.resources.delete(parts.permissions.toLowerCase());
    add(
      `${servicePath(state)}/providers/Microsoft.Authorization/permissions/own`,
      'Microsoft.Authorization/permissions',
      {
        actions: ['Microsoft.ApiManagement/service/*'],
        notActions: [],
      },
    );
    expect((await read()).permissions).toEqual({
      state: 'there',
      value: [{ actions: ['Microsoft.ApiManagement/service/*'], notActions: [] }],
    });
  });
});
