import { expect, test } from 'vitest';
import { apimConfiguration } from '../../../../src/local/sandbox/azure/apim-configuration.ts';
import { servicePath } from '../../../../src/local/sandbox/azure/context.ts';
import { putResource } from '../../../../src/local/sandbox/azure/resource-store.ts';
import { emptyAzureState, type VaultSecret } from '../../../../src/local/sandbox/azure/state.ts';
import { checkVaulted } from '../../../../src/local/sandbox/azure/vault-secrets.ts';

const secret = (value: string): VaultSecret => ({
  name: 'aws-key',
  version: '0'.repeat(32),
  value,
  tags: {},
  enabled: true,
  createdAt: 0,
});

test('a named value of the vault is its newest value, and one that cannot be read is refused', () => {
  const state = emptyAzureState();
  const secretIdentifier = `https://${state.vault}.vault.azure.net/secrets/aws-key`;
  const properties = { displayName: 'aws-key', secret: true, keyVault: { secretIdentifier } };
  expect(() => checkVaulted(state, properties)).toThrow('One or more fields');
  expect(() => checkVaulted(state, { displayName: 'plain', value: 'x' })).not.toThrow();
  state.secrets.set('aws-key', [secret('one')]);
  expect(() => checkVaulted(state, properties)).not.toThrow();
  const elsewhere = { keyVault: { secretIdentifier: 'https://other.vault.azure.net/secrets/aws-key' } };
  expect(() => checkVaulted(state, elsewhere)).toThrow('One or more fields');

  const id = `${servicePath(state)}/namedValues/aws-key`;
  putResource(
    state,
    { id, name: 'aws-key', type: 'Microsoft.ApiManagement/service/namedValues', properties },
    () => '"1"',
  );
  const value = () => apimConfiguration(state).namedValues[0]?.value;
  expect(value()).toBe('one');
  state.secrets.set('aws-key', [secret('one'), secret('two')]);
  expect(value()).toBe('two');
});
