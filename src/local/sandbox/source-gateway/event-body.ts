import { isBinary, isTextType } from './binary-media.ts';
import type { GatewayCall } from './call.ts';

/** The body as an event carries it: bytes as base64. */
export interface EventBody {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** REST APIs encode by their binary media types, HTTP APIs by what is no text. */
export function eventBody(call: GatewayCall): EventBody {
  const { body, headers } = call.request;
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const contentType = headers['content-type'];
  const isBase64Encoded =
    call.kind === 'rest' ? isBinary(contentType, call.binaryMediaTypes) : !isTextType(contentType);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}
