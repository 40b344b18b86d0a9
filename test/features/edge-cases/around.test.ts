import { describe, expect, it } from 'vitest';
import { asServed } from '../../../src/adapters/aws/discovery/as-served.ts';
import type { SourceReading } from '../../../src/adapters/aws/discovery/source-reading.ts';
import { readDefinition } from '../../../src/definitions/read-definition.ts';
import type { AwsCertificate } from '../../../src/model/aws-account.ts';
import type { MigrationPlan, Step } from '../../../src/model/plan.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { MemoryCloud } from '../../support/memory-cloud.ts';
import { definitionOf } from '../../support/both-gateways.ts';
import { apiWith, route } from '../fixture.ts';
import { api, at, backend, domain, planOf, proxy, serviceOf } from './edge-fixture.ts';

const HOST = 'api.orders.example';
const certificate: AwsCertificate = {
  at: at('certificate'),
  arn: 'arn:aws:acm:us-east-1:111122223333:certificate/c1',
  domainName: HOST,
  subjectAlternativeNames: [HOST],
  status: 'ISSUED',
  type: 'AMAZON_ISSUED',
  keyAlgorithm: 'RSA_2048',
  exportable: true,
};

/** A plan that moves names, with one certificate for all of them. */
function moving(names: readonly string[], changes: Partial<AwsCertificate> = {}): MigrationPlan {
  const domainNames = names.map((name) => domain(name, '', { certificateArn: certificate.arn }));
  const records = names.map((name) => [
    name,
    [{ name, type: 'CNAME', ttl: 60, values: ['d-1.execute-api.us-east-1.amazonaws.com'] }],
  ]);
  return planOf(
    [api],
    { domainNames, certificates: [{ ...certificate, ...changes }] },
    {
      dns: [{ provider: 'route53', zone: 'orders.example' }],
      waves: [{ name: 'one', apis: [api.id], hostnames: names.map((name) => ({ name })) }],
    },
    Object.fromEntries(records),
  );
}
const ofKind = ({ steps }: MigrationPlan, kind: string): readonly Step[] => steps.filter((step) => step.kind === kind);
const codes = ({ findings }: MigrationPlan): readonly string[] =>
  findings.filter(({ severity }) => severity === 'blocker').map(({ code }) => code);

async function applied(steps: readonly Step[], cloud: MemoryCloud): Promise<void> {
  for (const step of steps) {
    const bound = bindStep(step);
    let progress = await bound.apply(cloud);
    while (progress.state === 'running') progress = await bound.proceed(progress.operation, cloud);
  }
}

describe('discovery', () => {
  it('1: what the stage serves moves, not what somebody edited since', async () => {
    const edited = apiWith([
      route('GET /orders', { type: 'HTTP_PROXY', httpMethod: 'GET', uri: 'https://next.example.com/' }),
      route('GET /unfinished', backend),
    ]);
    const served = readDefinition(JSON.parse(definitionOf({ 'GET /orders': proxy })), {
      at: edited.at,
      readFrom: 'export',
      id: edited.id,
      type: 'REST',
      stage: edited.stage,
    });
    const reading = { gaps: [] } as unknown as SourceReading;
    const read = await asServed(reading, {
      tree: edited,
      isTreeWhole: true,
      isTreeComparable: true,
      exported: { api: served.api, gaps: served.gaps },
    });
    const plan = planOf(read === undefined ? [] : [read]);
    const ask = serviceOf(plan);
    expect(await ask('/orders/prod/orders')).toEqual({ status: 200, urls: ['https://orders.example.com/'] });
    expect(await ask('/orders/prod/unfinished')).toEqual({ status: 404, urls: [] });
    const drift = plan.findings.filter(({ code }) => code === 'DEPLOYMENT-DRIFT').map(({ message }) => message);
    expect(drift).toContain('Orders at prod: GET /orders: integration is served otherwise than it is edited.');
    expect(drift).toContain('Orders at prod: GET /unfinished is edited, and was never deployed.');
  });
});

