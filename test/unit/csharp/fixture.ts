import type { CsValue, PolicyContext } from '../../../src/csharp/context.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A request with a header and a query parameter of two values, and in `answer` what send-request left. */
export function policyContext(): PolicyContext {
  const url = {
    scheme: 'https',
    host: 'api.example.com',
    port: 443,
    path: '/orders/7',
    queryString: '?a=1&a=2',
    query: [
      ['a', '1'],
      ['a', '2'],
    ] as const,
  };
  const answer = { statusCode: 201, statusReason: 'Created', headers: [['X-Id', '9']] as const, body: bytes('made') };
  return {
    requestId: '5e1f7a3c-0000-4000-8000-000000000001',
    request: {
      certificate: null,
      method: 'GET',
      url,
      originalUrl: url,
      ipAddress: '192.0.2.1',
      headers: [
        ['X-One', 'a'],
        ['x-one', 'b'],
        ['Accept', '*/*'],
      ],
      matchedParameters: new Map([['id', '7']]),
      body: bytes('{"a":1}'),
    },
    api: { id: 'orders', name: 'Orders', path: 'orders', version: null },
    operation: null,
    product: null,
    subscription: null,
    serviceName: 'apim',
    lastError: null,
    variables: new Map<string, CsValue>([
      ['n', 'v'],
      ['answer', { type: 'IResponse', value: answer }],
    ]),
    now: new Date('2026-11-23T04:05:06Z'),
    newId: () => '5e1f7a3c-0000-4000-8000-000000000002',
  };
}
