import { describe, expect, it } from 'vitest';
import { readTargetReadiness } from '../../../activities/read-target-readiness.ts';
import { FailureError } from '../../../src/model/outcome.ts';
import { planned } from './fixture.ts';

const GROUP = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg';
const PRINCIPAL = '11111111-1111-4111-8111-111111111111';

/** A planned run with a service that has an identity, in a group where the run may do everything. */
async function target() {
  const { world, refs } = await planned();
  const { resources } = world.cloud.azureResources;
  const add = (id: string, body: Record<string, unknown>): void => {
    resources.set(id.toLowerCase(), { id, apiVersion: '', body, etag: '' });
  };
  add(`${GROUP}/providers/Microsoft.ApiManagement/service/contoso`, {
    location: 'East US',
    sku: { name: 'Premium', capacity: 2 },
    identity: { principalId: PRINCIPAL },
    properties: { provisioningState: 'Succeeded', platformVersion: 'stv2.1', virtualNetworkType: 'None' },
  });
  add(`${GROUP}/providers/Microsoft.Authorization/permissions/1`, { actions: ['*'], notActions: [] });
  const makeVault = (): void =>
    add(`${GROUP}/providers/Microsoft.KeyVault/vaults/contoso-vault`, {
      properties: { accessPolicies: [{ objectId: PRINCIPAL, permissions: { secrets: ['get'] } }] },
    });
  // When the plan was made the service could not read the vault.
  const plan = await world.planned(refs.planDigest);
  const task = {
    code: 'TARGET-VAULT',
    severity: 'review',
    feature: 'target-readiness',
    at: { arn: 'vault', pointer: '' },
    message: '',
    awsBehaviour: '',
    apimBehaviour: '',
    remedy: '',
    blocks: ['transferring-certificates'],
  };
  const artifacts = await world.artifacts();
  const { digest: planDigest } = await artifacts.putJson(refs.runId, 'plan.json', { ...plan, findings: [task] });
  return { world, refs: { ...refs, planDigest }, makeVault };
}

describe('the target before a phase', () => {
  it('holds back what needs the vault while that is missing, and nothing else', async () => {
    const { world, refs, makeVault } = await target();
    const look = (phase: 'transferring-certificates' | 'importing' | 'arming') =>
      readTargetReadiness.run({ ...refs, phase }, world);
    expect(await look('importing')).toEqual({ ok: true });
    const held = await look('transferring-certificates');
    expect(held).toMatchObject({
      ok: true,
      heldBack: expect.any(String),
      failure: { kind: 'invalid', code: 'TARGET-NOT-READY', message: expect.stringContaining('security team') },
    });
    const names = held.ok && held.heldBack !== undefined ? world.documents.get(held.heldBack) : undefined;
    expect(JSON.parse(names ?? '')).toHaveLength(1);
    makeVault();
    expect(await look('transferring-certificates')).toEqual({ ok: true });
    expect(await look('arming')).toEqual({ ok: true });
  });

  it('is not looked at where nothing of the phase waited for it when the plan was made', async () => {
    const { world, refs } = await target();
    world.cloud.azureResources.read = () => Promise.reject(new Error('asked'));
    expect(await readTargetReadiness.run({ ...refs, phase: 'committing' }, world)).toEqual({ ok: true });
    expect(await readTargetReadiness.run({ ...refs, phase: 'importing' }, world)).toEqual({ ok: true });
  });

  it('that does not answer is asked again, and one that nobody may read is said so', async () => {
    const { world, refs } = await target();
    const fail = (kind: 'transient' | 'denied'): void => {
      world.cloud.azureResources.read = () => Promise.reject(new FailureError({ kind, code: kind, message: kind }));
    };
    fail('transient');
    await expect(readTargetReadiness.run({ ...refs, phase: 'transferring-certificates' }, world)).rejects.toThrow(
      'transient',
    );
    fail('denied');
    expect(await readTargetReadiness.run({ ...refs, phase: 'transferring-certificates' }, world)).toMatchObject({
      ok: false,
      failure: { kind: 'denied' },
    });
  });
});
