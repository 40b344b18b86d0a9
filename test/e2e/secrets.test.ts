import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ACMClient, ExportCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { APIGatewayClient, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, expect, it } from 'vitest';
import { performDemo } from '../../src/local/demo/perform.ts';
import { Progress } from '../../src/local/demo/progress.ts';
import { startEnvironment, type Environment } from '../../src/local/environment/environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'crossgate-secrets-'));
let environment: Environment | undefined;
afterAll(async () => {
  await environment?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Texts that only a leak would bring anywhere: values of API keys, and lines from the middle of each private key. */
async function canaries({ clouds }: Environment): Promise<readonly string[]> {
  if (clouds === undefined) throw new Error('no clouds');
  const { aws, awsRegion, awsAccessKeyId, awsSecretAccessKey } = clouds.endpoints;
  const credentials = { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
  const config = { endpoint: aws, region: awsRegion, credentials };
  const { items = [] } = await new APIGatewayClient(config).send(new GetApiKeysCommand({ includeValues: true }));
  const acm = new ACMClient(config);
  const { CertificateSummaryList = [] } = await acm.send(new ListCertificatesCommand({}));
  const keys: string[] = [];
  for (const { CertificateArn } of CertificateSummaryList) {
    const Passphrase = Buffer.from('a-passphrase-of-the-test');
    const { PrivateKey = '' } = await acm.send(new ExportCertificateCommand({ CertificateArn, Passphrase }));
    const pem = createPrivateKey({ key: PrivateKey, passphrase: Passphrase }).export({ type: 'pkcs8', format: 'pem' });
    keys.push(...String(pem).split('\n').slice(3, 6));
  }
  return [...items.flatMap(({ value }) => value ?? []), ...keys];
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

it('leaves no key and no certificate key in histories, plans, rows, logs, traces or answers', async () => {
  environment = await startEnvironment({ folder, isTemporary: false, clouds: 'sandbox', trace: join(folder, 'trace') });
  const secrets = await canaries(environment);
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  const printed = new PassThrough();
  const said: Buffer[] = [];
  printed.on('data', (chunk: Buffer) => said.push(chunk));
  const progress = new Progress(printed as unknown as NodeJS.WriteStream);
  const options = { definitions: [], json: true };
  const performed = performDemo(environment, options, progress, new AbortController().signal);
  const document = await Promise.race([performed, environment.failed]);
  expect(document.outcome).toBe('committed');
  const files = filesBelow(folder).filter((file) => !file.endsWith('front.key'));
  // What is searched holds what it should: the stores, the host's histories and the traces.
  for (const name of [/runs\.db$/, /\.json$/, /azure\.jsonl$/, /aws\.jsonl$/, /\.(db|sqlite)(-wal)?$/])
    expect(files.some((file) => name.test(file))).toBe(true);
  const leaks = files.flatMap((file) => {
    const bytes = readFileSync(file);
    return [...secrets, 'BEGIN PRIVATE KEY'].filter((secret) => bytes.includes(secret)).map(() => file);
  });
  expect(leaks).toEqual([]);
  const texts = JSON.stringify(document) + Buffer.concat(said).toString();
  expect(secrets.filter((secret) => texts.includes(secret))).toEqual([]);
});
