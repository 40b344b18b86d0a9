import { describe, expect, it } from 'vitest';
import { checkPropagation } from '../../../activities/check-propagation.ts';
import { checkReadiness } from '../../../activities/check-readiness.ts';
import { claimTarget, releaseTarget } from '../../../activities/claim-target.ts';
import { compareParity } from '../../../activities/compare-parity.ts';
import { waitForTtl } from '../../../activities/wait-for-ttl.ts';
import { FailureError } from '../../../src/model/outcome.ts';
import { ASKING_CALLERS, detailOf, HOST, planned } from './fixture.ts';

const target = {
  subscriptionId: '00000000-0000-4000-8000-000000000001',
  resourceGroup: 'rg',
  service: 'contoso',
  tier: 'Premium',
};

describe('the claim of a target', () => {
  it('keeps other runs off the service and its names until it is released', async () => {
    const { world, refs } = await planned();
    expect(await claimTarget.run(refs, world)).toEqual({ ok: true, claimed: 2 });
    expect(await claimTarget.run(refs, world)).toEqual({ ok: true, claimed: 2 });
    expect(await world.store.claim(`hostname:${HOST}`, 'run-2')).toMatchObject({ runId: 'run-1' });
    await releaseTarget.run(refs, world);
    expect(await world.store.claim(`hostname:${HOST}`, 'run-2')).toMatchObject({ runId: 'run-2' });
    const refused = await claimTarget.run(refs, world);
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'conflict', code: 'CLAIMED' } });
  });

  it.each([
    ['a tier that the run does not plan for', 'StandardV2', 'the run plans for Premium'],
    ['a tier that is not known', 'Isolated', 'not known'],
  ])('is refused at a service of %s', async (_what, skuName, why) => {
    const { world, refs } = await planned({ target });
    const service = await world.cloud.apiManagement.service();
    world.cloud.apiManagement.service = () => Promise.resolve({ ...service, skuName });
    const refused = await claimTarget.run(refs, world);
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid', code: 'TARGET-TIER' } });
    expect(JSON.stringify(refused)).toContain(why);
  });

  it('voids a plan that was made for another state of the service', async () => {
    const { world, refs } = await planned();
    const path = (await world.planned(refs.planDigest)).steps
      .map(({ payload }) => payload['path'])
      .find((each) => /^apis\/[^/]+$/.test(String(each)));
    world.cloud.apiManagement.resources.set(String(path), { path: String(path), properties: {}, etag: '1' });
    const refused = await claimTarget.run(refs, world);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'TARGET-DRIFT' } });
    expect(JSON.stringify(refused)).toContain(path);
  });
});

describe('parity', () => {
  const refusing = ({ path }: { path: string }) =>
    path.includes('/mine') ? 403 : path.includes('no-such') ? 404 : 200;

  it('holds when both sides answer alike, and asks the source at its pace', async () => {
    const { world, refs } = await planned();
    world.ask = refusing;
    expect(await compareParity.run(refs, world)).toMatchObject({ ok: true, looser: 0, different: 0 });
    expect(world.slept.length).toBeGreaterThan(0);
    expect(new Set(world.slept)).toEqual(new Set([200]));
    expect((await detailOf(world))['parity']).toMatchObject({ cases: 4, untested: 0 });
  });

  it.each([
    ['lets in whom the source refuses', '/mine', 200, 'looser'],
    ['fails where the source answers', '/orders', 500, 'broken'],
  ])('stops a target that %s', async (_what, path, status, verdict) => {
    const { world, refs } = await planned();
    world.resolve = (name) => [name === HOST ? '127.0.0.2' : '127.0.0.3'];
    world.ask = (request) =>
      request.address === '127.0.0.3' && request.path.includes(path) ? status : refusing(request);
    const outcome = await compareParity.run(refs, world);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'NOT-AT-PAR' } });
    expect(JSON.stringify(outcome)).toContain(`${verdict}: `);
  });
});

describe('parity at a name with mutual TLS', () => {
  const ended = new FailureError({ kind: 'transient', code: 'ECONNRESET', message: 'socket hang up' });
  const compared = async (ofTarget: number, sourceError: FailureError = ended) => {
    const { world, refs } = await planned({}, ASKING_CALLERS);
    world.resolve = (name) => [name === HOST ? '127.0.0.2' : '127.0.0.3'];
    world.ask = (request) => {
      if (request.address === '127.0.0.3') return ofTarget;
      throw sourceError;
    };
    return { outcome: await compareParity.run(refs, world), world };
  };

  it('takes the end of a connection without a certificate for a refusal, and names what that does not show', async () => {
    const { outcome, world } = await compared(403);
    expect(outcome).toMatchObject({ ok: true, looser: 0, different: 0 });
    expect(((await detailOf(world))['parity'] as { untested: number }).untested).toBeGreaterThan(0);
  });

  it('stops a target that answers such callers', async () => {
    const { outcome } = await compared(200);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'NOT-AT-PAR' } });
  });

  it('takes no other failure of the source for a refusal', async () => {
    const late = new FailureError({ kind: 'transient', code: 'ETIMEDOUT', message: 'late' });
    await expect(compared(403, late)).rejects.toThrow('ETIMEDOUT');
  });
});

describe('readiness', () => {
  it('is proven by a handshake with every name', async () => {
    const { world, refs } = await planned();
    const outcome = await checkReadiness.run(refs, world);
    expect(outcome.ok && world.documents.get(outcome.evidenceDigest)).toContain(HOST);
  });

  it.each([
    ['has no certificate for the name', { authorized: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
    ['has one that ends soon', { authorized: true, daysLeft: 29 }],
  ])('is missing where the gateway %s', async (_what, handshake) => {
    const { world, refs } = await planned();
    world.handshake = () => handshake;
    expect(await checkReadiness.run(refs, world)).toMatchObject({ ok: false, failure: { code: 'NOT-READY' } });
  });
});

it('waits as long as caches may hold the old answer, and the margin', async () => {
  const { world, refs } = await planned();
  expect(await waitForTtl.run(refs, world)).toEqual({ seconds: 3660 });
});

describe('propagation', () => {
  const answer = { server: 'ns1', authoritative: true, cname: 'contoso.azure-api.net', addresses: [] };

  it('is complete when every server answers the new target with authority', async () => {
    const { world, refs } = await planned();
    world.answers = [answer];
    expect(await checkPropagation.run(refs, world)).toEqual({ ok: true, propagated: true, waitingFor: [] });
  });

  it.each([
    ['a silent server', [answer], ['ns2'], /ns2 is silent/],
    [
      'a stale server',
      [answer, { ...answer, server: 'ns2', cname: 'old.example' }],
      [],
      /ns2 still answers old.example/,
    ],
    ['a cache', [{ ...answer, authoritative: false }], [], /ns1 does not answer with authority/],
  ])('waits for %s', async (_what, answers, silent, waiting) => {
    const { world, refs } = await planned();
    world.answers = answers;
    world.silent = silent;
    const outcome = await checkPropagation.run(refs, world);
    expect(outcome).toMatchObject({ ok: true, propagated: false });
    expect(JSON.stringify(outcome)).toMatch(waiting);
  });
});
