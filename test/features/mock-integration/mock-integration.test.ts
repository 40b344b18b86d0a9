import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, golden, route } from '../fixture.ts';

it('answers constants', async () => {
  const at = below(apiWith([]).at, 'responses', '200');
  const mock = route('OPTIONS /orders', {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: [
      {
        at,
        statusCode: '200',
        responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
        responseTemplates: { 'application/json': '{"ok": true}' },
      },
    ],
  });
  await expect(golden(apiWith([mock]))).toMatchFileSnapshot('golden/constant.txt');
});
