import { describe, expect, it } from 'vitest';
import { tlsPolicyOf, tlsProperties } from '../../../src/features/tls-properties.ts';

const SECURITY = 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.';

/** What is on for names with these policies, without the prefix. */
function on(names: readonly string[], letsOldIn = false): readonly string[] {
  const properties = tlsProperties(
    names.flatMap((name) => tlsPolicyOf(name) ?? []),
    letsOldIn,
  );
  expect(Object.keys(properties)).toHaveLength(13);
  return Object.entries(properties).flatMap(([name, value]) => (value === 'True' ? [name.replace(SECURITY, '')] : []));
}

const OLD = ['Protocols.Tls10', 'Protocols.Tls11'];
const RSA = ['AES_128_GCM_SHA256', 'AES_256_CBC_SHA256', 'AES_128_CBC_SHA256'].map(
  (name) => `Ciphers.TLS_RSA_WITH_${name}`,
);

describe('protocols and ciphers of the service', () => {
  it('are old ones only where a person lets callers with them in', () => {
    expect(on(['TLS_1_0'])).toEqual(RSA);
    const all = on(['TLS_1_0'], true);
    expect(all).toEqual(expect.arrayContaining([...OLD, ...RSA, 'Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA']));
    expect(all.filter((name) => /Ssl30|TripleDes/.test(name))).toEqual([]);
  });

  it('are never older than what the names take at the source', () => {
    expect(on(['TLS_1_2'], true)).toEqual(RSA);
    expect(on(['SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09'])).toEqual([]);
    expect(on(['SecurityPolicy_TLS13_1_3_2025_09'])).toEqual([]);
  });

  it('are those of the name that takes most', () => {
    expect(on(['SecurityPolicy_TLS13_1_3_2025_09', 'TLS_1_2'])).toEqual(RSA);
  });

  it('are not guessed for a policy that is not known', () => {
    expect(tlsPolicyOf('SecurityPolicy_TLS14_2030')).toBeUndefined();
    expect(tlsPolicyOf('constructor')).toBeUndefined();
  });
});
