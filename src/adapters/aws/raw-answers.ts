import type { DeserializeMiddleware, MetadataBearer } from '@smithy/types';

/** Where the answer as it came over the wire hangs on what a client made of it. */
const RAW = Symbol('the answer as JSON');

type Middleware = DeserializeMiddleware<object, MetadataBearer>;

/** What all SDK clients have, as far as it is used here. */
interface HasStack {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: 'deserialize'; readonly name: string; readonly priority: 'high' | 'low' },
    ): void;
  };
}

/**
 * Lets a client remember each answer as it came. The SDK leaves out members that its version does not know, so that a setting
 * which AWS added since would be lost without a word (measured 2026-11-25).
 */
export function keepRawAnswers<T extends HasStack>(client: T): T {
  client.middlewareStack.add(bufferBody, { step: 'deserialize', name: 'crossgateBufferBody', priority: 'low' });
  client.middlewareStack.add(attachRaw, { step: 'deserialize', name: 'crossgateAttachRaw', priority: 'high' });
  return client;
}

/** The answer of AWS as JSON; undefined where it was none, or its client does not remember. */
export function rawOf(output: object): unknown {
  return (output as { readonly [RAW]?: unknown })[RAW];
}

interface HttpAnswer {
  body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Nearest to the wire: the stream is read once, and everybody after gets its bytes. */
const bufferBody: Middleware = (next) => async (args) => {
  const result = await next(args);
  const answer = result.response as HttpAnswer;
  if (isStream(answer.body)) answer.body = await bytesOf(answer.body);
  return result;
};

const attachRaw: Middleware = (next) => async (args) => {
  const result = await next(args);
  const { body, headers } = result.response as HttpAnswer;
  if (body instanceof Uint8Array && /json/i.test(headers?.['content-type'] ?? 'json')) {
    const raw = parsed(Buffer.from(body).toString('utf8'));
    if (raw !== undefined) Object.defineProperty(result.output, RAW, { value: raw });
  }
  return result;
};

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The items of a listing as they came: version 1 calls its list `item`, version 2 `items`. */
export function rawItemsOf(output: object): readonly unknown[] {
  const raw = rawOf(output);
  if (typeof raw !== 'object' || raw === null) return [];
  const { item, items = item } = raw as { readonly item?: unknown; readonly items?: unknown };
  return Array.isArray(items) ? (items as readonly unknown[]) : [];
}
