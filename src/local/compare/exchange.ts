/** Name and value in the order and spelling of the wire. */
export type Pairs = readonly (readonly [string, string])[];

/** What a backend got. A call of a function is a POST to its ARN or URL, its body the event. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Pairs;
  readonly body: Buffer;
}

/** One side of a comparison: what the caller got, and what backends got for that. */
export interface Side {
  readonly response: { readonly status: number; readonly headers: Pairs; readonly body: Buffer };
  readonly backendRequests: readonly SeenRequest[];
}

/** Text where it is text, else base64: what the document of a comparison holds of a body. */
export function bodyOf(bytes: Buffer): { readonly body: string } | { readonly bodyBase64: string } {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { body: text } : { bodyBase64: bytes.toString('base64') };
}

/** A side as `--format json` prints it. */
export function sideDocument({ response, backendRequests }: Side): unknown {
  const { status, headers, body } = response;
  return {
    response: { status, headers, ...bodyOf(body) },
    backendRequests: backendRequests.map((request) => ({
      method: request.method,
      url: request.url,
      headers: request.headers,
      ...bodyOf(request.body),
    })),
  };
}
