import { expect, it } from 'vitest';
import { referencesIn } from '../../../../src/report/artefacts/arm-resource.ts';
import { armFiles } from '../../../../src/report/artefacts/arm-templates.ts';
import { deployable } from '../../../../src/report/artefacts/deployable.ts';
import { deployments } from '../../../../src/report/artefacts/deployments.ts';
import type { PlannedResource } from '../../../../src/report/artefacts/planned-resources.ts';

const policy = (path: string, value = '<policies />'): PlannedResource => ({
  path: `${path}/policies/policy`,
  properties: { format: 'xml', value },
});
const api = (id: string, properties: PlannedResource['properties'] = {}): PlannedResource => ({
  path: `apis/${id}`,
  properties: { displayName: id, path: id, protocols: ['https'], ...properties },
});
const product = (id: string): PlannedResource => ({ path: `products/${id}`, properties: { displayName: id } });

/** A document as planning writes them, with schemas. */
function document(operations: number, about = 'An operation.'): string {
  const schema = { $ref: '#/components/schemas/Order' };
  const content = { 'application/json': { schema } };
  const item = (index: number) => ({
    post: {
      operationId: `op-${index}`,
      summary: `Operation ${index}`,
      description: about,
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { content },
      responses: { 200: { description: 'Status 200', content }, default: { description: 'As it is.' } },
    },
  });
  const paths = Object.fromEntries(Array.from({ length: operations }, (_, index) => [`/o${index}/{id}`, item(index)]));
  const components = { schemas: { Order: { type: 'object' } } };
  return JSON.stringify({ openapi: '3.0.1', info: { title: 'x', version: '1.0' }, paths, components });
}

it('keeps every deployment within 800 resources and every module within 256 texts, in the order of what needs what', () => {
  const operations = Array.from({ length: 2_000 }, (_, index) => policy(`apis/large/operations/o${index}`));
  const others = Array.from({ length: 500 }, (_, index) => api(`a${index}`));
  const resources = [
    api('large'),
    ...operations,
    ...others,
    product('p'),
    { path: 'products/p/apis/large', properties: {} },
  ];
  const entryPoints = deployments(resources, referencesIn(resources));
  expect(entryPoints.map(({ name }) => name)).toEqual(['apis', 'apis-2', 'apis-3', 'apis-4', 'apis-5']);
  for (const { modules } of entryPoints) {
    expect(modules.reduce((sum, each) => sum + each.resources.length + 1, 0)).toBeLessThan(800);
    for (const each of modules)
      expect(each.resources.filter(({ properties }) => 'value' in properties).length).toBeLessThanOrEqual(256);
  }
  const deployed = entryPoints.flatMap(({ modules }) => modules.flatMap((each) => each.resources));
  expect(new Set(deployed)).toEqual(new Set(resources));
  expect(deployed).toHaveLength(resources.length);
  expect(deployed.at(-1)?.path).toBe('products/p/apis/large');
});

it('keeps every deployment below 4 MB', () => {
  const long = `<policies>${'"'.repeat(100_000)}</policies>`;
  const resources = Array.from({ length: 100 }, (_, index) => [
    api(`a${index}`),
    policy(`apis/a${index}`, long),
  ]).flat();
  const entryPoints = deployments(resources, referencesIn(resources));
  const files = [...armFiles(entryPoints, referencesIn(resources), 'vault')];
  expect(files.length).toBeGreaterThan(4);
  for (const { content } of files) expect(Buffer.byteLength(content)).toBeLessThan(4 * 1024 * 1024);
});

it('leaves an API or a product out whole whose policy the compiler does not load, with what names it', () => {
  const long = `<policies>${' '.repeat(131_072)}</policies>`;
  const { resources, left } = deployable([
    api('a'),
    policy('apis/a'),
    policy('apis/a/operations/get', long),
    api('b'),
    policy('apis/b'),
    product('p'),
    { path: 'products/p/apis/a', properties: {} },
    { path: 'products/p/apis/b', properties: {} },
    product('q'),
    policy('products/q', long),
    { path: 'subscriptions/s', properties: { scope: '/products/q' } },
  ]);
  expect(left).toEqual(['apis/a', 'products/q', 'subscriptions/s']);
  expect(resources.map(({ path }) => path)).toEqual([
    'apis/b',
    'apis/b/policies/policy',
    'products/p',
    'products/p/apis/b',
  ]);
});

it('makes operations of a specification that is too long, with their schemas', () => {
  const short = api('short', { format: 'openapi+json', value: document(2) });
  const wildcard: PlannedResource = { path: 'apis/long/operations/op-1', properties: { urlTemplate: '/{*rest}' } };
  const long = api('long', { format: 'openapi+json', value: document(1_500, 'x'.repeat(900)) });
  const { resources, left } = deployable([short, long, wildcard]);
  expect(left).toEqual([]);
  expect(resources[0]).toBe(short);
  expect(resources).toContain(wildcard);
  const own = resources.filter(({ path }) => path.startsWith('apis/long'));
  expect(own).toHaveLength(1 + 1 + 1_500);
  expect(own[0]?.properties).toEqual(api('long').properties);
  expect(own[1]).toEqual({
    path: 'apis/long/schemas/components',
    properties: {
      contentType: 'application/vnd.oai.openapi.components+json',
      document: { components: { schemas: { Order: { type: 'object' } } } },
    },
  });
  const body = [{ contentType: 'application/json', schemaId: 'components', typeName: 'Order' }];
  expect(own[2]).toMatchObject({
    path: 'apis/long/operations/op-0',
    properties: {
      displayName: 'Operation 0',
      method: 'POST',
      urlTemplate: '/o0/{id}',
      templateParameters: [{ name: 'id', type: 'string', required: true }],
      request: { representations: body },
      responses: [{ statusCode: 200, description: 'Status 200', representations: body }],
    },
  });
  const [first] = deployments(resources, referencesIn(resources));
  expect(first?.modules.find(({ name }) => name === 'api-long-part-2')?.after).toContain('api-long');
});

it('writes secrets and addresses as the environment has them, and texts that begin with a bracket as they are', () => {
  const resources: PlannedResource[] = [
    { path: 'backends/b', properties: { url: 'https://orders.example.com', protocol: 'http' } },
    {
      path: 'namedValues/n',
      properties: {
        displayName: 'n',
        secret: true,
        keyVault: { secretIdentifier: 'https://v.vault.azure.net/secrets/s' },
      },
    },
    { path: 'tags/t', properties: { displayName: '[old]' } },
  ];
  const [file] = [...armFiles(deployments(resources, referencesIn(resources)), referencesIn(resources), 'V')];
  const { resources: written } = JSON.parse(file?.content ?? '') as { resources: { properties: unknown }[] };
  expect(written.map(({ properties }) => properties)).toEqual([
    {
      displayName: 'n',
      secret: true,
      keyVault: {
        secretIdentifier:
          "[concat('https://', parameters('environment').keyVault, environment().suffixes.keyvaultDns, '/secrets/s')]",
      },
    },
    { displayName: '[[old]' },
    { url: "[parameters('environment').backends['b']]", protocol: 'http' },
  ]);
});
