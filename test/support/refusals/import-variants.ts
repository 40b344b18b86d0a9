import { pathOf, propertiesOf, replaced, withProperties, type Plan, type Variant } from './plan-variant.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

const MEBIBYTE = 1024 * 1024;
const responses = { default: { description: 'x' } };
const parameter = (name: string, place = 'path') => ({ name, in: place, required: true, schema: { type: 'string' } });

/** Each restriction of imports broken once on the first document of a plan (mapping C1). */
export function* importVariants(plan: Plan): Iterable<Variant> {
  const step = plan.steps.find(
    (each) => typeof propertiesOf(each)['value'] === 'string' && /^apis\/[^/]+$/.test(pathOf(each)),
  );
  if (step === undefined) return;
  const text = String(propertiesOf(step)['value']);
  const given = JSON.parse(text) as Document;
  const withText = (value: string, name: string, intent: Variant['intent']): Variant =>
    replaced(plan, step, withProperties(step, { ...propertiesOf(step), value }), `import ${name}`, intent);
  const withDocument = (change: object, name: string, intent: Variant['intent']): Variant =>
    withText(JSON.stringify({ ...given, ...change }), name, intent);
  const withPath = (
    path: string,
    operation: object,
    name: string,
    intent: Variant['intent'],
    method = 'get',
  ): Variant =>
    withDocument(
      { paths: { ...given.paths, [path]: { [method]: { summary: 'More', responses, ...operation } } } },
      name,
      intent,
    );
  const withSchemas = (schemas: object, name: string, intent: Variant['intent']): Variant =>
    withDocument({ components: { schemas: { ...given.components?.schemas, ...schemas } } }, name, intent);

  yield withText(text.slice(0, -1), 'that is no JSON', 'bad');
  yield withText('[]', 'that is a list', 'bad');
  yield withDocument({ paths: undefined }, 'without paths', 'bad');
  yield withDocument({ openapi: '3.1.0' }, 'of 3.1', 'good');
  yield withDocument({ openapi: '4.0.0' }, 'of 4.0', 'bad');
  yield withDocument({ openapi: undefined }, 'of no version', 'bad');
  const padding = (bytes: number): string => text + ' '.repeat(bytes - Buffer.byteLength(text));
  yield withText(padding(4 * MEBIBYTE), 'of just 4 MB', 'good');
  yield withText(padding(4 * MEBIBYTE + 1), 'of more than 4 MB', 'bad');
  yield withPath('/more', { operationId: 'x'.repeat(80) }, 'with an id of 80', 'good');
  yield withPath('/more', { operationId: 'x'.repeat(81) }, 'with an id of 81', 'bad');
  const first = Object.values(given.paths).flatMap((item) => Object.values(item))[0] as {
    readonly operationId: string;
  };
  yield withPath('/more', { operationId: first.operationId }, 'with one id twice', 'bad');
  yield withPath(
    '/more',
    { operationId: first.operationId.toUpperCase() },
    'with one id twice, once in capitals',
    'bad',
  );
  yield withPath('/more/{a}', { operationId: 'more', parameters: [parameter('a')] }, 'with a parameter', 'good');
  yield withPath('/more/{a}', { operationId: 'more' }, 'with a parameter that is not declared', 'bad');
  yield withPath(
    '/more',
    { operationId: 'more', parameters: [parameter('a')] },
    'with a parameter that is nowhere',
    'bad',
  );
  yield withPath(
    '/more/{a}/{a}',
    { operationId: 'more', parameters: [parameter('a')] },
    'with a parameter twice',
    'bad',
  );
  yield withPath(
    '/more',
    { operationId: 'more', parameters: [parameter('a', 'query')] },
    'with a query parameter',
    'good',
  );
  yield withPath('/more', { operationId: 'more', parameters: [parameter('a', 'cookie')] }, 'with a cookie', 'bad');
  const two = {
    ...given.paths,
    '/two/{a}': { get: { operationId: 'two-a', summary: 'A', responses, parameters: [parameter('a')] } },
    '/two/{b}': { get: { operationId: 'two-b', summary: 'B', responses, parameters: [parameter('b')] } },
  };
  yield withDocument({ paths: two }, 'of two operations with one signature', 'bad');
  yield withPath('/more', { operationId: 'more', summary: 'x'.repeat(300) }, 'with a name of 300', 'good');
  yield withPath('/more', { operationId: 'more', summary: 'x'.repeat(301) }, 'with a name of 301', 'bad');
  yield withPath('/more', { operationId: 'more', summary: '' }, 'without a name', 'bad');
  yield withPath('/more', { operationId: 'more', description: 'x'.repeat(1000) }, 'with a description of 1000', 'good');
  yield withPath('/more', { operationId: 'more', description: 'x'.repeat(1001) }, 'with a description of 1001', 'bad');
  yield withPath(`/${'x'.repeat(999)}`, { operationId: 'more' }, 'with a path of 1000', 'good');
  yield withPath(`/${'x'.repeat(1000)}`, { operationId: 'more' }, 'with a path of 1001', 'bad');
  yield withSchemas({ A: { $ref: 'https://example.com/a.json' } }, 'with a reference to elsewhere', 'bad');
  yield withSchemas({ A: { $ref: './a.json' } }, 'with a reference to a file', 'bad');
  yield withSchemas({ A: { $ref: '#/components/schemas/Absent' } }, 'with a reference to nothing', 'bad');
  yield withSchemas({ A: { items: { $ref: '#/components/schemas/A' } } }, 'with a schema of itself', 'bad');
  const ring = {
    A: { items: { $ref: '#/components/schemas/B' } },
    B: { properties: { a: { $ref: '#/components/schemas/A' } } },
  };
  yield withSchemas(ring, 'with schemas in a ring', 'bad');
  const tree = {
    A: { items: { $ref: '#/components/schemas/C' } },
    B: { items: { $ref: '#/components/schemas/C' } },
    C: {},
  };
  yield withSchemas(tree, 'with a schema that two name', 'good');
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Absent' } } } };
  yield withPath('/more', { operationId: 'more', requestBody: body }, 'with a body of no schema', 'bad', 'post');
}
