import { expect, it } from 'vitest';
import type { AwsModel } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, route, translated } from '../fixture.ts';

const { at } = apiWith([]);
const model = (name: string, schema: unknown): AwsModel => ({
  at: below(at, 'models', name),
  name,
  contentType: 'application/json',
  schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
});
const mounted = (models: readonly AwsModel[], decisions: Record<string, string> = {}) =>
  translated(apiWith([], { models }), decisions);

it('imports models as components, their definitions beside them, references by any of their names', () => {
  const { schemas, entries, findings } = mounted([
    model('Order', {
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Order',
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: ['string', 'null'], maxLength: '36' },
        customer: { $ref: 'https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/Customer' },
        lines: { type: 'array', items: { $ref: '#/definitions/Line' } },
      },
      definitions: { Line: { type: 'object', properties: { count: { type: 'integer', exclusiveMinimum: 0 } } } },
    }),
    model('Customer', { type: 'object', additionalProperties: false }),
  ]);
  expect(schemas).toEqual({
    'Order': {
      title: 'Order',
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string', nullable: true, maxLength: 36 },
        customer: { $ref: '#/components/schemas/Customer' },
        lines: { type: 'array', items: { $ref: '#/components/schemas/Order.Line' } },
      },
    },
    'Order.Line': { type: 'object', properties: { count: { type: 'integer', minimum: 0, exclusiveMinimum: true } } },
    'Customer': { type: 'object', additionalProperties: false },
  });
  expect(entries.filter(({ construct }) => construct === 'model').map(({ column }) => column)).toEqual([
    'translated',
    'translated',
  ]);
  expect(findings).toEqual([]);
});

// Edge case 13: an import takes neither recursive schemas nor references to elsewhere.
it('edge case 13: a recursive or external model is cut where it would not be imported, by decision', () => {
  const tree = model('Tree', { type: 'object', properties: { child: { $ref: '#' }, name: { type: 'string' } } });
  const far = model('Far', { properties: { other: { $ref: 'https://example.com/schema.json' } } });
  const open = mounted([tree, far]);
  expect(open.findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'MODEL-CUT: The model Tree contains itself.',
    'MODEL-CUT: The model Far refers to https://example.com/schema.json.',
  ]);
  expect(open.entries.map(({ column, openDecision }) => [column, openDecision])).toContainEqual(['blocked', true]);
  const decided = mounted([tree, far], { 'MODEL-CUT': 'any-value-there' });
  expect(decided.schemas).toEqual({
    Tree: { type: 'object', properties: { child: {}, name: { type: 'string' } } },
    Far: { properties: { other: {} } },
  });
  const left = mounted([tree], { 'MODEL-CUT': 'leave-the-model-out' });
  expect(left.schemas).toEqual({ Tree: {} });
  expect(left.entries.map(({ construct, column }) => [construct, column])).toContainEqual(['model', 'manual']);
});

it('says what OpenAPI 3.0 has no word for, and what is no schema', () => {
  const { findings, schemas } = mounted([
    model('Odd', { type: 'object', patternProperties: { '^x': {} }, items: [{ type: 'string' }] }),
    model('Broken', 'not json'),
  ]);
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'MODEL-SIMPLER: The schema Odd has items by position, patternProperties, which OpenAPI 3.0 cannot say.',
    'MODEL-NOT-JSON: The model Broken is no JSON Schema that can be read, and is not imported.',
  ]);
  expect(Object.keys(schemas)).toEqual(['Odd']);
});

it('keeps circles through several models apart from mere repetition', () => {
  const { findings } = mounted([
    model('A', { properties: { b: { $ref: '#/definitions/B' } } }),
    model('B', { properties: { a: { $ref: '#/definitions/A' }, c: { $ref: '#/definitions/C' } } }),
    model('C', { type: 'string' }),
    model('D', { properties: { one: { $ref: '#/definitions/C' }, two: { $ref: '#/definitions/C' } } }),
  ]);
  expect(findings.map(({ message }) => message)).toEqual(['The model B contains itself.']);
});

it('describes the bodies of operations by their models', () => {
  const { operations } = translated(
    apiWith(
      [
        route(
          'POST /orders',
          { type: 'MOCK' },
          {
            requestModels: { 'application/json': 'Order' },
            responses: [
              { at, statusCode: '201', responseParameters: {}, responseModels: { 'application/json': 'Order' } },
            ],
          },
        ),
      ],
      { models: [model('Order', { type: 'object' })] },
    ),
    { '*': 'recommended' },
  );
  expect(operations[0]).toMatchObject({
    request: [{ contentType: 'application/json', typeName: 'Order' }],
    responses: [{ statusCode: 201, representations: [{ contentType: 'application/json', typeName: 'Order' }] }],
  });
});
