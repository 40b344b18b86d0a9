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

it('leaves to API Gateway what a validator checks of bodies, and what cannot be read', () => {
  expect(codes({ requestParameters: { 'method.request.querystring.page': true } })).toEqual([]);
  expect(codes({ requestModels: { 'application/json': 'Order' } })).toEqual(['ROUTE-ORIGIN']);
  expect(codes({ requestValidatorId: 'gone' })).toEqual(['ROUTE-ORIGIN']);
  expect(codes({ requestParameters: { 'method.request.querystring.a"b': true } })).toEqual(['ROUTE-ORIGIN']);
});
