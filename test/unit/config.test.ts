import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const folder = { CROSSGATE_STATE_DIR: '/var/crossgate' };

describe('where runs are kept', () => {
  it.each([
    ['a folder before everything else', { ...folder, AzureWebJobsStorage: 'x' }, { kind: 'folder' }],
    [
      'an account by its name',
      { AzureWebJobsStorage__accountName: 'contoso' },
      {
        kind: 'account',
        tableServiceUri: 'https://contoso.table.core.windows.net',
        blobServiceUri: 'https://contoso.blob.core.windows.net',
      },
    ],
    [
      'an account by its endpoints',
      { AzureWebJobsStorage__tableServiceUri: 'https://t', AzureWebJobsStorage__blobServiceUri: 'https://b' },
      { kind: 'account', tableServiceUri: 'https://t', blobServiceUri: 'https://b' },
    ],
    [
      'a connection string',
      { AzureWebJobsStorage: 'UseDevelopmentStorage=true' },
      { kind: 'connection-string', connectionString: 'UseDevelopmentStorage=true' },
    ],
  ])('%s', (_what, environment, storage) => {
    expect(readConfig(environment).storage).toMatchObject(storage);
  });

  it('is named by its settings when it is not there', () => {
    expect(() => readConfig({})).toThrow(/CROSSGATE_STATE_DIR.*AzureWebJobsStorage__tableServiceUri/s);
  });
});

it('takes the platform identity where there is one, and other endpoints where they are set', () => {
  expect(readConfig(folder)).toEqual({
    azureCredential: 'default',
    storage: { kind: 'folder', folder: '/var/crossgate' },
  });
  const environment = {
    ...folder,
    IDENTITY_ENDPOINT: 'http://127.0.0.1:1',
    CROSSGATE_ARM_ENDPOINT: 'https://127.0.0.1:2',
    CROSSGATE_KEYVAULT_ENDPOINT: 'https://127.0.0.1:3',
    CROSSGATE_DNS_SERVERS: '127.0.0.1:4, 127.0.0.1:5',
  };
  expect(readConfig(environment)).toMatchObject({
    azureCredential: 'managed-identity',
    armEndpoint: 'https://127.0.0.1:2',
    keyVaultEndpoint: 'https://127.0.0.1:3',
    dnsServers: ['127.0.0.1:4', '127.0.0.1:5'],
  });
});

it('is shown by the sample of local settings, which starts the app as it is', () => {
  const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const { Values } = JSON.parse(read('local.settings.sample.json')) as { Values: Record<string, string> };
  const own = [...read('src/config.ts').matchAll(/CROSSGATE_\w+/g)].map(([name]) => name);
  const asked = [...read('host.json').matchAll(/%(\w+)%/g)].map(([, name]) => name);
  expect(Object.keys(Values)).toEqual(expect.arrayContaining([...own, ...asked]));
  expect(readConfig(Values)).toEqual({
    azureCredential: 'default',
    storage: { kind: 'connection-string', connectionString: 'UseDevelopmentStorage=true' },
  });
});
