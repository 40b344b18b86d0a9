import { isBinary } from './binary-media.ts';
import { INTERNAL_ERROR } from './call.ts';
import { Refusal } from './refusal.ts';

/** The value of contentHandling of an integration or an integration response. */
type Handling = string | undefined;

/** A payload on its way through an integration: what templates may not read is bytes. */
export interface Payload {
  readonly bytes: Buffer;
  readonly isText: boolean;
}

/**
 * A caller's payload as the integration takes it (recorded 2025-03-17): text unless its Content-Type is one of the binary types;
 * converted text is base64, and text that is to become bytes must be base64.
 */
export function requestPayload(
  body: Buffer,
  contentType: string | undefined,
  handling: Handling,
  types: readonly string[],
): Payload {
  const payload = payloadOf(body, contentType, types);
  if (handling === 'CONVERT_TO_BINARY') return { bytes: payload.isText ? decoded(payload.bytes) : body, isText: false };
  if (handling === 'CONVERT_TO_TEXT' && !payload.isText) return encoded(body);
  return payload;
}

/**
 * A backend's payload as the caller gets it (recorded 2025-03-17): told from its own Content-Type; without a handling it is
 * converted to what the caller's first accepted type is.
 */
export function responsePayload(
  body: Buffer,
  { contentType, accept }: { readonly contentType: string | undefined; readonly accept: string | undefined },
  handling: Handling,
  types: readonly string[],
): Payload {
  const payload = payloadOf(body, contentType, types);
  const wanted = handling ?? (isBinary(accept, types) ? 'CONVERT_TO_BINARY' : 'CONVERT_TO_TEXT');
  if (wanted === 'CONVERT_TO_BINARY') return { bytes: payload.isText ? decoded(payload.bytes) : body, isText: false };
  return payload.isText ? payload : encoded(body);
}

/** What is no UTF-8 in a text becomes U+FFFD. */
function payloadOf(body: Buffer, contentType: string | undefined, types: readonly string[]): Payload {
  if (isBinary(contentType, types)) return { bytes: body, isText: false };
  return { bytes: Buffer.from(body.toString('utf8'), 'utf8'), isText: true };
}

const encoded = (body: Buffer): Payload => ({ bytes: Buffer.from(body.toString('base64'), 'utf8'), isText: true });

function decoded(text: Buffer): Buffer {
  const base64 = text.toString('utf8');
  // A last character alone stands for no byte; whether padding may be missing was not recorded.
  const isCut = base64.replaceAll('=', '').length % 4 === 1;
  if (isCut || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  return Buffer.from(base64, 'base64');
}
