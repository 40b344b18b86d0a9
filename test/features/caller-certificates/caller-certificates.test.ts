import { describe, expect, it } from 'vitest';
import type { AwsDomainName } from '../../../src/model/aws-account.ts';
import { routeDigest } from '../../../src/features/route-override.ts';
import { sourceKey } from '../../../src/model/source-ref.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { ISSUING_PEM, ROOT_PEM, storeCertificate } from '../../support/authorities.ts';
import { domain } from '../edge-cases/edge-fixture.ts';
import { apiWith, golden, inventoryOf, route } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
const api = apiWith([route('GET /orders', backend)], { disableExecuteApiEndpoint: true });
const uri = 's3://trust/store.pem';
const [root, issuing] = [storeCertificate(ROOT_PEM), storeCertificate(ISSUING_PEM)];
const guarded = (changes: Partial<AwsDomainName> = {}): AwsDomainName =>
  domain('partners.example.com', '', { mutualTlsTruststoreUri: uri, ...changes });
const holding = (...certificates: (typeof root)[]) => ({
  domainNames: [guarded()],
  trustStores: [{ at: api.at, uri, certificates }],
});

it('lets in whom an authority of the trust store vouches for, at that name only', async () => {
  const around = holding(root, issuing, root);
  await expect(golden(api, {}, {}, around)).toMatchFileSnapshot('golden/guarded.txt');
});

it('leaves the names open that are open at the source', async () => {
  const own = { ...api, disableExecuteApiEndpoint: false };
  const around = { ...holding(root), domainNames: [guarded(), domain('api.example.com', 'orders')] };
  await expect(golden(own, {}, {}, around)).toMatchFileSnapshot('golden/open.txt');
});

it('takes no policy of a person that would let callers pass by the check', () => {
  const [orders] = api.routes;
  if (orders === undefined) throw new Error('the API has no route');
  const of = (inbound: string) => {
    const policy = `<policies><inbound>${inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;
    const own = { policy, format: 'xml', source: routeDigest(orders) } as const;
    const overrides = { [sourceKey(orders.at)]: own };
    const { operations, findings } = translateApi(api, inventoryOf([api], holding(root)), {
      mode: 'migrate',
      decisions: {},
      overrides,
    });
    return [operations.length, findings.some(({ code }) => code === 'OVERRIDE-INVALID')];
  };
  expect(of('<base />')).toEqual([1, false]);
  expect(of('')).toEqual([0, true]);
});

describe('blocks what the service could not check', () => {
  const many = Array.from({ length: 11 }, (_, at) => ({
    ...root,
    pem: `-----BEGIN CERTIFICATE-----\n${Buffer.from(`${at}`).toString('base64')}\n-----END CERTIFICATE-----`,
  }));
  const { pem: _pem, ...unread } = root;
  const warned = { ...holding(root), domainNames: [guarded({ mutualTlsWarnings: ['weak'] })] };
  it.each([
    ['a service of a v2 tier', holding(root), 'StandardV2', 'holds no authorities'],
    ['a Consumption service', holding(root), 'Consumption', 'holds no authorities'],
    ['a trust store that was not read', { domainNames: [guarded()] }, 'Premium', 'was not read'],
    ['certificates that were not kept', holding(unread), 'Premium', 'were not read'],
    ['warnings', warned, 'Premium', 'warns'],
    ['an empty store', holding(), 'Premium', 'is empty'],
    ['more than ten authorities', holding(...many), 'Premium', 'has 11 authorities'],
    ['a chain that ends outside of the store', holding(issuing), 'Premium', 'lacks the issuer of CN=Partners issuing'],
  ] as const)('%s', (_what, around, tier, why) => {
    const { operations, findings } = translateApi(api, inventoryOf([api], around), {
      mode: 'migrate',
      decisions: { '*': 'recommended' },
      target: { tier },
    });
    expect(operations).toEqual([]);
    const found = findings.find(({ code }) => code === 'ROUTE-MUTUAL-TLS');
    expect([found?.severity, found?.message]).toEqual(['blocker', expect.stringContaining(why)]);
  });
});
