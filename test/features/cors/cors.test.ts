import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, golden, route, translated } from '../fixture.ts';

const any = route('ANY /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' });
const cors = {
  at: below(apiWith([]).at, 'cors'),
  allowCredentials: true,
  allowHeaders: ['content-type'],
  allowMethods: ['GET', 'POST'],
  allowOrigins: ['https://shop.example.com'],
  exposeHeaders: ['x-total'],
  maxAge: 300,
};

it('answers preflights by a policy, without an OPTIONS operation in its way', async () => {
  await expect(golden(apiWith([any], { type: 'HTTP', cors }))).toMatchFileSnapshot('golden/cors.txt');
});

it('blocks origins that are patterns', () => {
  const { findings } = translated(apiWith([any], { type: 'HTTP', cors: { ...cors, allowOrigins: ['https://*'] } }));
  expect(findings.map(({ code }) => code)).toEqual(['CORS-ORIGIN-PATTERN']);
});

it.each([
  ['headers', { allowHeaders: [] }, 'allowed-headers'],
  ['methods', { allowMethods: [] }, 'allowed-methods'],
])('writes no empty list of %s, which the schema refuses', (_what, changes, element) => {
  const { apiPolicy } = translated(apiWith([any], { type: 'HTTP', cors: { ...cors, ...changes } }));
  expect(writePolicy(apiPolicy)).toContain('<cors ');
  expect(writePolicy(apiPolicy)).not.toContain(element);
});

it('has no policy without an origin, and says so', () => {
  const { apiPolicy, findings } = translated(apiWith([any], { type: 'HTTP', cors: { ...cors, allowOrigins: [] } }));
  expect(writePolicy(apiPolicy)).not.toContain('<cors');
  expect(findings.map(({ code }) => code)).toEqual(['CORS-NO-ORIGIN']);
});
