import { describe, expect, it } from 'vitest';
import { CertificateStore } from '../../../../src/local/sandbox/azure/certificate-store.ts';
import { emptyAzureState, type VaultCertificate } from '../../../../src/local/sandbox/azure/state.ts';

const LAG_MS = 20_000;
const certificate: VaultCertificate = {
  name: 'Api',
  version: '0'.repeat(32),
  content: Buffer.alloc(0),
  password: '',
  contentType: 'application/x-pkcs12',
  leaf: Buffer.alloc(0),
  tags: {},
  enabled: true,
  policy: {},
  createdAt: 0,
};

describe('certificates of a vault that takes its time', () => {
  it('hides a certificate while it is deleted and while it is recovered', () => {
    let now = 1_000_000;
    const store = new CertificateStore(emptyAzureState(), () => now, LAG_MS);
    const missing = expect.objectContaining({ status: 404, code: 'CertificateNotFound' }) as Error;
    const taken = (code: string): Error =>
      expect.objectContaining({ status: 409, details: [expect.objectContaining({ code })] }) as Error;
    store.add(certificate);
    store.remove('API');
    expect(() => store.get('api')).toThrow(missing);
    expect(() => store.getDeleted('api')).toThrow(missing);
    expect(() => store.checkFree('api')).toThrow(taken('ObjectIsBeingDeleted'));
    now += LAG_MS;
    expect(store.getDeleted('api').versions).toEqual([certificate]);
    expect(() => store.checkFree('api')).toThrow(taken('ObjectIsDeletedButRecoverable'));
    store.recover('api');
    expect(() => store.get('api')).toThrow(missing);
    expect(() => store.checkFree('api')).toThrow(taken('ObjectIsBeingRecovered'));
    now += LAG_MS;
    expect(store.get('api')).toEqual(certificate);
    expect(() => store.checkFree('api')).not.toThrow();
  });
});
