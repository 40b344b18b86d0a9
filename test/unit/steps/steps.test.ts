import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inverse, swapTo } from '../../../src/cutover/dns-change.ts';
import type { DnsRecordSet } from '../../../src/model/dns.ts';
import { FailureError } from '../../../src/model/outcome.ts';
import type { Step } from '../../../src/model/plan.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { MemoryCloud } from '../../support/memory-cloud.ts';

const step = (kind: string, payload: Record<string, unknown>): Step => ({
  id: `${kind}/1`,
  kind,
  summary: kind,
  dependsOn: [],
  from: [],
  place: { wave: 'pilot', phase: 'importing', unit: 'a1' },
  payload,
});
const backend = (url: string): Step =>
  step('put-apim-resource', { path: 'backends/orders', properties: { url, protocol: 'http' } });
const cname: DnsRecordSet = {
  name: 'api.health.example',
  type: 'CNAME',
  ttl: 60,
  values: ['d-1.execute-api.us-east-1.amazonaws.com'],
};
const swap = swapTo('api.health.example', 'health.example', [cname], 'contoso.azure-api.net', 60);
const move = (settleSeconds = 0, until = 'settled'): Step =>
  step('change-dns', { zone: 'health.example', name: 'api.health.example', change: swap, until, settleSeconds });

const arn = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const transfer = step('transfer-certificate', { name: 'crossgate-api', certificateArn: arn, scope: 0 });
const bind = step('bind-hostnames', { hostnames: [{ hostName: 'api.health.example', certificate: 'crossgate-api' }] });

const authority = (content: string) => {
  const encodedCertificate = Buffer.from(content).toString('base64');
  const thumbprint = createHash('sha1').update(content).digest('hex').toUpperCase();
  return { storeName: 'Root' as const, encodedCertificate, thumbprint };
};
const hostnames = [{ hostName: 'api.health.example', certificate: 'crossgate-api', asksCallers: true }];
const bindAccess = step('bind-hostnames', {
  hostnames,
  authorities: [authority('ours'), authority('both')],
  customProperties: { Tls10: 'False', Tls11: 'False' },
});

/** The service of others: an authority that the plan brings too, and one that it does not. */
function shared(): MemoryCloud {
  const cloud = vaulted();
  cloud.apiManagement.certificates = ['both', 'theirs'].map((content) => ({
    storeName: 'Root',
    encodedCertificate: null,
    certificate: { thumbprint: authority(content).thumbprint.toLowerCase() },
  }));
  return cloud;
}

/** A vault that holds the certificate of the name already. */
function vaulted(): MemoryCloud {
  const cloud = new MemoryCloud([cname]);
  const secretId = 'https://vault.example/secrets/crossgate-api';
  const made = { name: 'crossgate-api', version: 'v1', secretId, tags: { 'crossgate-run': 'run-1' }, thumbprint: 'ab' };
  cloud.certificateVault.certificates.set('crossgate-api', made);
  return cloud;
}

/** Applies a step to its end, the clock moving on with every look. */
async function complete(which: Step, cloud: MemoryCloud): Promise<void> {
  const bound = bindStep(which);
  let progress = await bound.apply(cloud);
  for (let looks = 0; progress.state === 'running' && looks < 100; looks += 1) {
    cloud.clock += 10_000;
    progress = await bound.proceed(progress.operation, cloud);
  }
  expect(progress).toEqual({ state: 'done' });
}
async function undoFor(which: Step, cloud: MemoryCloud): Promise<Step> {
  const bound = bindStep(which);
  const undo = bound.compensate(JSON.parse(JSON.stringify(await bound.capture(cloud))));
  if (!('step' in undo)) throw new Error(undo.irreversible);
  return JSON.parse(JSON.stringify(undo.step)) as Step;
}

