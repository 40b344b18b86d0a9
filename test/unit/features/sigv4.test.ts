import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import { parseExpression } from '../../../src/csharp/parse.ts';
import { printExpression } from '../../../src/csharp/print.ts';
import type { Expression } from '../../../src/csharp/expression.ts';
import { signRequest, type SignedRequest } from '../../../src/features/sigv4.ts';
import * as build from '../../../src/policy/build.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { fromBytes } from '../../../src/simulator/message.ts';
import { ask, configuration, fakeEffects } from '../simulator/fixture.ts';

/** The example credentials of AWS's published test suite for Signature Version 4. */
const EXAMPLE = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const KEYS = { accessKeyId: cs.literal(EXAMPLE.id), secretAccessKey: cs.literal(EXAMPLE.secret) };
const NOW = Date.parse('2015-08-30T12:36:00Z');

type Wanted = Omit<SignedRequest, 'credentials'> & Partial<Pick<SignedRequest, 'credentials'>>;

/** The headers of a request that the policies sign and send, by the simulator. */
async function sent(request: Wanted): Promise<{ headers: ReadonlyMap<string, string>; body: string }> {
  const signed = signRequest({ credentials: KEYS, ...request });
  const { service: _s, region: _r, ...rest } = request;
  const policies = [
    ...signed.policies,
    build.sendRequest({
      responseVariableName: 'answer',
      url: `https://${rest.host}/`,
      method: rest.method,
      headers: signed.headers,
      body: rest.body,
      timeoutMs: 10_000,
      ignoreError: false,
    }),
  ];
  expect(validatePolicy(build.document({ inbound: policies }), 'api')).toEqual([]);
  const answer = await ask(configuration(policies), 'GET /orders/mine', [], fakeEffects({ now: () => NOW }));
  expect(answer.status).toBe(200);
  const [first] = answer.backendRequests;
  return {
    headers: new Map((first?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value])),
    body: fromBytes(first?.body ?? new Uint8Array()),
  };
}

const base = { service: 'service', region: 'us-east-1', host: 'example.amazonaws.com', headers: [], body: '' };

describe("AWS's test vectors", () => {
  test.each<[string, Pick<Wanted, 'method' | 'path'> & Partial<Wanted>, string, string]>([
    [
      'get-vanilla',
      { method: 'GET', path: '/' },
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      { method: 'GET', path: '/', query: 'Param1=value1&Param2=value2' },
      'host;x-amz-date',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-vanilla',
      { method: 'POST', path: '/' },
      'host;x-amz-date',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        method: 'POST',
        path: '/',
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: 'Param1=value1',
      },
      'content-type;host;x-amz-date',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('%s', async (_name, request, signedHeaders, signature) => {
    const { headers } = await sent({ ...base, ...request });
    expect(headers.get('x-amz-date')).toBe('20150830T123600Z');
    expect(headers.get('authorization')).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    );
  });
});

/** Signature Version 4 once more, by node:crypto alone. `path` is what is sent. */
function reference(request: {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}): string {
  const sha = (content: string) => createHash('sha256').update(content, 'utf8').digest('hex');
  const mac = (key: string | Buffer, content: string) => createHmac('sha256', key).update(content, 'utf8').digest();
  const escape = (part: string) =>
    [...Buffer.from(part, 'utf8')]
      .map((byte) => {
        const sign = String.fromCharCode(byte);
        return /[A-Za-z0-9\-._~]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      })
      .join('');
  const path = request.service === 's3' ? request.path : request.path.split('/').map(escape).join('/');
  const headers = request.headers
    .map(([name, value]) => [name.toLowerCase(), value.replace(/ +/g, ' ').trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(';');
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = [request.method, path, request.query, lines, names, sha(request.body)].join('\n');
  const scope = `20150830/eu-west-1/${request.service}/aws4_request`;
  const key = ['20150830', 'eu-west-1', request.service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => mac(last, part),
    `AWS4${EXAMPLE.secret}`,
  );
  const toSign = ['AWS4-HMAC-SHA256', '20150830T123600Z', scope, sha(canonical)].join('\n');
  return mac(key, toSign).toString('hex');
}

const anyText = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());
const segment = fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed()));
const query = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z-]{1,5}$/), anyText), { selector: ([name]) => name, maxLength: 3 })
  .map((pairs) =>
    pairs
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  );

describe('random requests', () => {
  test('are signed as node:crypto signs them, paths encoded twice but for S3', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('lambda', 's3', 'sqs'),
        fc.array(segment, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`),
        query,
        anyText,
        fc.stringMatching(/^[ -~]{0,10}$/),
        fc.boolean(),
        async (service, path, wanted, body, value, isDynamic) => {
          const dynamic = (content: string): string | Expression => (isDynamic ? cs.literal(content) : content);
          const { headers, body: received } = await sent({
            service,
            region: 'eu-west-1',
            host: 'aws.example.com',
            method: 'PUT',
            path: dynamic(path),
            query: dynamic(wanted),
            headers: [['X-Amz-Value', dynamic(value)]],
            body: dynamic(body),
          });
          expect(received).toBe(body);
          const signed = [...headers].filter(([name]) => name !== 'authorization');
          const signature = reference({
            service,
            method: 'PUT',
            path,
            query: wanted,
            headers: [['host', 'aws.example.com'], ...signed],
            body,
          });
          expect(headers.get('authorization')).toContain(`Signature=${signature}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a session token is sent and signed, and what is written is read back', async () => {
    const credentials = { ...KEYS, sessionToken: cs.literal('token/+=') };
    const { headers } = await sent({ ...base, method: 'POST', path: '/', credentials });
    expect(headers.get('x-amz-security-token')).toBe('token/+=');
    expect(headers.get('authorization')).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
    const { policies } = signRequest({ ...base, method: 'POST', path: '/', credentials });
    for (const { attributes } of policies) {
      const value = attributes['value'];
      expect(value?.kind).toBe('expression');
      const expression = (value as { readonly expression: Expression }).expression;
      expect(parseExpression(printExpression(expression))).toEqual(expression);
    }
  });
});
