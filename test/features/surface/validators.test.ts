import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, route, translated } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
const { at } = apiWith([]);
const validator = {
  at: below(at, 'requestValidators', 'v'),
  id: 'v',
  name: 'all',
  validateRequestBody: true,
  validateRequestParameters: true,
};
const codes = (changes: Parameters<typeof route>[2]) =>
  translated(
    apiWith([route('GET /orders', backend, { requestValidatorId: 'v', ...changes })], {
      requestValidators: [validator],
    }),
  ).findings.map(({ code }) => code);

it('carries a route whose validator has nothing to check, and no other', () => {
  expect(codes({ requestParameters: { 'method.request.querystring.page': false } })).toEqual([]);
  expect(codes({ requestParameters: { 'method.request.querystring.page': true } })).toEqual(['ROUTE-ORIGIN']);
  expect(codes({ requestModels: { 'application/json': 'Order' } })).toEqual(['ROUTE-ORIGIN']);
  expect(codes({ requestValidatorId: 'gone' })).toEqual(['ROUTE-ORIGIN']);
});
