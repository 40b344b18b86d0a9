import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AssessmentDocument } from '../../../src/cli/assessment-document.ts';
import { runCli } from '../../support/cli-bench.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-assess-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const get = {
  'security': [{ pool: ['read'] }, { key: [] }],
  'x-amazon-apigateway-request-validator': 'all',
  'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://orders.example.com/v1' },
};
const orders = JSON.stringify({
  'openapi': '3.0.1',
  'info': { title: 'Orders' },
  'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
  'components': {
    securitySchemes: {
      pool: {
        'type': 'apiKey',
        'in': 'header',
        'name': 'Authorization',
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: ['arn:aws:cognito-idp:us-east-1:1:userpool/p'],
        },
      },
      key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    },
  },
  'paths': { '/orders': { get, 'x-amazon-apigateway-any-method': {} } },
});

async function assess(args: readonly string[]) {
  const { exit, out, err } = await runCli(['assess', ...args, '--format', 'json']);
  return { exit, err, document: JSON.parse(out) as AssessmentDocument };
}

describe('crossgate assess', () => {
  it('plans for the tier that is named, and refuses one that there is not', async () => {
    const from = folderWith({ 'orders.json': orders });
    const out = join(from, '..', `${from.split('/').at(-1) ?? ''}-out`);
    folders.push(out);
    const { exit } = await assess(['--from', from, '--tier', 'Consumption', '--out', out]);
    expect(exit).toBe(0);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('The plan is made for the Consumption tier');
    const refused = await runCli(['assess', '--from', from, '--tier', 'Gold']);
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('Consumption, Developer, Basic')]);
  });

  it('prints every route in words of AWS, and ledgers that add up', async () => {
    const { exit, document } = await assess(['--from', folderWith({ 'orders.json': orders })]);
    expect(exit).toBe(0);
    expect(document.inputs).toEqual([{ file: 'orders.json', ok: true, apiIds: ['orders'] }]);
    expect(document.apis[0]).toMatchObject({
      sourceId: 'orders',
      name: 'Orders',
      type: 'REST',
      operations: 2,
      routes: [
        {
          method: 'GET',
          path: '/orders',
          integration: 'HTTP_PROXY',
          uri: 'https://orders.example.com/v1',
          authorization: 'COGNITO_USER_POOLS',
          authorizer: 'pool',
          scopes: ['read'],
          apiKeyRequired: true,
          validator: 'all',
        },
        { method: 'ANY', path: '/orders', integration: 'none', authorization: 'NONE', apiKeyRequired: false },
      ],
    });
    const { ledger, apis } = document;
    expect(ledger.total).toBe(ledger.translated + ledger.differs + ledger.manual + ledger.blocked);
    expect(apis.reduce((sum, api) => sum + api.ledger.total, 0)).toBe(ledger.total);
  });

  it('reads the files of a folder that may be inputs, and goes on past those that are none', async () => {
    const folder = folderWith({
      'b/orders.yaml': orders,
      'a/broken.json': '{"openapi":',
      'notes.txt': 'no input',
      '.hidden/x.json': orders,
      'node_modules/x.json': orders,
    });
    symlinkSync('/etc', join(folder, 'link'));
    const { exit, document } = await assess(['--from', folder]);
    expect(exit).toBe(0);
    expect(document.inputs.map(({ file, ok }) => [file, ok])).toEqual([
      ['a/broken.json', false],
      ['b/orders.yaml', true],
    ]);
    expect(document.apis).toHaveLength(1);
  });

  it.each([
    ['only what cannot be read', { 'a.json': '{' }],
    ['nothing', {}],
  ])('ends with 2 for a folder with %s', async (_what, files) => {
    expect(await assess(['--from', folderWith(files)])).toMatchObject({ exit: 2, document: { apis: [] } });
  });

  it('ends with 2 for a path that is not there, and says so', async () => {
    const { exit, err, document } = await assess(['--from', '/nowhere/at-all']);
    expect([exit, document]).toEqual([2, expect.objectContaining({ code: 'no-input' })]);
    expect(err).toMatch(/^\/nowhere\/at-all cannot be read: /);
  });

  it('writes the plan and the APIOps folder, anew each time, and touches no other folder', async () => {
    const [from, out] = [folderWith({ 'orders.json': orders }), join(folderWith({}), 'out')];
    expect(await assess(['--from', from, '--out', out])).toMatchObject({ exit: 0, document: { artifactsDir: out } });
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['apiops', 'plan.json']));
    const before = readdirSync(join(out, 'apiops', 'apis'));
    writeFileSync(join(from, 'orders.json'), orders.replace('"Orders"', '"Renamed"'));
    expect((await assess(['--from', from, '--out', out])).exit).toBe(0);
    expect(readdirSync(join(out, 'apiops', 'apis'))).not.toEqual(before);

    const used = folderWith({ 'precious.txt': 'mine' });
    const { exit, document } = await assess(['--from', from, '--out', used]);
    expect([exit, document]).toEqual([2, expect.objectContaining({ code: 'folder-in-use' })]);
    expect(readdirSync(used)).toEqual(['precious.txt']);
    expect(readFileSync(join(used, 'precious.txt'), 'utf8')).toBe('mine');
  });

  it('shows of a further environment only what differs, and writes its parameters', async () => {
    const from = folderWith({ 'orders.json': orders });
    const at = folderWith({
      'environments.json': JSON.stringify({
        test: {
          service: 'contoso-test',
          keyVault: 'contoso-vault',
          tier: 'Developer',
          backends: { 'https://orders.example.com': 'https://orders.test.example.com' },
        },
      }),
      'misspelt.json': JSON.stringify({
        test: {
          service: 'contoso',
          keyVault: 'vault',
          backends: { 'https://order.example.com': 'https://x.example.com' },
        },
      }),
    });
    const out = join(at, 'out');
    const environments = join(at, 'environments.json');
    const { exit, document } = await assess(['--from', from, '--out', out, '--environments', environments]);
    expect(exit).toBe(0);
    const [test] = document.environments;
    expect(test?.name).toBe('test');
    expect(test?.differences.map(({ path, isParameter }) => [path.split('/')[0], isParameter])).toEqual([
      ['backends', true],
    ]);
    const values = JSON.parse(readFileSync(join(out, 'bicep/parameters/test.json'), 'utf8')) as Record<string, unknown>;
    expect(values).toMatchObject({ serviceName: 'contoso-test', tier: 'Developer', keyVault: 'contoso-vault' });
    expect(Object.values(values['backends'] as object)).toContain('https://orders.test.example.com');
    const files = readdirSync(join(out, 'bicep/parameters'));
    expect(files).toContain('test.apis.bicepparam');
    expect(files).toContain('test.service.bicepparam');
    expect(readFileSync(join(out, 'environments/test.md'), 'utf8')).toContain('all of them by parameters');

    const words = await runCli(['assess', '--from', from, '--environments', environments]);
    expect(words.out).toContain('Environment test: 1 of ');
    const misspelt = await runCli(['assess', '--from', from, '--environments', join(at, 'misspelt.json')]);
    expect([misspelt.exit, misspelt.err]).toEqual([2, expect.stringContaining('https://order.example.com')]);
  });

  it('tells people the same in words', async () => {
    const { out } = await runCli(['assess', '--from', folderWith({ 'orders.json': orders, 'x.json': '[]' })]);
    expect(out).toContain('1 API with 2 operations from 2 inputs, 1 of them refused');
    expect(out).toMatch(/refused x\.json: neither an API definition/);
    expect(out).toMatch(/Ledger +\d+ constructs, [\d.]+ % carried/);
  });
});
