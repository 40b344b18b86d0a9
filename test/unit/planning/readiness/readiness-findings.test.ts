import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../src/model/plan.ts';
import { finding } from '../../../../src/model/finding.ts';
import { runRequest } from '../../../../src/model/run.ts';
import type { NetworkRule, TargetSurroundings } from '../../../../src/model/target-surroundings.ts';
import { lacksBlocking, readinessFindings } from '../../../../src/planning/readiness/readiness-findings.ts';
import { allows } from '../../../../src/planning/readiness/permission.ts';
import { READY } from '../../../support/target-surroundings.ts';

const GROUP = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg';
const NAMED = {
  logWorkspace: `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`,
  apiCenter: `${GROUP}/providers/Microsoft.ApiCenter/services/apis`,
  applicationGateway: `${GROUP}/providers/Microsoft.Network/applicationGateways/front`,
  frontDoor: `${GROUP}/providers/Microsoft.Cdn/profiles/front`,
  alerts: { actionGroups: [`${GROUP}/providers/Microsoft.Insights/actionGroups/on-call`] },
};

const step = (id: string, kind: string, phase: Step['place']['phase'], payload: Step['payload'] = {}): Step => ({
  id,
  kind,
  summary: id,
  dependsOn: [],
  from: [],
  place: { wave: 'pilot', phase, unit: id },
  payload,
});
const STEPS: readonly Step[] = [
  step('certificate', 'transfer-certificate', 'transferring-certificates', { name: 'c' }),
  step('api', 'put-apim-resource', 'importing', { path: 'apis/orders', properties: {} }),
  step('logs', 'put-azure-resource', 'importing', {
    id: `${READY.service.id}/providers/Microsoft.Insights/diagnosticSettings/crossgate`,
  }),
  step('entry', 'put-azure-resource', 'importing', { id: `${NAMED.apiCenter}/workspaces/default/apis/orders` }),
  step('secret', 'put-apim-resource', 'registering-backends', {
    path: 'namedValues/key',
    properties: { keyVault: { secretIdentifier: 'https://contoso-vault.vault.azure.net/secrets/key' } },
  }),
  step('policy', 'put-apim-resource', 'registering-backends', { path: 'apis/orders/policies/policy', properties: {} }),
  step('alert', 'put-azure-resource', 'opening', { id: `${GROUP}/providers/Microsoft.Insights/metricAlerts/errors` }),
  step('bind', 'bind-hostnames', 'arming', { hostnames: [] }),
  step('swap', 'change-dns', 'cutting-over'),
];

function found(changes: Partial<TargetSurroundings> = {}, target: object = {}, regions: readonly string[] = []) {
  const request = runRequest.parse({
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: {
      subscriptionId: '00000000-0000-4000-8000-000000000001',
      resourceGroup: 'rg',
      service: 'contoso',
      ...target,
    },
    keyVault: 'contoso-vault',
    dns: [],
    waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [{ name: 'api.health.example' }] }],
  });
  const input = { steps: STEPS, request, surroundings: { ...READY, ...changes }, regions };
  return { findings: readinessFindings(input), input };
}
/** What is found by itself of a ready target that names nothing is not repeated below. */
const ALWAYS = ['LANDING-ZONE', 'LOG-WORKSPACE'];
const lacks = (...given: Parameters<typeof found>) =>
  found(...given)
    .findings.filter(({ code }) => !ALWAYS.includes(code))
    .map(({ code, blocks = [] }) => [code, ...blocks]);
const service = (changes: Partial<TargetSurroundings['service']>) => ({ service: { ...READY.service, ...changes } });
const vault = (changes: object) => {
  const value = READY.vault.state === 'there' ? READY.vault.value : undefined;
  return { vault: { state: 'there', value: { ...value, ...changes } } } as Partial<TargetSurroundings>;
};
const MISSING = { state: 'missing' } as const;
const THERE = { state: 'there', value: {} } as const;

