import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../src/model/plan.ts';
import { runRequest } from '../../../../src/model/run.ts';
import { inOrder } from '../../../../src/planning/order.ts';
import { azureScopes } from '../../../../src/planning/surroundings/scopes.ts';
import { surroundingSteps } from '../../../../src/planning/surroundings/surrounding-steps.ts';
import { bindStep } from '../../../../src/steps/registry.ts';
import { inventory, waves } from '../../../support/surrounded-estate.ts';
import { READY } from '../../../support/target-surroundings.ts';

const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const FRONT_GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/front`;
const CENTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/it/providers/Microsoft.ApiCenter/services/apis`;
const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`;
const NAMED = {
  logWorkspace: WORKSPACE,
  alerts: { emails: ['ops@example.com'], actionGroups: [`${GROUP}/providers/Microsoft.Insights/actionGroups/on-call`] },
  apiCenter: CENTER,
  applicationGateway: `${FRONT_GROUP}/providers/Microsoft.Network/applicationGateways/front`,
};

function planned(target: object, surroundings = READY): readonly Step[] {
  const request = runRequest.parse({
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: SUBSCRIPTION, resourceGroup: 'rg', service: 'contoso', ...target },
    keyVault: 'contoso-vault',
    dns: [],
    waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [] }],
  });
  return surroundingSteps(inventory, request, waves, 'contoso.azure-api.net', surroundings);
}
const idOf = ({ payload }: Step): string => String(payload['id']);
const bodyOf = ({ payload }: Step) => payload['body'] as { properties: Record<string, unknown> };
const below = (steps: readonly Step[], part: string) => steps.filter((step) => idOf(step).includes(part));

describe('what stands around the service', () => {
  const steps = planned(NAMED);

  it('is planned only where run.json names where it goes', () => {
    expect(planned({})).toEqual([]);
  });

  it('is data that the executor knows, in an order that can be, at places that the run may write', () => {
    const scopes = azureScopes({ subscriptionId: SUBSCRIPTION, resourceGroup: 'rg', service: 'contoso', ...NAMED });
    for (const step of inOrder(steps)) {
      bindStep(step);
      expect(scopes.some((scope) => idOf(step).startsWith(`${scope}/`))).toBe(true);
    }
  });

  it('tells people of alarms by alerts on the service, and of too little traffic when the wave stays', () => {
    const [group] = below(steps, '/actionGroups/');
    const alerts = below(steps, '/metricAlerts/');
    expect(alerts.map(({ place }) => place.phase)).toEqual(['opening', 'committing']);
    expect(alerts.every(({ dependsOn }) => dependsOn.includes(group?.id ?? ''))).toBe(true);
    expect(bodyOf(alerts[0] as Step).properties).toMatchObject({
      scopes: [READY.service.id],
      criteria: { allOf: [{ metricName: 'Requests', threshold: 7.5, operator: 'GreaterThan' }] },
      actions: [{ actionGroupId: NAMED.alerts.actionGroups[0] }, { actionGroupId: idOf(group as Step) }],
    });
  });

  it("sends the service's logs to the workspace, unless they go there already", () => {
    const [settings] = below(steps, '/diagnosticSettings/');
    expect(idOf(settings as Step)).toBe(
      `${READY.service.id}/providers/Microsoft.Insights/diagnosticSettings/crossgate`,
    );
    expect(bodyOf(settings as Step).properties).toMatchObject({ workspaceId: WORKSPACE });
    const again = planned(NAMED, { ...READY, logSettings: ['theirs'] });
    expect(below(again, '/diagnosticSettings/')).toEqual([]);
    expect(below(again, '/workbooks/')).toHaveLength(1);
  });

  it('makes one workbook of a service, which shows it and its workspace', () => {
    const [workbook] = below(steps, '/workbooks/');
    expect(idOf(workbook as Step)).toMatch(/\/[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    const notebook = String(bodyOf(workbook as Step).properties['serializedData']);
    expect(notebook).toContain(READY.service.id);
    expect(notebook).toContain(WORKSPACE);
    expect(planned(NAMED).map(idOf)).toEqual(steps.map(idOf));
  });

  it('makes firewall policies beside the front, where it is, and only to detect', () => {
    const front = { state: 'there', value: { location: 'westeurope', firewall: true, leadsTo: [] } } as const;
    const [policy] = below(planned(NAMED, { ...READY, applicationGateway: front }), 'FirewallPolicies');
    expect(idOf(policy as Step).startsWith(`${FRONT_GROUP}/`)).toBe(true);
    expect(bodyOf(policy as Step)).toMatchObject({
      location: 'westeurope',
      properties: { policySettings: { mode: 'Detection' } },
    });
  });

  it('lists every API with its deployment on API Gateway, those that stay too', () => {
    const deployments = below(steps, '/deployments/');
    const [stays] = deployments.filter((step) => idOf(step).includes('/apis/stays-'));
    expect(bodyOf(stays as Step).properties).toMatchObject({
      environmentId: '/workspaces/default/environments/source',
      state: 'active',
      server: { runtimeUri: ['https://z9.execute-api.us-east-1.amazonaws.com/live'] },
    });
    expect(deployments.filter((step) => idOf(step).includes('/apis/stays-'))).toHaveLength(1);
    // A run before may have moved it: what the center says of it stays.
    expect(stays?.payload['keeps']).toBe(true);
  });

  it('says at the opening where a moved stage is to be, and at the commit that callers are there', () => {
    const told = below(steps, '/apis/orders-')
      .filter((step) => idOf(step).includes('/deployments/'))
      .map((step) => [step.place.phase, bodyOf(step).properties['environmentId'], bodyOf(step).properties['state']]);
    const [source, target] = ['source', 'target'].map((name) => `/workspaces/default/environments/${name}`);
    expect(told).toEqual([
      ['registering-backends', source, 'active'],
      ['opening', target, 'inactive'],
      ['committing', target, 'active'],
      ['committing', source, 'inactive'],
    ]);
  });

  it('takes no API back: no unit of it is one of an API', () => {
    expect(steps.map(({ place }) => place.unit)).not.toContain('orders');
  });
});
