import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AssessmentDocument } from '../../../src/cli/assessment-document.ts';
import { startEstateCloud, type EstateCloud } from '../aws/estate-cloud.ts';
import { runCli } from '../../support/cli-bench.ts';

let estate: EstateCloud;
let folder: string;
let refused: (name: string) => boolean = () => false;
beforeAll(async () => {
  estate = await startEstateCloud({
    disturb: (service, operation) => (refused(`${service}.${operation}`) ? 'denied' : undefined),
  });
  folder = mkdtempSync(join(tmpdir(), 'crossgate-live-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await estate.cloud.close();
});
beforeEach(() => {
  refused = () => false;
  const { accessKeyId, secretAccessKey } = estate.cloud.credentials;
  vi.stubEnv('AWS_ENDPOINT_URL', estate.cloud.aws.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  return () => vi.unstubAllEnvs();
});

async function assess(...args: readonly string[]): Promise<AssessmentDocument> {
  const { exit, out } = await runCli(['assess', ...args, '--format', 'json']);
  expect(exit).toBe(0);
  return JSON.parse(out) as AssessmentDocument;
}

describe('the live account', () => {
  it('is assessed by the identity and region that the SDK finds', async () => {
    const { inputs, apis, ledger, findings } = await assess('--from', 'aws');
    expect(inputs).toMatchObject([{ file: 'aws', ok: true }]);
    expect(apis.map(({ name, stage }) => `${name} ${stage}`)).toEqual([
      'patient-records prod',
      'lab-results prod',
      'lab-results test',
      'claims-intake v1',
      'care-services $default',
      'legacy-directory $default',
      'ward-monitor live',
      // Plans, keys and mappings, so that the rows add up.
      'What APIs share ',
    ]);
    expect(ledger.total).toBe(ledger.translated + ledger.differs + ledger.manual + ledger.blocked);
    const codes = new Set(findings.map(({ code }) => code));
    for (const code of ['WEB-ACL-RULE', 'DEPLOYMENT-DRIFT', 'ACCOUNT-LEFT-OUT', 'ALARM', 'USER-POOL'])
      expect(codes).toContain(code);
  });

  it('is assessed in several accounts and regions at once', async () => {
    const roles = ['111122223333', '444455556666'].map((account) => `arn:aws:iam::${account}:role/crossgate-read`);
    const { apis, findings } = await assess(
      '--from',
      'aws',
      ...['us-east-1', 'eu-west-1'].flatMap((region) => ['--region', region]),
      ...roles.flatMap((role) => ['--role', role]),
    );
    expect(new Set(apis.map(({ name }) => name))).toContain('payroll');
    expect(new Set(apis.map(({ name }) => name))).toContain('partner-exchange');
    expect(findings.map(({ code }) => code)).not.toContain('ACCOUNT-LEFT-OUT');
  });

  it('is assessed from its snapshot as it is live', async () => {
    const file = join(folder, 'account.jsonl');
    const { exit, out, err } = await runCli(['snapshot', '--out', file, '--json']);
    expect([exit, JSON.parse(out)]).toMatchObject([0, { file, apis: 7, gaps: [{ call: 'GetExport' }, {}] }]);
    expect(err).toContain('reading 111122223333 us-east-1: API 1 of 6: patient-records');
    expect(statSync(file).mode & 0o077).toBe(0);
    const live = await assess('--from', 'aws');
    const later = await assess('--from', file);
    expect(later.inputs).toMatchObject([{ file: 'account.jsonl', ok: true, apiIds: live.inputs[0]?.apiIds }]);
    expect({ ...later, inputs: [] }).toEqual({ ...live, inputs: [] });
  });

  it('a snapshot that is cut or changed names the line, and the rest is assessed', async () => {
    const file = join(folder, 'whole.jsonl');
    await runCli(['snapshot', '--out', file]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(8);
    const damaged = lines.with(2, (lines[2] ?? '').replace('AWS_IAM', 'NONE')).slice(0, 7);
    writeFileSync(join(folder, 'damaged.jsonl'), damaged.join('\n'));
    const { apis, findings } = await assess('--from', join(folder, 'damaged.jsonl'));
    expect(apis).toHaveLength(6);
    const messages = findings.filter(({ severity }) => severity === 'blocker').map(({ message }) => message);
    for (const line of [3, 8])
      expect(messages.filter((message) => message.includes(`line ${line} is`))).toHaveLength(1);
    writeFileSync(
      join(folder, 'headless.jsonl'),
      [(lines[0] ?? '').replace('apiKeys', 'apiKeyz'), ...lines.slice(1)].join('\n'),
    );
    const { exit, out } = await runCli(['assess', '--from', join(folder, 'headless.jsonl'), '--format', 'json']);
    expect(exit).toBe(2);
    expect((JSON.parse(out) as AssessmentDocument).inputs).toMatchObject([
      { ok: false, error: expect.stringContaining('line 1') },
    ]);
  });

  it('a snapshot never takes the place of another file', async () => {
    const file = join(folder, 'notes.jsonl');
    writeFileSync(file, 'mine\n');
    const { exit, err } = await runCli(['snapshot', '--out', file]);
    expect([exit, readFileSync(file, 'utf8')]).toEqual([2, 'mine\n']);
    expect(err).toContain('name a new file');
  });
});

describe('an account that cannot be read', () => {
  it('without a region says how to name one', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) vi.stubEnv(name, '');
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'));
    const { exit, err } = await runCli(['assess', '--from', 'aws']);
    expect([exit, err]).toEqual([2, expect.stringContaining('--region')]);
  });

  it('by an identity that AWS does not know says how to sign in', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASTRANGER');
    const { exit, err } = await runCli(['snapshot', '--out', join(folder, 'stranger.jsonl')]);
    expect([exit, err]).toEqual([2, expect.stringContaining('aws sso login')]);
  });

  it('at all is refused with the permission that it needs', async () => {
    refused = (name) => name.startsWith('apigateway');
    const { exit, out } = await runCli(['assess', '--from', 'aws', '--format', 'json']);
    expect(exit).toBe(2);
    const { inputs, findings } = JSON.parse(out) as AssessmentDocument;
    expect(inputs).toMatchObject([{ ok: false, error: expect.stringContaining('Allow apigateway:GET') }]);
    expect(findings.length).toBeGreaterThan(0);
  });
});
