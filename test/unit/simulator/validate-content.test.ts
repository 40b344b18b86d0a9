import { describe, expect, it } from 'vitest';
import * as build from '../../../src/policy/build.ts';
import { toBytes } from '../../../src/simulator/message.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { documentTest } from '../../../src/local/sandbox/json-schema.ts';
import { configuration, fakeEffects } from './fixture.ts';

const document = { components: { schemas: { Order: { type: 'object', required: ['id'] } } } };
const schemas = [{ id: 'orders', schemaType: 'json' as const, document }];
const effects = fakeEffects({
  matchesSchema: (schema, reference, value) => documentTest(schema, reference)(value),
});
const content = (attributes: Record<string, string> = {}) =>
  build.element('content', {
    'type': 'application/json',
    'validate-as': 'json',
    'action': 'prevent',
    'schema-id': 'orders',
    'schema-ref': '#/components/schemas/Order',
    ...attributes,
  });
const policy = (attributes: Record<string, string | number> = {}, children = [content()]) =>
  build.element(
    'validate-content',
    {
      'unspecified-content-type-action': 'ignore',
      'max-size': 20,
      'size-exceeded-action': 'ignore',
      ...attributes,
    },
    children,
  );

async function ask(node: ReturnType<typeof policy>, body: string, type = 'application/json') {
  const request = {
    method: 'POST',
    url: 'https://api.example.com/orders',
    headers: [['Content-Type', type]] as const,
    body: toBytes(body),
    ip: '192.0.2.1',
  };
  return simulate(configuration([node], { schemas }), request, effects);
}
const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).response.status;

describe('validate-content', () => {
  it('lets pass what the schema describes and refuses the rest', async () => {
    expect(await statusOf(policy(), '{"id":1}')).toBe(200);
    expect(await statusOf(policy(), '{}')).toBe(400);
    expect(await statusOf(policy(), '{"id"')).toBe(400);
    expect(await statusOf(policy(), '{}', 'Application/JSON; charset=utf-8')).toBe(400);
  });

  it('only looks where it is told to detect or to ignore', async () => {
    expect(await statusOf(policy({}, [content({ action: 'detect' })]), '{}')).toBe(200);
    expect(await statusOf(policy({}, [content({ action: 'ignore' })]), '{}')).toBe(200);
  });

  it('does with longer bodies what it is told to', async () => {
    const long = JSON.stringify({ note: 'x'.repeat(20) });
    expect(await statusOf(policy(), long)).toBe(200);
    expect(await statusOf(policy({ 'size-exceeded-action': 'prevent' }), long)).toBe(400);
  });

  it('does with other content types what it is told to, unless they are taken for one', async () => {
    expect(await statusOf(policy(), '{}', 'text/plain')).toBe(200);
    expect(await statusOf(policy({ 'unspecified-content-type-action': 'prevent' }), '{}', 'text/plain')).toBe(400);
    const map = build.element('content-type-map', { 'any-content-type-value': 'application/json' });
    expect(await statusOf(policy({}, [map, content()]), '{}', 'text/plain')).toBe(400);
  });

  it('runs no schema that the service has not', async () => {
    const { response, defect } = await ask(policy({}, [content({ 'schema-id': 'gone' })]), '{}');
    expect(response.status).toBe(500);
    expect(defect).toContain('there is no JSON schema gone');
  });
});
