import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { azureResources } from '../../../src/adapters/azure/azure-resources.ts';
import { azureClients } from '../../../src/adapters/azure/clients.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { servicePath } from '../../../src/local/sandbox/azure/context.ts';
import { landingZone } from '../../../src/local/sandbox/azure/providers/landing-zone.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';
import type { AzureResource, AzureResources } from '../../../src/ports/azure-resources.ts';

const trusted = getCACertificates('default');
const state = emptyAzureState();
const { group, vault, workspace, apiCenter } = landingZone(state);
const service = servicePath(state);
const ANY = { kind: 'any' } as const;
let cloud: AzureCloud;
let port: AzureResources;

beforeAll(async () => {
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  // Longer than the first look takes, on a busy machine too.
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace(), operationMs: 1_000 });
  vi.stubEnv('IDENTITY_ENDPOINT', cloud.identity.url);
  vi.stubEnv('IDENTITY_HEADER', cloud.identityHeader);
  port = azureResources(azureClients({ armEndpoint: cloud.arm.url, credential: 'managed-identity' }));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  setDefaultCACertificates(trusted);
  await cloud.close();
});

async function put(resource: AzureResource): Promise<void> {
  let write = await port.write(resource, ANY);
  while (!write.done) write = await port.continueWrite(write.operation);
}

async function remove({ id, apiVersion }: AzureResource): Promise<void> {
  let removal = await port.remove(id, apiVersion, ANY);
  while (!removal.done) removal = await port.continueWrite(removal.operation);
}

const insights = (type: string, apiVersion: string, properties: object, more: object = {}): AzureResource => ({
  id: `${group}/providers/Microsoft.Insights/${type}`,
  apiVersion,
  body: { ...more, properties },
});
const onCall = insights(
  'actionGroups/on-call',
  '2023-01-01',
  { groupShortName: 'on-call', enabled: true, emailReceivers: [{ name: 'ops', emailAddress: 'ops@example.com' }] },
  { location: 'Global', tags: { 'crossgate-run': 'r' } },
);
const alertOn = (actionGroupId: string): AzureResource =>
  insights(
    'metricAlerts/errors',
    '2018-03-01',
    {
      severity: 2,
      enabled: true,
      scopes: [service],
      evaluationFrequency: 'PT5M',
      windowSize: 'PT5M',
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
        'allOf': [{ name: 'threshold', metricName: 'Requests' }],
      },
      actions: [{ actionGroupId }],
    },
    { location: 'global' },
  );