describe('what a target lacks', () => {
  it('is nothing but a landing zone where nothing is named', () => {
    expect(found().findings.map(({ code }) => code)).toEqual(ALWAYS);
    expect(lacks({}, {}, ['us-east-1'])).toEqual([]);
  });

  it('is a task with its owner and where to read how, and never blocks the plan as a whole', () => {
    const all = found({
      ...service({ principals: [], platform: 'stv1', provisioningState: 'Failed', units: 1 }),
      vault: MISSING,
      permissions: { state: 'there', value: [] },
    }).findings;
    expect(all.length).toBeGreaterThan(8);
    for (const each of all) {
      finding.parse(each);
      expect(each.severity).toBe('review');
      expect(each.owner).toBeTruthy();
      expect(each.link).toMatch(/^https:/);
    }
    expect(new Set(all.map(({ code, at }) => `${code} ${at.arn}`)).size).toBe(all.length);
  });

  it.each([
    ['a service that is being changed', service({ provisioningState: 'Updating' }), {}, 'TARGET-NOT-SETTLED'],
    ['a platform that was retired', service({ platform: 'stv1' }), {}, 'TARGET-PLATFORM'],
  ])('stops every write to the service: %s', (_what, changes, target, code) => {
    expect(lacks(changes, target)).toEqual([[code, 'api', 'registering-backends', 'arming']]);
  });

  it.each([
    ['an identity', service({ principals: [] }), ['TARGET-IDENTITY', 'secret', 'arming']],
    ['a role at the vault', vault({ isReadByService: false }), ['VAULT-ROLE', 'secret', 'arming']],
    ['the vault', { vault: MISSING }, ['VAULT-MISSING', 'transferring-certificates', 'secret', 'arming']],
    ['leave to import certificates', vault({ mayImport: false }), ['VAULT-IMPORT', 'transferring-certificates']],
    ['sight of the vault', { vault: { state: 'unknown', reason: 'denied' } as const }, ['VAULT-UNKNOWN']],
    ['a way to the vault', vault({ isPublic: false }), ['VAULT-NETWORK']],
  ])('stops certificates and secrets only, not the import: %s', (_what, changes, expected) => {
    expect(lacks(changes)).toEqual([expected]);
  });

  it('stops what leads callers to a gateway that they cannot reach', () => {
    const closed = service({ isPublic: false });
    expect(lacks(closed)).toEqual([['TARGET-NETWORK-MODE', 'arming', 'cutting-over']]);
    expect(lacks(service({ network: 'Internal' }))).toEqual([['TARGET-NETWORK-MODE', 'arming', 'cutting-over']]);
    const front = { state: 'there', value: { sku: 'Premium_AzureFrontDoor' } } as const;
    expect(lacks({ ...service({ network: 'Internal' }), frontDoor: front }, { frontDoor: NAMED.frontDoor })).toEqual(
      [],
    );
    expect(lacks({ frontDoor: MISSING }, { frontDoor: NAMED.frontDoor })).toEqual([
      ['FRONT-MISSING', 'arming', 'cutting-over'],
    ]);
  });

  it('is told of the tier, its zones and its region, and stops nothing', () => {
    expect(lacks(service({ tier: 'Developer', units: 1 }))).toEqual([['TARGET-TIER-TESTING'], ['TARGET-ZONES']]);
    expect(lacks(service({ units: 1 }))).toEqual([['TARGET-ZONES']]);
    expect(lacks({}, {}, ['eu-west-1', 'us-east-1'])).toEqual([['TARGET-REGION']]);
    expect(lacks(service({ furtherLocations: ['northeurope'] }), {}, ['eu-west-1'])).toEqual([]);
  });

  it('stops only the steps that the run has no permission for', () => {
    const only = (...actions: string[]) => ({
      permissions: { state: 'there', value: [{ actions, notActions: [] }] } as const,
    });
    expect(lacks(only('Microsoft.ApiManagement/*', 'Microsoft.ApiCenter/*'))).toEqual([
      ['RUN-PERMISSION', 'logs'],
      ['RUN-PERMISSION', 'opening'],
    ]);
    expect(
      lacks(only('Microsoft.ApiManagement/service/apis/*', 'Microsoft.Insights/*', 'Microsoft.ApiCenter/*')),
    ).toEqual([
      ['RUN-PERMISSION', 'secret'],
      ['RUN-PERMISSION', 'arming'],
    ]);
    expect(lacks({ permissions: { state: 'unknown', reason: 'denied' } })).toEqual([['RUN-PERMISSION-UNKNOWN']]);
  });

  it('stops what goes to a named place that is not there', () => {
    expect(lacks({ logWorkspace: MISSING }, { logWorkspace: NAMED.logWorkspace })).toEqual([
      ['LOG-WORKSPACE-MISSING', 'logs'],
    ]);
    expect(lacks({ apiCenter: MISSING }, { apiCenter: NAMED.apiCenter })).toEqual([['API-CENTER-MISSING', 'entry']]);
    const [id = ''] = NAMED.alerts.actionGroups;
    expect(lacks({ actionGroups: [{ id, found: MISSING }] }, { alerts: NAMED.alerts })).toEqual([
      ['ACTION-GROUP-MISSING', 'opening'],
    ]);
    expect(lacks({ apiCenter: THERE, actionGroups: [{ id, found: THERE }] }, NAMED)).toEqual([]);
  });

  it('looks at the front that run.json names', () => {
    const gateway = (value: object) =>
      ({
        applicationGateway: {
          state: 'there',
          value: { location: 'eastus', firewall: true, leadsTo: ['contoso.azure-api.net'], ...value },
        },
      }) as Partial<TargetSurroundings>;
    const target = { applicationGateway: NAMED.applicationGateway };
    expect(lacks(gateway({}), target)).toEqual([]);
    expect(lacks(gateway({ firewall: false }), target)).toEqual([['FRONT-FIREWALL']]);
    expect(lacks(gateway({ leadsTo: ['10.0.0.4'] }), target)).toEqual([['FRONT-ELSEWHERE']]);
  });
});

