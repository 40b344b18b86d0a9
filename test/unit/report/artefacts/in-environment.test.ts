import { describe, expect, it } from 'vitest';
import { environment } from '../../../../src/model/environment.ts';
import { differencesInWords, environmentPage } from '../../../../src/report/artefacts/environment-page.ts';
import { differencesBetween, inEnvironment } from '../../../../src/report/artefacts/in-environment.ts';
import type { PlannedResource } from '../../../../src/report/artefacts/planned-resources.ts';

const secret = (vault: string): string => `https://${vault}.vault.azure.net/secrets/key`;
const named = (path: string, vault: string): PlannedResource => ({
  path,
  properties: { displayName: 'key', secret: true, keyVault: { secretIdentifier: secret(vault) } },
});
const policy = (host: string): PlannedResource => ({
  path: 'apis/orders/policies/policy',
  properties: { format: 'xml', value: `<when condition="@(x == &quot;${host}&quot;)" />` },
});
const backend = (id: string, url: string): PlannedResource => ({
  path: `backends/${id}`,
  properties: { url, protocol: 'http' },
});
const planned = [
  policy('api.example.com'),
  backend('orders', 'https://orders.example.com/v1'),
  backend('other', 'https://orders.example.community'),
  named('namedValues/key', 'vault'),
  named('namedValues/theirs', 'elsewhere'),
];
const TEST = { service: 'contoso-test', keyVault: 'test-vault' };

describe('an environment', () => {
  it('that differs in its vault and in addresses is carried by its parameters', () => {
    const there = environment.parse({ ...TEST, backends: { 'https://orders.example.com': 'https://orders.test' } });
    const { resources, unused } = inEnvironment(planned, 'Vault', there, []);
    expect(unused).toEqual([]);
    expect(resources).toEqual([
      policy('api.example.com'),
      backend('orders', 'https://orders.test/v1'),
      backend('other', 'https://orders.example.community'),
      named('namedValues/key', 'test-vault'),
      named('namedValues/theirs', 'elsewhere'),
    ]);
    const differences = differencesBetween(planned, resources);
    expect(differences).toEqual([
      { path: 'backends/orders', change: 'changed', members: ['/url'], isParameter: true },
      { path: 'namedValues/key', change: 'changed', members: ['/keyVault/secretIdentifier'], isParameter: true },
    ]);
    expect(differencesInWords(differences, 5)).toBe('2 of 5 resources differ, all of them by parameters');
  });

  it('whose host names are in policies needs artefacts of its own', () => {
    const there = environment.parse({ ...TEST, hostnames: { 'api.example.com': 'api.test.example.com' } });
    const { resources } = inEnvironment(planned, 'elsewhere', there, []);
    const differences = differencesBetween(planned, resources);
    expect(resources[0]).toEqual(policy('api.test.example.com'));
    expect(differences.map(({ path, isParameter }) => [path, isParameter])).toEqual([
      ['apis/orders/policies/policy', false],
      ['namedValues/theirs', true],
    ]);
    const { path, content } = environmentPage('test', differences, 5);
    expect(path).toBe('environments/test.md');
    expect(content).toContain('| `apis/orders/policies/policy` | changed | `/value` | artefacts of its own |');
    expect(content).toContain('2 of 5 resources differ, 1 of them not by parameters');
  });

  it('names what the plan does not know', () => {
    const there = environment.parse({
      ...TEST,
      backends: { 'https://order.example.com': 'https://orders.test' },
      hostnames: { 'api.example.com': 'a', 'moved.example.com': 'b', 'none.example.com': 'c' },
    });
    const { unused } = inEnvironment(planned, 'vault', there, ['moved.example.com']);
    expect(unused).toEqual(['https://order.example.com', 'none.example.com']);
  });

  it('shows what is there in one of them only', () => {
    const [first, second] = [backend('a', 'https://a'), backend('b', 'https://b')];
    expect(differencesBetween([first], [second])).toEqual([
      { path: 'backends/a', change: 'removed', members: [], isParameter: false },
      { path: 'backends/b', change: 'added', members: [], isParameter: false },
    ]);
    expect(differencesInWords(differencesBetween([first], [first]), 1)).toBe('none of 1 resources differs');
  });
});
