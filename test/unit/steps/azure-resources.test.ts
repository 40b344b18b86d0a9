import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { MemoryCloud } from '../../support/memory-cloud.ts';

const GROUP = '/subscriptions/s/resourceGroups/rg';
const apiVersion = '2018-03-01';

const step = (payload: Record<string, unknown>): Step => ({
  id: 'put/1',
  kind: 'put-azure-resource',
  summary: 'put',
  dependsOn: [],
  from: [],
  place: { wave: 'pilot', phase: 'importing', unit: 'alerts' },
  payload,
});
const alertId = `${GROUP}/providers/Microsoft.Insights/metricAlerts/errors`;
const alert = { location: 'global', tags: {}, properties: { severity: 2, scopes: ['/x'] } };
const putAlert = step({ id: alertId, apiVersion, body: alert });

const deploymentId = `${GROUP}/providers/Microsoft.ApiCenter/services/c/workspaces/default/apis/a/deployments/d`;
const inactive = { properties: { title: 'prod', state: 'inactive' } };
const active = { properties: { title: 'prod', state: 'active' } };
const activate = step({ id: deploymentId, apiVersion, body: active, replaces: inactive });

function holding(id: string, body: Record<string, unknown>): MemoryCloud {
  const cloud = new MemoryCloud();
  cloud.azureResources.resources.set(id.toLowerCase(), { id, apiVersion, body, etag: 'e0' });
  return cloud;
}
const deployed = () => holding(deploymentId, { ...inactive, id: deploymentId, systemData: {} });

async function complete(which: Step, cloud: MemoryCloud): Promise<void> {
  const bound = bindStep(which);
  let progress = await bound.apply(cloud);
  while (progress.state === 'running') progress = await bound.proceed(progress.operation, cloud);
}
async function undoFor(which: Step, cloud: MemoryCloud): Promise<Step> {
  const bound = bindStep(which);
  const undo = bound.compensate(JSON.parse(JSON.stringify(await bound.capture(cloud))));
  if (!('step' in undo)) throw new Error(undo.irreversible);
  return JSON.parse(JSON.stringify(undo.step)) as Step;
}

describe('a resource beside the service', () => {
  it('is made with the tag of its run, and removed by the undo', async () => {
    const cloud = new MemoryCloud();
    const undo = await undoFor(putAlert, cloud);
    await complete(putAlert, cloud);
    const made = await cloud.azureResources.read(alertId);
    expect(made?.body).toEqual({ ...alert, tags: { 'crossgate-run': 'run-1' } });
    await complete(undo, cloud);
    expect(cloud.azureResources.resources.size).toBe(0);
    await complete(undo, cloud);
    expect(cloud.azureResources.writes).toBe(2);
  });

  it('takes the place of what an earlier step made, and is put back as it was', async () => {
    const cloud = deployed();
    const undo = await undoFor(activate, cloud);
    await complete(activate, cloud);
    expect((await cloud.azureResources.read(deploymentId))?.body).toEqual(active);
    await complete(undo, cloud);
    expect((await cloud.azureResources.read(deploymentId))?.body).toEqual(inactive);
  });

  it('costs no write where it is as planned, and its undo leaves it then', async () => {
    const cloud = holding(alertId, { ...alert, location: 'Global', tags: { team: 'ops' }, etag: 'x' });
    const undo = await undoFor(putAlert, cloud);
    await complete(putAlert, cloud);
    await complete(undo, cloud);
    expect(cloud.azureResources.writes).toBe(0);
  });

  it('stays as it is where the plan only wants it to be there', async () => {
    const cloud = holding(deploymentId, active);
    const list = step({ id: deploymentId, apiVersion, body: inactive, keeps: true });
    const undo = await undoFor(list, cloud);
    await complete(list, cloud);
    await complete(undo, cloud);
    expect(cloud.azureResources.writes).toBe(0);
    await complete(list, new MemoryCloud());
  });

  it('waits for a long write', async () => {
    const cloud = new MemoryCloud();
    cloud.azureResources.slow = () => true;
    expect(await bindStep(putAlert).apply(cloud)).toMatchObject({ state: 'running' });
    await complete(putAlert, cloud);
    expect(cloud.azureResources.writes).toBe(1);
  });

  it('leaves alone what somebody made or changed, and says so', async () => {
    const others = holding(alertId, { ...alert, properties: { severity: 0 } });
    await expect(complete(putAlert, others)).rejects.toMatchObject({
      failure: { kind: 'conflict', code: 'RESOURCE-NAME-TAKEN' },
    });
    expect(others.azureResources.writes).toBe(0);

    const cloud = new MemoryCloud();
    const undo = await undoFor(putAlert, cloud);
    await complete(putAlert, cloud);
    for (const body of [
      { ...alert, tags: { 'crossgate-run': 'another' } },
      { ...alert, tags: { 'crossgate-run': 'run-1' }, properties: { severity: 0 } },
    ]) {
      cloud.azureResources.resources.set(alertId.toLowerCase(), { id: alertId, apiVersion, body, etag: 'e1' });
      await expect(complete(undo, cloud)).rejects.toMatchObject({
        failure: { kind: 'conflict', code: 'CHANGED-BY-OTHERS' },
      });
    }
  });

  it.each([
    '/subscriptions/s/resourceGroups/other/providers/Microsoft.Insights/metricAlerts/a',
    `${GROUP}-2/providers/Microsoft.Insights/metricAlerts/a`,
    `${GROUP}/../other/providers/Microsoft.Insights/metricAlerts/a`,
    `${GROUP}/providers/Microsoft.ApiManagement/service/apim`,
    `${GROUP}/providers/Microsoft.Authorization/roleAssignments/a`,
  ])('is never written at %s, which the run does not name', async (id) => {
    const cloud = new MemoryCloud();
    await expect(complete(step({ id, apiVersion, body: alert }), cloud)).rejects.toMatchObject({
      failure: { kind: 'denied', code: 'OUT-OF-SCOPE' },
    });
    expect(cloud.azureResources.writes).toBe(0);
  });
});