describe('the subnet of a service in a network', () => {
  const rule = (changes: Partial<NetworkRule>): NetworkRule => ({
    name: 'r',
    priority: 100,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    sources: ['*'],
    destinations: ['VirtualNetwork'],
    ports: ['*'],
    ...changes,
  });
  const id = `${GROUP}/providers/Microsoft.Network/virtualNetworks/hub/subnets/apim`;
  const subnet = (rules: readonly NetworkRule[] | undefined, changes: object = {}): Partial<TargetSurroundings> => ({
    ...service({ network: 'External', subnetId: id }),
    subnet: {
      state: 'there',
      value: {
        id,
        securityGroup: rules === undefined ? MISSING : { state: 'there', value: rules },
        isForcedThrough: false,
        serviceEndpoints: [],
        ...changes,
      },
    },
  });
  const closed = (given: Partial<TargetSurroundings>) =>
    found(given).findings.flatMap(({ code, at }) => (code === 'SUBNET-RULE' ? [at.arn.slice(id.length + 1)] : []));

  it('has what the service needs where a rule lets it through', () => {
    const management = rule({ sources: ['ApiManagement'], ports: ['3443'] });
    const callers = rule({ sources: ['Internet'], ports: ['80', '443'] });
    expect(closed(subnet([management, callers]))).toEqual([]);
    expect(closed(subnet([rule({ sources: ['ApiManagement.EastUS'], ports: ['3000-4000'] }), callers]))).toEqual([]);
  });

  it('lets nothing in by itself, and out whatever no rule stops', () => {
    expect(closed(subnet(undefined))).toEqual(['Inbound-ApiManagement-3443', 'Inbound-Internet-443']);
    const noWayOut = rule({ direction: 'Outbound', access: 'Deny', destinations: ['*'], priority: 4000 });
    const vaultOnly = rule({ direction: 'Outbound', destinations: ['AzureKeyVault'], ports: ['443'], priority: 200 });
    expect(closed(subnet([rule({}), noWayOut, vaultOnly]))).toEqual([
      'Outbound-Storage-443',
      'Outbound-Sql-1433',
      'Outbound-AzureMonitor-443',
    ]);
  });

  it('goes by the rule of the lowest number', () => {
    const deny = rule({ access: 'Deny', sources: ['*'], ports: ['3443'], priority: 90 });
    expect(closed(subnet([rule({}), deny]))).toEqual(['Inbound-ApiManagement-3443']);
  });

  it('is told of where everything goes through an appliance, and of names that nobody knows', () => {
    expect(lacks(subnet([rule({})], { isForcedThrough: true }))).toEqual([['FIREWALL-PATH']]);
    const zones = (...value: string[]) => ({ privateZones: { state: 'there', value } as const });
    expect(lacks({ ...service({ isPublic: false, privateEndpoints: 1 }), ...zones() })).toEqual([['PRIVATE-DNS']]);
    expect(lacks({ ...service({ privateEndpoints: 1 }), ...zones('privatelink.azure-api.net') })).toEqual([]);
  });
});

describe('lacks before a phase', () => {
  it('are those that its own steps wait for', () => {
    const { input } = found({ vault: MISSING });
    const of = (phase: string) =>
      lacksBlocking(
        input,
        STEPS.filter(({ place }) => place.phase === phase),
      ).map(({ code }) => code);
    expect(of('importing')).toEqual([]);
    expect(of('arming')).toEqual(['VAULT-MISSING']);
  });
});

describe('permissions', () => {
  it('are patterns with exceptions, whatever their case', () => {
    const contributor = [{ actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] }];
    expect(allows(contributor, 'Microsoft.ApiManagement/service/write')).toBe(true);
    expect(allows(contributor, 'microsoft.authorization/roleAssignments/write')).toBe(false);
    expect(allows([{ actions: ['*/read'], notActions: [] }], 'Microsoft.Insights/metricAlerts/write')).toBe(false);
  });
});
