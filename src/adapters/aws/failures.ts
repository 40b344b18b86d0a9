import type { FailureKind } from '../../model/outcome.ts';
import { FailureError } from '../../model/outcome.ts';

/** What the AWS SDK's errors carry, read structurally: its exception classes differ by client. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Codes that say more than their HTTP status. Route 53 throttles with HTTP 400. */
const KIND_OF_CODE = new Map<string, FailureKind>([
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
  if (known !== undefined) return known;
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? 'defect' : kindOfStatus(status);
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
  const code = codeOf(error);
  const kind = kindOf(error, code);
  const seconds = Number(error.$response?.headers?.['retry-after']);
  const wait = kind === 'transient' && seconds > 0 ? { retryAfterSeconds: seconds } : {};
  return new FailureError({ kind, code, message: `${call} failed: ${error.message}`, at, ...wait }, { cause: error });
}
