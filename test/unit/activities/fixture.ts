import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, inventoryOf, route } from '../../features/fixture.ts';
import { ROOT_PEM, storeCertificate } from '../../support/authorities.ts';
import { MemoryWorld } from '../../support/memory-world.ts';

export const HOST = 'api.health.example';
const domainAt = { arn: `arn:aws:apigateway:us-east-1::/domainnames/${HOST}`, pointer: '' };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/c1';

export const api = apiWith([
  route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' }),
  route('GET /mine', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' }, { apiKeyRequired: true }),
]);

const inventory: AwsInventory = inventoryOf([api], {
  domainNames: [
    {
      at: domainAt,
      name: HOST,
      endpointType: 'REGIONAL',
      routingRules: [],
      accessAssociations: [],
      certificateArn,
      mappings: [{ at: below(domainAt, 'mappings', '0'), path: 'shop', apiId: api.id, stage: 'prod' }],
    },
  ],
  certificates: [
    {
      at: { arn: certificateArn, pointer: '' },
      arn: certificateArn,
      domainName: HOST,
      subjectAlternativeNames: [HOST],
      status: 'ISSUED',
      type: 'AMAZON_ISSUED',
      keyAlgorithm: 'RSA_2048',
      exportable: true,
    },
  ],
});

/** A world with one run, its plan made: one API under one host name. */
export async function planned(changes: Record<string, unknown> = {}, source: AwsInventory = inventory) {
  const sets = [{ name: HOST, type: 'CNAME', ttl: 3600, values: ['d-1.execute-api.us-east-1.amazonaws.com'] }];
  const world = new MemoryWorld(sets);
  const request = {
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: '00000000-0000-4000-8000-000000000001', resourceGroup: 'rg', service: 'contoso' },
    keyVault: 'contoso-vault',
    dns: [{ provider: 'route53', zone: 'health.example' }],
    waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [{ name: HOST }] }],
    decisions: { '*': 'recommended' },
    ...changes,
  };
  const refs = await world.plan(source, request, { [HOST]: sets });
  return { world, refs };
}

const uri = 's3://trust/store.pem';
/** The same, its name with mutual TLS. */
export const ASKING_CALLERS: AwsInventory = {
  ...inventory,
  domainNames: inventory.domainNames.map((domain) => ({ ...domain, mutualTlsTruststoreUri: uri })),
  trustStores: [{ at: domainAt, uri, certificates: [storeCertificate(ROOT_PEM)] }],
};

/** What the run's row shows beside its state. */
export async function detailOf(world: MemoryWorld): Promise<Readonly<Record<string, unknown>>> {
  return (await world.store.run('run-1'))?.value.detail ?? {};
}
