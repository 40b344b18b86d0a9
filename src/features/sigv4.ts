import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { setVariable } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';

/**
 * A request to an AWS service, signed by policies with Signature Version 4 (AWS General Reference, Signature Version 4 signing process,
 * 2026-11-29): a variable for each step of the algorithm, in its order, each one expression. HMACSHA256 and SHA256 are on Microsoft's list.
 */
export interface SignedRequest {
  /** As credential scopes name it: `lambda`, `sqs`. */
  readonly service: string;
  readonly region: string;
  readonly host: string;
  readonly method: string | Expression;
  /** The path as it is sent: encoded once, with a slash at its start. */
  readonly path: string | Expression;
  /** What the query holds, as it is sent: without the question mark, already encoded and sorted by name. */
  readonly query?: string | Expression;
  /** Headers besides Host and those of the signature; all of them are signed. */
  readonly headers: readonly (readonly [name: string, value: string | Expression])[];
  /** Text (its UTF-8 is sent) or, with `isBytes`, bytes. */
  readonly body: string | Expression;
  readonly isBytes?: boolean;
  readonly credentials: SigningCredentials;
}

export interface SigningCredentials {
  readonly accessKeyId: Expression;
  readonly secretAccessKey: Expression;
  /** Of temporary credentials. */
  readonly sessionToken?: Expression;
}

/** Policies that sign, and the headers that the request then needs. */
export interface Signature {
  readonly policies: readonly PolicyElement[];
  readonly headers: readonly (readonly [name: string, value: string | Expression])[];
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const text = (name: string): Expression => cs.variable(name, 'string');
const hash = (content: Expression): Expression => cs.hexadecimal(cs.sha256(content));

/** The one place that knows how AWS's requests are signed. Variables are called `aws-...`. */
export function signRequest(request: SignedRequest): Signature {
  const { service, region, credentials } = request;
  const date = text('aws-date');
  const scope = text('aws-scope');
  const signed = signedHeaders(request);
  const policies = [
    setVariable('aws-date', cs.call(cs.member(cs.named('DateTime'), 'UtcNow'), 'ToString', "yyyyMMdd'T'HHmmss'Z'")),
    setVariable('aws-scope', cs.concatenation(day(date), `/${region}/${service}/aws4_request`)),
    setVariable('aws-payload-hash', hash(bytesOf(request))),
    setVariable('aws-canonical-request', canonicalRequest(request, signed)),
    setVariable(
      'aws-string-to-sign',
      cs.concatenation(`${ALGORITHM}\n`, date, '\n', scope, '\n', hash(cs.utf8(text('aws-canonical-request')))),
    ),
    setVariable('aws-signature', cs.hexadecimal(signature(request))),
  ];
  const authorization = cs.concatenation(
    `${ALGORITHM} Credential=`,
    credentials.accessKeyId,
    '/',
    scope,
    `, SignedHeaders=${signed.map(([name]) => name).join(';')}, Signature=`,
    text('aws-signature'),
  );
  return {
    policies,
    headers: [...request.headers, ...ownHeaders(request), ['Authorization', authorization]],
  };
}

const day = (date: Expression): Expression => cs.call(date, 'Substring', 0, 8);

function bytesOf({ body, isBytes }: SignedRequest): Expression {
  return isBytes === true && typeof body === 'object' ? body : cs.utf8(body);
}

/** Headers that the signature itself brings. S3 alone asks for the payload's hash as a header. */
function ownHeaders({ credentials, service }: SignedRequest): readonly (readonly [string, Expression])[] {
  return [
    ...(service === 's3' ? [['X-Amz-Content-Sha256', text('aws-payload-hash')] as const] : []),
    ['X-Amz-Date', text('aws-date')],
    ...(credentials.sessionToken === undefined ? [] : [['X-Amz-Security-Token', credentials.sessionToken] as const]),
  ];
}

type Header = readonly [name: string, value: string | Expression];

/** Names in lower case and in order, as they are signed. */
function signedHeaders(request: SignedRequest): readonly Header[] {
  const given = request.headers.map(([name, value]): Header => [name, canonicalValue(value)]);
  const all: readonly Header[] = [['host', request.host], ...given, ...ownHeaders(request)];
  const lower = all.map(([name, value]): Header => [name.toLowerCase(), value]);
  return lower.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function canonicalRequest(request: SignedRequest, signed: readonly Header[]): Expression {
  const lines: (string | Expression)[] = [
    request.method,
    '\n',
    canonicalPath(request),
    '\n',
    request.query ?? '',
    '\n',
    ...signed.flatMap(([name, value]) => [`${name}:`, value, '\n']),
    `\n${signed.map(([name]) => name).join(';')}\n`,
    text('aws-payload-hash'),
  ];
  const joined = cs.joinedText(lines);
  return typeof joined === 'string' ? cs.literal(joined) : joined;
}

/** Encoded once more for every service but S3 (AWS General Reference): a sent `%2F` is signed as `%252F`. */
function canonicalPath({ path, service }: SignedRequest): string | Expression {
  if (service === 's3') return path;
  if (typeof path === 'string') return path.split('/').map(escapeDataString).join('/');
  return cs.call(cs.call(cs.named('Uri'), 'EscapeDataString', path), 'Replace', '%2F', '/');
}

function escapeDataString(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Without blanks at the ends, and with one where several are. */
function canonicalValue(value: string | Expression): string | Expression {
  if (typeof value === 'string') return value.trim().replace(/ +/g, ' ');
  return cs.call(cs.call(cs.named('Regex'), 'Replace', value, ' +', ' '), 'Trim');
}

function signature({ credentials, region, service }: SignedRequest): Expression {
  const start = cs.utf8(cs.concatenation('AWS4', credentials.secretAccessKey));
  const parts = [day(text('aws-date')), region, service, 'aws4_request', text('aws-string-to-sign')];
  return parts.reduce<Expression>((key, part) => cs.hmacSha256(key, cs.utf8(part)), start);
}