describe('certificates and host names', () => {
  it('38: a certificate moves only where ACM gives out its key', () => {
    const kept = moving([HOST], { exportable: false });
    expect(codes(kept)).toContain('CERTIFICATE-NOT-EXPORTABLE');
    expect([...ofKind(kept, 'transfer-certificate'), ...ofKind(kept, 'bind-hostnames')]).toEqual([]);
    const given = moving([HOST]);
    expect(codes(given)).toEqual([]);
    expect(ofKind(given, 'transfer-certificate')).toHaveLength(1);
  });

  it('38: it reaches the vault as a PFX, which is wiped, and is named without a version', async () => {
    const plan = moving([HOST]);
    const cloud = new MemoryCloud();
    await applied([...ofKind(plan, 'transfer-certificate'), ...ofKind(plan, 'bind-hostnames')], cloud);
    const [vaulted] = cloud.certificateVault.certificates.values();
    expect(cloud.written.map((bytes) => [...bytes])).toEqual([[0, 0, 0]]);
    expect(cloud.apiManagement.hostnames.at(-1)).toMatchObject({
      hostName: HOST,
      certificateSource: 'KeyVault',
      keyVaultId: vaulted?.secretId,
    });
    expect(vaulted?.secretId).not.toContain(vaulted?.version);
  });

  it('39: the names of a wave are one write of the whole list, and the others stay', async () => {
    const plan = moving([HOST, `www.${HOST}`]);
    const cloud = new MemoryCloud();
    const theirs = { type: 'Proxy', hostName: 'theirs.example', keyVaultId: 'https://vault.example/secrets/theirs' };
    cloud.apiManagement.hostnames = [...cloud.apiManagement.hostnames, theirs];
    await applied([...ofKind(plan, 'transfer-certificate'), ...ofKind(plan, 'bind-hostnames')], cloud);
    expect(cloud.apiManagement.writes).toBe(1);
    expect(cloud.apiManagement.hostnames.map(({ hostName }) => hostName)).toEqual([
      'contoso.azure-api.net',
      'theirs.example',
      HOST,
      `www.${HOST}`,
    ]);
  });

  it('39: two updates exclude each other: one that was overtaken is refused', async () => {
    const plan = moving([HOST]);
    const cloud = new MemoryCloud();
    await applied(ofKind(plan, 'transfer-certificate'), cloud);
    const read = cloud.apiManagement.service;
    cloud.apiManagement.service = async () => {
      const seen = await read();
      cloud.apiManagement.hostnames = [...cloud.apiManagement.hostnames, { type: 'Proxy', hostName: 'theirs.example' }];
      return seen;
    };
    await expect(applied(ofKind(plan, 'bind-hostnames'), cloud)).rejects.toMatchObject({
      failure: { kind: 'conflict' },
    });
    expect(cloud.apiManagement.hostnames.map(({ hostName }) => hostName)).toContain('theirs.example');
  });
});

describe('what somebody else edits', () => {
  const [step] = ofKind(planOf([api]), 'put-apim-resource').filter(({ payload }) =>
    String(payload['path']).startsWith('backends/'),
  );
  const path = String(step?.payload['path']);
  const edit = { path, properties: { url: 'https://theirs.example', protocol: 'http' } };

  it('40: an edit between our look and our write stops the step and stays', async () => {
    const cloud = new MemoryCloud();
    const steps = step === undefined ? [] : [step];
    await cloud.apiManagement.write({ path, properties: { url: 'https://before.example' } }, { kind: 'any' });
    const read = cloud.apiManagement.read;
    cloud.apiManagement.read = async (of) => {
      const seen = await read(of);
      await cloud.apiManagement.write(edit, { kind: 'any' });
      return seen;
    };
    await expect(applied(steps, cloud)).rejects.toMatchObject({ failure: { kind: 'conflict' } });
    expect((await read(path))?.properties).toEqual(edit.properties);
  });

  it('40: an undo takes back what the run wrote, not what was made of it since', async () => {
    const cloud = new MemoryCloud();
    if (step === undefined) throw new Error('the plan has no backend');
    const bound = bindStep(step);
    const undo = bound.compensate(await bound.capture(cloud));
    await applied([step], cloud);
    await cloud.apiManagement.write(edit, { kind: 'any' });
    if (!('step' in undo)) throw new Error(undo.irreversible);
    await expect(applied([undo.step], cloud)).rejects.toMatchObject({ failure: { code: 'CHANGED-BY-OTHERS' } });
    expect((await cloud.apiManagement.read(path))?.properties).toEqual(edit.properties);
  });
});
