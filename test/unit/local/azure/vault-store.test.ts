import { describe, expect, it } from 'vitest';
import { emptyAzureState, type VaultSecret } from '../../../../src/local/sandbox/azure/state.ts';
import { VaultStore } from '../../../../src/local/sandbox/azure/vault-store.ts';

const LAG_MS = 20_000;
const secret: VaultSecret = {
  name: 'Api',
  version: '0'.repeat(32),
  value: 'v',
  tags: {},
  enabled: true,
  createdAt: 0,
};

describe('objects of a vault that takes its time', () => {
  it('hides an object while it is deleted and while it is recovered', () => {
    let now = 1_000_000;
    const state = emptyAzureState();
    const kept = { noun: 'Secret', present: state.secrets, deleted: state.deletedSecrets } as const;
    const store = new VaultStore(state, kept, () => now, LAG_MS);
    const missing = expect.objectContaining({ status: 404, code: 'SecretNotFound' }) as Error;
    const taken = (code: string): Error =>
      expect.objectContaining({ status: 409, details: [expect.objectContaining({ code })] }) as Error;
    store.add(secret);
    store.remove('API');
    expect(() => store.get('api')).toThrow(missing);
    expect(() => store.getDeleted('api')).toThrow(missing);
    expect(() => store.checkFree('api')).toThrow(taken('ObjectIsBeingDeleted'));
    now += LAG_MS;
    expect(store.getDeleted('api').versions).toEqual([secret]);
    expect(() => store.checkFree('api')).toThrow(taken('ObjectIsDeletedButRecoverable'));
    store.recover('api');
    expect(() => store.get('api')).toThrow(missing);
    expect(() => store.checkFree('api')).toThrow(taken('ObjectIsBeingRecovered'));
    now += LAG_MS;
    expect(store.get('api')).toEqual(secret);
    expect(() => store.checkFree('api')).not.toThrow();
  });
});
