import { describe, expect, it } from 'vitest';
import { bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';
import { apiWith, golden, plannedRoutes, route } from '../fixture.ts';

/** The payloads of the recordings of 2025-03-17: bytes that are no UTF-8, their Base64, and text that is none. */
const ENCODED = 'H4sIABRs7mMC/0vOzy0oSi0uTk1RSEksSdRRKM7IL81JUUhKVcjMK0vMyUxRCA1x07VQKC4pysxLBwC4ORBXLwAAAA==';
const RAW = Buffer.from(ENCODED, 'base64');
const TEXT = Buffer.from('this is a UTF8 text typed object');
const PAYLOADS = { raw: RAW, encoded: Buffer.from(ENCODED), text: TEXT } as const;
type Payload = keyof typeof PAYLOADS;
const KINDS: readonly Payload[] = ['raw', 'encoded', 'text'];
const HANDLINGS = [undefined, 'CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'] as const;
type Handling = NonNullable<(typeof HANDLINGS)[number]>;

/** How a payload arrives: as it was, as its Base64, decoded, with U+FFFD for what is no UTF-8, or not at all. */
const arrivals: Readonly<Record<string, (payload: Buffer) => Buffer>> = {
  same: (payload) => payload,
  base64: (payload) => Buffer.from(payload.toString('base64')),
  decoded: (payload) => Buffer.from(payload.toString(), 'base64'),
  marked: (payload) => Buffer.from(payload.toString()),
};

const integration = (changes: object, response: object = {}) => ({
  type: 'http',
  httpMethod: 'POST',
  uri: 'https://images.example.com/in',
  ...changes,
  responses: { default: { statusCode: '200', ...response } },
});
const asker = (types: readonly string[], changes: object, response: object = {}) =>
  bothGateways(
    definitionOf(
      { 'POST /a': integration(changes, response) },
      types.length === 0 ? {} : { 'x-amazon-apigateway-binary-media-types': types },
    ),
  );

const headersOf = (headers: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined);
const posted = (payload: Buffer, headers: Readonly<Record<string, string | undefined>>) => ({
  method: 'POST',
  path: '/a',
  headers: headersOf(headers),
  bodyBase64: payload.toString('base64'),
});
const answers = (payload: Buffer, type?: string) => ({
  backend: {
    answers: {
      status: 200,
      headers: headersOf({ 'Content-Type': type }),
      bodyBase64: payload.toString('base64'),
    },
  },
});

/** Of the caller, where API Gateway answers itself. */
const REFUSAL = Buffer.from('{"message":"Internal server error"}');
const answered = (result: string, payload: Buffer): Buffer => arrivals[result]?.(payload) ?? REFUSAL;

/** Both statuses, and what is not alike. */
const seen = ({ statuses, open }: Asked): readonly unknown[] => [...statuses, ...open];
const both = (status: number): readonly number[] => [status, status];
const bothOf = (result: string): readonly number[] => both(result === 'refused' ? 500 : 200);

describe('requests of a custom integration', () => {
  /** What the recordings show for the three payloads: those of a type that is binary, and of another one. */
  const recorded = [
    [undefined, 'image/png', ['same', 'same', 'same']],
    [undefined, 'text/plain', ['marked', 'same', 'same']],
    ['CONVERT_TO_TEXT', 'image/png', ['base64', 'base64', 'base64']],
    ['CONVERT_TO_TEXT', 'text/plain', ['marked', 'same', 'same']],
    ['CONVERT_TO_BINARY', 'image/png', ['same', 'same', 'same']],
    ['CONVERT_TO_BINARY', 'text/plain', ['refused', 'decoded', 'refused']],
  ] as const;
  const cases = recorded.flatMap(([handling, type, results]) =>
    KINDS.flatMap((kind, at) => [[handling, type, kind, results[at] ?? ''] as const]),
  );

  it.each(cases)('%s, %s, %s: %s', async (contentHandling, type, kind, result) => {
    const payload = PAYLOADS[kind];
    // Without binary types every payload is text, as another type's is with them.
    const isText = type === 'text/plain';
    for (const types of isText ? [['image/png'], ...(contentHandling === undefined ? [] : [[]])] : [['image/png']]) {
      const ask = asker(types, { contentHandling });
      const asked = await ask(posted(payload, { 'Content-Type': type }), answers(Buffer.from('{}')));
      expect(seen(asked)).toEqual(bothOf(result));
      expect(asked.target.backendRequests[0]?.body).toEqual(arrivals[result]?.(payload));
    }
  });

  it('take the first type of a list, without parameters, by prefix, and never by a star before the slash', async () => {
    const sent = async (types: readonly string[], type: string | undefined) => {
      const ask = asker(types, { contentHandling: 'CONVERT_TO_TEXT' });
      const asked = await ask(posted(TEXT, { 'Content-Type': type }), answers(Buffer.from('{}')));
      expect(seen(asked)).toEqual(both(200));
      return asked.target.backendRequests[0]?.body.equals(TEXT) === true ? 'text' : 'bytes';
    };
    expect(await sent(['image/png'], 'image/png; q=1')).toBe('bytes');
    expect(await sent(['image/png'], 'text/plain, image/png')).toBe('text');
    expect(await sent(['image/*'], 'image/gif')).toBe('bytes');
    expect(await sent(['*/png'], 'image/png')).toBe('text');
    expect(await sent(['image/png'], undefined)).toBe('text');
    expect(await sent(['*/*'], undefined)).toBe('bytes');
  });

  it.each([
    ['', 200],
    ['YQ==', 200],
    ['YQ', 200],
    ['YWI=', 200],
    ['YWJj\n', 500],
    ['YWJjZ', 500],
    ['=YWJj', 500],
    ['YQ===', 500],
  ])('decode %j: %i', async (text, status) => {
    const ask = asker([], { contentHandling: 'CONVERT_TO_BINARY' });
    const asked = await ask(posted(Buffer.from(text), {}), answers(Buffer.from('{}')));
    expect(seen(asked)).toEqual(both(status));
  });

  it('break on a template where they are bytes, and are refused or converted beside it', async () => {
    const requestTemplates = { 'application/json': '{"constant":1}', 'image/png': '{"constant":2}' };
    const status = async (
      contentHandling: string | undefined,
      type: string,
      passthroughBehavior: string,
      body = TEXT,
    ) => {
      const ask = asker(['image/png'], { contentHandling, requestTemplates, passthroughBehavior });
      const asked = await ask(posted(body, { 'Content-Type': type }), answers(Buffer.from('{}')));
      expect(seen(asked)).toEqual(both(asked.statuses[0]));
      return [asked.statuses[0], asked.target.backendRequests[0]?.body.toString()];
    };
    expect(await status(undefined, 'application/json', 'never')).toEqual([200, '{"constant":1}']);
    expect(await status(undefined, 'image/png', 'never')).toEqual([500, undefined]);
    expect(await status('CONVERT_TO_TEXT', 'image/png', 'never')).toEqual([200, '{"constant":2}']);
    expect(await status('CONVERT_TO_BINARY', 'application/json', 'never', PAYLOADS.encoded)).toEqual([500, undefined]);
    expect(await status('CONVERT_TO_BINARY', 'text/plain', 'when_no_templates')).toEqual([500, undefined]);
    const encoded = Buffer.from('YWJj');
    expect(await status('CONVERT_TO_BINARY', 'text/plain', 'when_no_templates', encoded)).toEqual([415, undefined]);
    expect(await status('CONVERT_TO_BINARY', 'text/plain', 'when_no_match', encoded)).toEqual([200, 'abc']);
  });
});

describe('answers of a custom integration', () => {
  /** What the recordings show for the three payloads of a backend's type, for a caller that accepts a binary type first or not. */
  const recorded = [
    [undefined, 'image/png', 'image/png', ['same', 'same', 'same']],
    [undefined, 'image/png', 'text/plain', ['base64', 'base64', 'base64']],
    [undefined, 'binary/octet-stream', 'image/png', ['refused', 'decoded', 'refused']],
    [undefined, 'binary/octet-stream', 'text/plain', ['marked', 'same', 'same']],
    ...['image/png', 'text/plain'].flatMap(
      (accept) =>
        [
          ['CONVERT_TO_TEXT', 'image/png', accept, ['base64', 'base64', 'base64']],
          ['CONVERT_TO_TEXT', 'binary/octet-stream', accept, ['marked', 'same', 'same']],
          ['CONVERT_TO_BINARY', 'image/png', accept, ['same', 'same', 'same']],
          ['CONVERT_TO_BINARY', 'binary/octet-stream', accept, ['refused', 'decoded', 'refused']],
        ] as const,
    ),
  ] as const;
  const cases = recorded.flatMap(([handling, type, accept, results]) =>
    KINDS.map((kind, at) => [handling, type, accept, kind, results[at] ?? ''] as const),
  );

  it.each(cases)('%s, %s, accepted %s, %s: %s', async (contentHandling, type, accept, kind, result) => {
    const payload = PAYLOADS[kind];
    const ask = asker(['image/png'], {}, { contentHandling });
    const asked = await ask(posted(TEXT, { Accept: accept }), answers(payload, type));
    expect(seen(asked)).toEqual(bothOf(result));
    expect(asked.target.response.body).toEqual(answered(result, payload));
  });

  it.each(HANDLINGS.flatMap((handling) => KINDS.map((kind) => [handling, kind] as const)))(
    '%s, without binary types, %s',
    async (contentHandling, kind) => {
      const results =
        contentHandling === 'CONVERT_TO_BINARY' ? ['refused', 'decoded', 'refused'] : ['marked', 'same', 'same'];
      const result = results[KINDS.indexOf(kind)] ?? '';
      const ask = asker([], {}, { contentHandling });
      const asked = await ask(posted(TEXT, { Accept: 'image/png' }), answers(PAYLOADS[kind], 'image/png'));
      expect(seen(asked)).toEqual(bothOf(result));
      expect(asked.target.response.body).toEqual(answered(result, PAYLOADS[kind]));
    },
  );

  it.each([
    ['image/webp,image/png', 'base64'],
    ['image/png,text/plain', 'same'],
    ['image/*', 'base64'],
    [undefined, 'base64'],
  ] as const)('for Accept %s: %s', async (accept, result) => {
    const ask = asker(['image/png'], {});
    const asked = await ask(posted(TEXT, { Accept: accept }), answers(RAW, 'image/png'));
    expect(seen(asked)).toEqual(both(200));
    expect(asked.target.response.body).toEqual(arrivals[result]?.(RAW));
  });

  it('become what the caller accepts, whatever the backend is told', async () => {
    const ask = asker(['image/png'], { requestParameters: { 'integration.request.header.Accept': "'text/plain'" } });
    const asked = await ask(posted(TEXT, { Accept: 'image/png' }), answers(RAW, 'image/png'));
    expect(seen(asked)).toEqual(both(200));
    expect(asked.target.response.body).toEqual(RAW);
  });

  it('break on a template where they are to be bytes', async () => {
    const status = async (types: readonly string[], contentHandling: string | undefined, accept: string) => {
      const ask = asker(types, {}, { contentHandling, responseTemplates: { 'application/json': '{"done":true}' } });
      const asked = await ask(posted(TEXT, { Accept: accept }), answers(PAYLOADS.encoded, 'text/plain'));
      expect(seen(asked)).toEqual(both(asked.statuses[0]));
      return asked.statuses[0];
    };
    expect(await status(['image/png'], undefined, 'image/png')).toBe(500);
    expect(await status(['image/png'], undefined, 'text/plain')).toBe(200);
    expect(await status(['image/png'], 'CONVERT_TO_TEXT', 'image/png')).toBe(200);
    expect(await status([], 'CONVERT_TO_BINARY', 'text/plain')).toBe(500);
  });

  it('may have no body', async () => {
    for (const types of [[], ['image/png'], ['*/*']])
      for (const contentHandling of HANDLINGS) {
        const ask = asker(types, { contentHandling }, { contentHandling });
        const request = { method: 'POST', path: '/a', headers: headersOf({ 'Content-Type': 'image/png' }) };
        const asked = await ask(request, answers(Buffer.alloc(0), 'image/png'));
        expect(seen(asked)).toEqual(both(200));
        expect(asked.target.response.body).toHaveLength(0);
      }
  });
});

it('keeps API Gateway for a proxy that is to convert, which nobody has recorded', () => {
  const handled = (changes: object, binaryMediaTypes: readonly string[]) => {
    const proxy = route('POST /a', { type: 'HTTP_PROXY', uri: 'https://images.example.com/in', ...changes });
    const [plan] = plannedRoutes(apiWith([proxy], { binaryMediaTypes: [...binaryMediaTypes] }));
    return plan?.handling;
  };
  expect(handled({ contentHandling: 'CONVERT_TO_BINARY' }, [])).toMatchObject({
    kind: 'origin',
    why: expect.stringContaining('CONVERT_TO_BINARY') as string,
  });
  expect(handled({ contentHandling: 'CONVERT_TO_TEXT' }, ['image/png'])).toMatchObject({ kind: 'origin' });
  expect(handled({ contentHandling: 'CONVERT_TO_TEXT' }, [])).toMatchObject({ kind: 'http' });
  expect(handled({}, ['image/png'])).toMatchObject({ kind: 'http' });
});

it('writes conversions by the request, and by what is accepted', async () => {
  const uri = 'https://images.example.com/in';
  const custom = (verb: string, contentHandling: Handling, answered?: Handling) => {
    const plain = route(`${verb} /images`, { type: 'HTTP', uri });
    const response = { at: plain.at, statusCode: '200', responseParameters: {}, responseTemplates: {} };
    const responses = [{ ...response, ...(answered && { contentHandling: answered }) }];
    return route(`${verb} /images`, { type: 'HTTP', uri, contentHandling, responses });
  };
  const routes = [custom('PUT', 'CONVERT_TO_BINARY'), custom('POST', 'CONVERT_TO_TEXT', 'CONVERT_TO_BINARY')];
  const api = apiWith(routes, { binaryMediaTypes: ['image/*', 'application/pdf'] });
  expect(plannedRoutes(api).map(({ handling }) => handling.kind)).toEqual(['http', 'http']);
  await expect(golden(api)).toMatchFileSnapshot('golden/payloads.txt');
});