const diagnostics = (name: string): AzureResource => ({
  id: `${service}/providers/Microsoft.Insights/diagnosticSettings/${name}`,
  apiVersion: '2021-05-01-preview',
  body: { properties: { workspaceId: workspace, logs: [{ categoryGroup: 'allLogs', enabled: true }], metrics: [] } },
});
const firewall: AzureResource = {
  id: `${group}/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf`,
  apiVersion: '2024-05-01',
  body: {
    location: 'eastus',
    tags: {},
    properties: {
      policySettings: { state: 'Enabled', mode: 'Detection' },
      customRules: [],
      managedRules: { managedRuleSets: [{ ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' }] },
    },
  },
};
const catalogue = (path: string, properties: object): AzureResource => ({
  id: `${apiCenter}/workspaces/default/${path}`,
  apiVersion: '2024-03-01',
  body: { properties },
});

describe('Providers around the service', () => {
  it('keeps alerts and their action group, which must be there first', async () => {
    await expect(put(alertOn(onCall.id))).rejects.toMatchObject({ failure: { kind: 'invalid' } });
    await put(onCall);
    await put(alertOn(onCall.id));
    expect((await port.read(alertOn(onCall.id).id, '2018-03-01'))?.body).toMatchObject(alertOn(onCall.id).body);
    await remove(alertOn(onCall.id));
    await remove(onCall);
    expect(await port.read(onCall.id, onCall.apiVersion)).toBeUndefined();
  });

  it('sends logs of a service to one workspace once', async () => {
    await put(diagnostics('one'));
    await put(diagnostics('one'));
    await expect(put(diagnostics('two'))).rejects.toMatchObject({ failure: { kind: 'conflict' } });
    const collection = `${service}/providers/Microsoft.Insights/diagnosticSettings`;
    expect(await port.list(collection, '2021-05-01-preview')).toMatchObject([{ body: { name: 'one' } }]);
    await remove(diagnostics('one'));
  });

  it('takes a while to write a firewall policy and to remove it', async () => {
    const write = await port.write(firewall, ANY);
    expect(write.done).toBe(false);
    await put(firewall);
    const read = await port.read(firewall.id, '2024-05-01');
    expect(read?.body).toMatchObject(firewall.body);
    const stale = port.remove(firewall.id, '2024-05-01', { kind: 'etag', etag: 'W/"another"' });
    await expect(stale).rejects.toMatchObject({ failure: { kind: 'conflict' } });
    let removal = await port.remove(firewall.id, '2024-05-01', { kind: 'etag', etag: read?.etag ?? '' });
    while (!removal.done) removal = await port.continueWrite(removal.operation);
    expect(await port.read(firewall.id, '2024-05-01')).toBeUndefined();
  });

  it('catalogues an API with its deployment, below the workspace that every API center has', async () => {
    expect(await port.read(`${apiCenter}/workspaces/default`, '2024-03-01')).toBeDefined();
    const api = catalogue('apis/orders', { title: 'Orders', kind: 'rest' });
    const deployment = catalogue('apis/orders/deployments/prod', {
      title: 'prod',
      environmentId: '/workspaces/default/environments/source',
      definitionId: '/workspaces/default/apis/orders/versions/prod/definitions/openapi',
      state: 'active',
      server: { runtimeUri: ['https://api.example.com'] },
    });
    for (const each of [
      catalogue('environments/source', { title: 'AWS', kind: 'production', server: { type: 'AWS API Gateway' } }),
      api,
      catalogue('apis/orders/versions/prod', { title: 'prod', lifecycleStage: 'testing' }),
      catalogue('apis/orders/versions/prod/definitions/openapi', { title: 'OpenAPI' }),
      deployment,
    ])
      await put(each);
    expect((await port.read(deployment.id, '2024-03-01'))?.etag).not.toBe('');
    await remove(api);
    expect(await port.read(deployment.id, '2024-03-01')).toBeUndefined();
  });

  it('tells who may read the vault, and what the run may do, from every scope above', async () => {
    const found = await port.list(`${vault}/providers/Microsoft.Authorization/roleAssignments`, '2022-04-01');
    expect(found).toMatchObject([{ body: { properties: { principalType: 'ServicePrincipal' } } }]);
    const others = await port.list(
      `${vault}/providers/Microsoft.Authorization/roleAssignments`,
      '2022-04-01',
      "principalId eq '00000000-0000-0000-0000-000000000000'",
    );
    expect(others).toEqual([]);
    const permissions = await port.list(`${service}/providers/Microsoft.Authorization/permissions`, '2022-04-01');
    expect(permissions).toMatchObject([{ body: { dataActions: ['Microsoft.KeyVault/vaults/certificates/*'] } }]);
  });

  it('refuses what the contract has no place for', async () => {
    const misspelt = catalogue('apis/orders', { title: 'Orders', kind: 'rest', colour: 'green' });
    await expect(put(misspelt)).rejects.toMatchObject({ failure: { kind: 'invalid' } });
    await expect(port.read(onCall.id, '1999-01-01')).rejects.toMatchObject({
      failure: { code: 'NoRegisteredProviderFound' },
    });
    await expect(put(catalogue('apis/orders', { title: 'Orders' }))).rejects.toMatchObject({
      failure: { kind: 'invalid' },
    });
    const nowhere = catalogue('apis/none/versions/prod', { title: 'prod', lifecycleStage: 'testing' });
    await expect(put(nowhere)).rejects.toMatchObject({ failure: { code: 'ParentResourceNotFound' } });
  });
});
