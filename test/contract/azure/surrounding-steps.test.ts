import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { azureResources } from '../../../src/adapters/azure/azure-resources.ts';
import { azureClients } from '../../../src/adapters/azure/clients.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { landingZone } from '../../../src/local/sandbox/azure/providers/landing-zone.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { leftoversSince } from '../../../src/local/sandbox/control/leftovers.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';
import { STEP_PHASES, type Step } from '../../../src/model/plan.ts';
import { runRequest } from '../../../src/model/run.ts';
import { inOrder } from '../../../src/planning/order.ts';
import { readinessFindings } from '../../../src/planning/readiness/readiness-findings.ts';
import { readSurroundings } from '../../../src/planning/readiness/reading/surroundings.ts';
import { azureScopes } from '../../../src/planning/surroundings/scopes.ts';
import { surroundingSteps } from '../../../src/planning/surroundings/surrounding-steps.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import type { StepPorts } from '../../../src/steps/step-kind.ts';
import { MemoryCloud } from '../../support/memory-cloud.ts';
import { inventory, waves } from '../../support/surrounded-estate.ts';

const trusted = getCACertificates('default');
const state = emptyAzureState();
const { workspace, apiCenter, front } = landingZone(state);
const { subscriptionId, resourceGroup, service, vault } = state;
const request = runRequest.parse({
  source: [{ account: '111122223333', region: 'us-east-1' }],
  target: {
    subscriptionId,
    resourceGroup,
    service,
    logWorkspace: workspace,
    alerts: { emails: ['ops@example.com'] },
    apiCenter,
    applicationGateway: front,
  },
  keyVault: vault,
  dns: [],
  waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [] }],
});
let cloud: AzureCloud;
let ports: StepPorts;

beforeAll(async () => {
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace() });
  vi.stubEnv('IDENTITY_ENDPOINT', cloud.identity.url);
  vi.stubEnv('IDENTITY_HEADER', cloud.identityHeader);
  const resources = azureResources(azureClients({ armEndpoint: cloud.arm.url, credential: 'managed-identity' }));
  ports = Object.assign(new MemoryCloud(), { azureResources: resources, azureScopes: azureScopes(request.target) });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  setDefaultCACertificates(trusted);
  await cloud.close();
});

async function plannedSteps(): Promise<readonly Step[]> {
  const surroundings = await readSurroundings(ports.azureResources, request);
  const steps = inOrder(surroundingSteps(inventory, request, waves, `${service}.azure-api.net`, surroundings));
  // Nothing that a ready landing zone lacks stands in the way of a step.
  const lacks = readinessFindings({ steps, request, surroundings, regions: ['us-east-1'] });
  expect(lacks.filter(({ blocks }) => blocks !== undefined)).toEqual([]);
  return STEP_PHASES.flatMap((phase) => steps.filter(({ place }) => place.phase === phase));
}

/** Captures, records the undo as text, and applies to the end, as the executor does. */
async function applied(step: Step): Promise<string> {
  const bound = bindStep(step);
  const undo = bound.compensate(JSON.parse(JSON.stringify(await bound.capture(ports))));
  if (!('step' in undo)) throw new Error(undo.irreversible);
  await complete(step);
  return JSON.stringify(undo.step);
}
async function complete(step: Step): Promise<void> {
  const bound = bindStep(step);
  let progress = await bound.apply(ports);
  while (progress.state === 'running') progress = await bound.proceed(progress.operation, ports);
}

describe('what stands around the service, on a subscription', () => {
  it('is made, costs no write a second time, and leaves nothing behind when it is taken back', async () => {
    const leftovers = leftoversSince(state);
    const steps = await plannedSteps();
    const undos: string[] = [];
    for (const step of steps) undos.push(await applied(step));
    const { revision } = state;
    for (const step of steps.filter(({ id }) => !id.startsWith('put:ApiCenter') || !id.includes('/deployments/')))
      await complete(step);
    expect(state.revision).toBe(revision);
    expect(leftovers().length).toBeGreaterThan(10);
    for (const undo of undos.toReversed()) await complete(JSON.parse(undo) as Step);
    expect(leftovers()).toEqual([]);
  });

  it('says after the commit where callers are', async () => {
    for (const step of await plannedSteps()) await applied(step);
    const deployments = [...state.resources.values()].filter(({ type }) => type.endsWith('/apis/deployments'));
    const told = deployments.map(
      ({ name, properties }) => `${name.replace(/-[0-9a-f]{6}-/, ' ')}: ${String(properties['state'])}`,
    );
    expect(new Set(told)).toEqual(
      new Set(['stage-live source: active', 'stage-prod source: inactive', 'stage-prod target: active']),
    );
  });

  it('does not send logs twice to a workspace that gets them already', async () => {
    expect((await plannedSteps()).filter(({ id }) => id.includes('diagnosticSettings'))).toEqual([]);
  });
});
