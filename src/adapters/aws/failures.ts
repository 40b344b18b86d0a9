import type { FailureKind } from '../../model/outcome.ts';
import { FailureError } from '../../model/outcome.ts';

/** What the AWS SDK's errors carry, read structurally: its exception classes differ by client. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Codes that say more than their HTTP status. Route 53 throttles with HTTP 400. */
const KIND_OF_CODE = new Map<string, FailureKind | 'unimplemented'>([
  ['Throttling', 'transient'],
  ['ThrottlingException', 'transient'],
  ['TooManyRequestsException', 'transient'],
  ['PriorRequestNotComplete', 'transient'],
  ['RequestInProgressException', 'transient'],
  ['TimeoutError', 'transient'],
  ['ECONNREFUSED', 'transient'],
  ['ECONNRESET', 'transient'],
  ['ETIMEDOUT', 'transient'],
  ['EAI_AGAIN', 'transient'],
  // A name that does not resolve is a wrong endpoint or no network: asking again helps neither.
  ['ENOTFOUND', 'invalid'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['CredentialsProviderError', 'denied'],
  ['ExpiredToken', 'denied'],
  ['ExpiredTokenException', 'denied'],
  ['InvalidClientTokenId', 'denied'],
  ['UnrecognizedClientException', 'denied'],
  ['NoSuchHostedZone', 'missing'],
  ['NoSuchChange', 'missing'],
  ['ResourceNotFoundException', 'missing'],
  // Of EC2.
  ['UnauthorizedOperation', 'denied'],
  // Emulators say so of what they lack, some with a status that else means to ask again.
  ['UnknownOperationException', 'unimplemented'],
  ['InvalidAction', 'unimplemented'],
  ['InvalidActionException', 'unimplemented'],
  ['NotImplemented', 'unimplemented'],
  ['NotImplementedError', 'unimplemented'],
  // One batch deletes the set as we read it, so a refused batch means that the set changed in between.
  ['InvalidChangeBatch', 'conflict'],
]);

function kindOfStatus(status: number): FailureKind {
  if (status === 429 || status >= 500) return 'transient';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'missing';
  return status === 409 ? 'conflict' : 'invalid';
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}

function codeOf(error: SdkError): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function kindOf(error: SdkError, code: string): FailureKind {
  const known = KIND_OF_CODE.get(code);
  if (known !== undefined) return known === 'unimplemented' ? 'invalid' : known;
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (status === 501) return 'invalid';
  return status === undefined ? 'defect' : kindOfStatus(status);
}

/** The code of an answer that no AWS service wrote: something between here and AWS did. */
export const NOT_AWS = 'not-an-aws-answer';
/** The code of an operation that the endpoint does not have, whatever it called it itself. */
export const UNIMPLEMENTED = 'unimplemented';

/** Code, kind and words of what was thrown. A page is known by its type: clients trip over its first letter. */
function readError(error: SdkError): { readonly code: string; readonly kind: FailureKind; readonly message: string } {
  const status = error.$response?.statusCode ?? error.$metadata?.httpStatusCode;
  if (/html/i.test(error.$response?.headers?.['content-type'] ?? '')) {
    const message = `the answer (HTTP ${status ?? 'unknown'}) is an HTML page, which no AWS service sends`;
    return { code: NOT_AWS, kind: (status ?? 0) >= 500 ? 'transient' : 'invalid', message };
  }
  const code = codeOf(error);
  const isLacking = KIND_OF_CODE.get(code) === 'unimplemented' || status === 501;
  return { code: isLacking ? UNIMPLEMENTED : code, kind: kindOf(error, code), message: error.message };
}

/**
 * Turns what an AWS client threw into a failure of ours.
 * @param call the call as the IAM action spells it, such as `apigateway:GET /restapis`
 * @param at the resource's ARN or id
 */
export function awsFailure(error: unknown, call: string, at: string): FailureError {
  if (error instanceof FailureError) return error;
  if (!isSdkError(error)) {
    return new FailureError({ kind: 'defect', code: 'unknown', message: `${call} failed: ${String(error)}`, at });
  }
  const { code, kind, message } = readError(error);
  const seconds = Number(error.$response?.headers?.['retry-after']);
  const wait = kind === 'transient' && seconds > 0 ? { retryAfterSeconds: seconds } : {};
  return new FailureError({ kind, code, message: `${call} failed: ${message}`, at, ...wait }, { cause: error });
}