describe.each([
  ['a resource that was not there', () => new MemoryCloud([cname]), backend('https://new.example')],
  [
    'a resource that was there',
    () => {
      const cloud = new MemoryCloud([cname]);
      const properties = { url: 'https://old.example', protocol: 'http' };
      cloud.apiManagement.resources.set('backends/orders', { path: 'backends/orders', properties, etag: 'e0' });
      return cloud;
    },
    backend('https://new.example'),
  ],
  ['a name', () => new MemoryCloud([cname]), move()],
  ['a certificate', () => new MemoryCloud([cname]), transfer],
  ['a host name of the service', vaulted, bind],
  ['a host name, its authorities and TLS', shared, bindAccess],
])('%s', (_what, world, change) => {
  it('is changed, and put back by the undo recorded before', async () => {
    const cloud = world();
    const before = cloud.snapshot();
    const undo = await undoFor(change, cloud);
    await complete(change, cloud);
    expect(cloud.snapshot()).not.toEqual(before);
    await complete(undo, cloud);
    expect(cloud.snapshot()).toEqual(before);
  });

  it('costs no write when applied again, and none when undone again', async () => {
    const cloud = world();
    const undo = await undoFor(change, cloud);
    await complete(change, cloud);
    const writes = () => cloud.apiManagement.writes + cloud.dnsZones.changes + cloud.certificateVault.changes;
    const once = writes();
    await complete(change, cloud);
    expect(writes()).toBe(once);
    await complete(undo, cloud);
    await complete(undo, cloud);
    expect(writes()).toBe(once + 1);
  });

  it('is left alone by an undo of a step that never ran', async () => {
    const cloud = world();
    const before = cloud.snapshot();
    await complete(await undoFor(change, cloud), cloud);
    expect(cloud.snapshot()).toEqual(before);
  });
});

it('what is put back has no member that nobody had set: it is read as null, and refused as null', async () => {
  const cloud = new MemoryCloud([cname]);
  const properties = {
    url: 'https://old.example',
    protocol: 'http',
    title: null,
    tls: { validateCertificateName: null },
  };
  cloud.apiManagement.resources.set('backends/orders', { path: 'backends/orders', properties, etag: 'e0' });
  const change = backend('https://new.example');
  const undo = await undoFor(change, cloud);
  await complete(change, cloud);
  await complete(undo, cloud);
  const restored = cloud.apiManagement.resources.get('backends/orders');
  expect(restored?.properties).toEqual({ url: 'https://old.example', protocol: 'http', tls: {} });
});

describe('one update of the service', () => {
  it('brings names, authorities and TLS together, and keeps what it does not name', async () => {
    const cloud = shared();
    await complete(bindAccess, cloud);
    expect(cloud.apiManagement.writes).toBe(1);
    const { certificates, customProperties, hostnames: bound } = cloud.apiManagement;
    expect(certificates).toHaveLength(3);
    expect(customProperties).toEqual({ 'Protocols.Server.Http2': 'True', 'Tls10': 'False', 'Tls11': 'False' });
    expect(bound.at(-1)).toMatchObject({ negotiateClientCertificate: true });
  });

  it('leaves a setting that somebody changed since as it is when undone', async () => {
    const cloud = shared();
    const undo = await undoFor(bindAccess, cloud);
    await complete(bindAccess, cloud);
    cloud.apiManagement.customProperties = { ...cloud.apiManagement.customProperties, Tls11: 'True' };
    await complete(undo, cloud);
    expect(cloud.apiManagement.customProperties).toMatchObject({ Tls10: 'True', Tls11: 'True' });
  });

  it('is refused where the service would hold too many authorities', async () => {
    const cloud = vaulted();
    cloud.apiManagement.certificates = Array.from({ length: 9 }, (_, at) => ({
      storeName: 'Root',
      certificate: { thumbprint: `${at}` },
    }));
    await expect(bindStep(bindAccess).apply(cloud)).rejects.toMatchObject({ failure: { code: 'AUTHORITIES-FULL' } });
    expect(cloud.apiManagement.writes).toBe(0);
  });

  it('is refused where somebody bound the name without asking callers', async () => {
    const cloud = shared();
    await complete(bind, cloud);
    await expect(bindStep(bindAccess).apply(cloud)).rejects.toMatchObject({ failure: { code: 'HOSTNAME-BOUND' } });
  });
});

