import { ApiManagementClient } from '@azure/arm-apimanagement';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type IssuedCertificate } from '../../../src/local/sandbox/authority.ts';
import { apimConfiguration } from '../../../src/local/sandbox/azure/apim-configuration.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';
import { vaultCertificate } from './vault-certificate.ts';

const HOST_NAME = 'api.example.test';

describe('host names of the API Management service', () => {
  const state = emptyAzureState();
  const own = `${state.service}.azure-api.net`;
  const scope = [state.resourceGroup, state.service] as const;
  const secret = (name: string): string => `https://${state.vault}.vault.azure.net/secrets/${name}`;
  let cloud: AzureCloud;
  let client: ApiManagementClient;
  let issued: IssuedCertificate;
  let authorityPem: string;

  const bind = (...custom: Readonly<Record<string, unknown>>[]) =>
    client.apiManagementService.beginUpdate(
      ...scope,
      { hostnameConfigurations: custom.map((one) => ({ type: 'Proxy', hostName: HOST_NAME, ...one })) },
      { updateIntervalInMs: 10 },
    );

  beforeAll(async () => {
    const authority = await createAuthority();
    authorityPem = authority.caPem;
    issued = await authority.issue({ hostnames: [HOST_NAME] });
    cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace(), serviceUpdateMs: 400 });
    const credential = {
      getToken: () => Promise.resolve({ token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    client = new ApiManagementClient(credential, state.subscriptionId, {
      endpoint: cloud.arm.url,
      credentialScopes: 'https://management.azure.com/.default',
      tlsOptions: { ca: authority.caPem },
      retryOptions: { maxRetries: 0 },
    });
    state.certificates.set('good', [vaultCertificate('good', issued, 'application/x-pkcs12')]);
    state.certificates.set('text', [vaultCertificate('text', issued, 'application/x-pem-file')]);
  });
  afterAll(() => cloud.close());

  it('are served when the update has ended, not before, and one update runs at a time', async () => {
    const poller = await bind({ keyVaultId: secret('good'), defaultSslBinding: true });
    const during = await client.apiManagementService.get(...scope);
    expect(during).toMatchObject({ provisioningState: 'Updating' });
    expect(during.hostnameConfigurations?.map(({ hostName }) => hostName)).toEqual([own, HOST_NAME]);
    expect(apimConfiguration(state).hostnames).toEqual([own]);
    await expect(bind()).rejects.toMatchObject({ statusCode: 409, code: 'ServiceLocked' });
    await poller.pollUntilDone();
    expect(apimConfiguration(state).hostnames).toEqual([own, HOST_NAME]);
    const after = await client.apiManagementService.get(...scope);
    expect(after).toMatchObject({ provisioningState: 'Succeeded' });
    expect(after.hostnameConfigurations).toMatchObject([
      { hostName: own, defaultSslBinding: false, certificateSource: 'BuiltIn' },
      {
        hostName: HOST_NAME,
        defaultSslBinding: true,
        certificateSource: 'KeyVault',
        certificate: { subject: `CN=${HOST_NAME}`, thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) },
      },
    ]);
  });

  it('are refused without a certificate that the identity of the service can read', async () => {
    const refused = { statusCode: 400, code: 'InvalidParameters' };
    await expect(bind({})).rejects.toMatchObject(refused);
    await expect(bind({ keyVaultId: secret('absent') })).rejects.toMatchObject(refused);
    await expect(bind({ keyVaultId: 'https://other.vault.azure.net/secrets/good' })).rejects.toMatchObject(refused);
    await expect(bind({ keyVaultId: secret('text') })).rejects.toMatchObject(refused);
    await expect(bind({ keyVaultId: secret('good'), hostName: 'no name' })).rejects.toMatchObject(refused);
    const twice = { keyVaultId: secret('good') };
    await expect(bind(twice, twice)).rejects.toMatchObject(refused);
  });

  it('come with authorities, which stay by their thumbprint and are never given back', async () => {
    const encodedCertificate = authorityPem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const update = (certificates: readonly Readonly<Record<string, unknown>>[]) =>
      client.apiManagementService.beginUpdateAndWait(
        ...scope,
        { certificates: certificates as { storeName: string }[] },
        { updateIntervalInMs: 10 },
      );
    const { certificates: [held] = [] } = await update([{ storeName: 'Root', encodedCertificate }]);
    expect(held).toMatchObject({ storeName: 'Root', certificate: { subject: 'CN=Crossgate sandbox CA' } });
    expect(held?.encodedCertificate).toBeFalsy();
    expect((await update([{ storeName: 'Root', certificate: held?.certificate }])).certificates).toHaveLength(1);
    expect(apimConfiguration(state).authorities).toEqual([{ storeName: 'Root', encodedCertificate }]);
    const refused = { statusCode: 400, code: 'InvalidParameters' };
    await expect(update([{ storeName: 'My', encodedCertificate }])).rejects.toMatchObject(refused);
    await expect(update([{ storeName: 'Root', encodedCertificate: 'AAAA' }])).rejects.toMatchObject(refused);
    await expect(update([{ storeName: 'Root' }])).rejects.toMatchObject(refused);
    const many = Array.from({ length: 11 }, () => ({ storeName: 'Root', encodedCertificate }));
    await expect(update(many)).rejects.toMatchObject(refused);
    await update([]);
    expect(apimConfiguration(state).authorities).toEqual([]);
  });

  it('lose no setting but those that a PATCH of settings leaves out', async () => {
    const name = (of: string): string => `Microsoft.WindowsAzure.ApiManagement.Gateway.${of}`;
    const update = async (...names: readonly string[]) => {
      const customProperties = Object.fromEntries(names.map((each) => [name(each), 'true']));
      const { customProperties: now = {} } = await client.apiManagementService.beginUpdateAndWait(...scope, {
        customProperties,
      });
      return Object.entries(now).flatMap(([key, value]) => (value === 'True' ? [key] : []));
    };
    const [tls, http2] = ['Security.Protocols.Tls10', 'Protocols.Server.Http2'];
    expect(await update(tls, http2)).toHaveLength(2);
    expect(await update(http2)).toEqual([name(http2)]);
    expect(await update()).toEqual([]);
  });

  it('stay when something else of the service changes, which is there at once', async () => {
    const name = 'Microsoft.WindowsAzure.ApiManagement.Gateway.Protocols.Server.Http2';
    const poller = await client.apiManagementService.beginUpdate(...scope, { customProperties: { [name]: 'true' } });
    expect(poller.isDone()).toBe(true);
    const service = await client.apiManagementService.get(...scope);
    expect(service.customProperties?.[name]).toBe('True');
    expect(service.hostnameConfigurations?.map(({ hostName }) => hostName)).toEqual([own, HOST_NAME]);
  });
});