describe('what somebody else changed meanwhile', () => {
  it('is not removed', async () => {
    const cloud = new MemoryCloud();
    const undo = await undoFor(backend('https://new.example'), cloud);
    await complete(backend('https://new.example'), cloud);
    await cloud.apiManagement.write(
      { path: 'backends/orders', properties: { url: 'https://theirs.example' } },
      { kind: 'any' },
    );
    await expect(bindStep(undo).apply(cloud)).rejects.toMatchObject({
      failure: { kind: 'conflict', code: 'CHANGED-BY-OTHERS' },
    });
    expect(cloud.apiManagement.resources.has('backends/orders')).toBe(true);
  });

  it('stays in DNS, before the move and before its undo', async () => {
    const edited = { ...cname, values: ['theirs.example'] };
    const cloud = new MemoryCloud([edited]);
    await expect(bindStep(move()).apply(cloud)).rejects.toMatchObject({ failure: { code: 'DNS-EDITED' } });
    expect(cloud.dnsZones.sets).toEqual([edited]);
  });
});

it('a moved name counts as done only when no cache can hold the old answer', async () => {
  const cloud = new MemoryCloud([cname]);
  const bound = bindStep(move(60));
  let progress = await bound.apply(cloud);
  const startedAt = cloud.clock;
  while (progress.state === 'running') {
    cloud.clock += 1_000;
    progress = await bound.proceed(progress.operation, cloud);
  }
  expect(cloud.clock - startedAt).toBeGreaterThanOrEqual(60_000);
});

it('a step of an unknown kind is a defect with a remedy, and the inverse of a swap is a swap back', () => {
  expect(() => bindStep(step('paint-it-blue', {}))).toThrow('plan again with this version');
  expect(inverse(swap)).toEqual({ remove: swap.create, create: [cname] });
});

it('a name counts as moved once the provider took the change, and as moved back only when no cache holds the change', async () => {
  const cloud = new MemoryCloud([cname]);
  const change = move(60, 'accepted');
  const undo = await undoFor(change, cloud);
  expect(await bindStep(change).apply(cloud)).toEqual({ state: 'done' });
  expect(cloud.dnsZones.sets).toEqual(swap.create);
  const before = cloud.clock;
  await complete(undo, cloud);
  expect(cloud.clock - before).toBeGreaterThanOrEqual(60_000);
});

describe('a certificate', () => {
  it('leaves no byte of its PFX in memory', async () => {
    const cloud = new MemoryCloud([cname]);
    await complete(transfer, cloud);
    expect(cloud.written.map((pfx) => [...pfx])).toEqual([[0, 0, 0]]);
  });

  it('is packed the older way for a vault that refuses the newer one', async () => {
    const cloud = new MemoryCloud([cname]);
    const importPfx = cloud.certificateVault.importPfx.bind(cloud.certificateVault);
    let refused = false;
    cloud.certificateVault.importPfx = async (...sent) => {
      if (refused) return await importPfx(...sent);
      refused = true;
      throw new FailureError({ kind: 'invalid', code: 'BadParameter', message: 'cannot read this PFX' });
    };
    await complete(transfer, cloud);
    expect(cloud.certificateVault.certificates.has('crossgate-api')).toBe(true);
    expect(cloud.written.map((pfx) => [...pfx])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('of somebody else is neither replaced nor removed', async () => {
    const cloud = vaulted();
    const others = { ...cloud.certificateVault.certificates.get('crossgate-api')!, tags: {} };
    cloud.certificateVault.certificates.set('crossgate-api', others);
    await expect(complete(transfer, cloud)).rejects.toMatchObject({ failure: { code: 'CERTIFICATE-NAME-TAKEN' } });
    const undo = await undoFor(transfer, cloud);
    await expect(complete(undo, cloud)).rejects.toMatchObject({ failure: { kind: 'conflict' } });
    expect(cloud.certificateVault.certificates.get('crossgate-api')).toBe(others);
  });
});

it('a host name that is bound with another certificate stays as it is', async () => {
  const cloud = vaulted();
  const foreign = { type: 'Proxy', hostName: 'api.health.example', keyVaultId: 'https://vault.example/secrets/other' };
  cloud.apiManagement.hostnames = [...cloud.apiManagement.hostnames, foreign];
  await expect(complete(bind, cloud)).rejects.toMatchObject({ failure: { code: 'HOSTNAME-BOUND' } });
  expect(cloud.apiManagement.hostnames).toContain(foreign);
});
