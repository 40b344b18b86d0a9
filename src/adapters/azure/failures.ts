import { FailureError, type Failure, type FailureKind } from '../../model/outcome.ts';

/**
 * Codes that Azure answers with a 4xx status although the same request may go through later (2026-11-23):
 * ManagementApiRequestFailed and PessimisticConcurrencyConflict while API Management works on the same thing, ServiceLocked while
 * its hostnames roll out, ObjectIsBeing... while Key Vault finishes a deletion or a recovery.
 */
const PASSING_CODES = new Set([
  'ManagementApiRequestFailed',
  'PessimisticConcurrencyConflict',
  'ServiceLocked',
  'ObjectIsBeingDeleted',
  'ObjectIsBeingRecovered',
]);

const KIND_OF_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'denied',
  403: 'denied',
  404: 'missing',
  408: 'transient',
  409: 'conflict',
  412: 'conflict',
  429: 'transient',
};

/** A `Conflict` with this text is a PessimisticConcurrencyConflict on its way through a deployment (apiops' table, 2026-11-29). */
const IN_PROGRESS = /^Operation on the \w+ is in progress/;

/** What TLS says about a peer that is not who it should be: asking again will not help. */
const TLS_CODE = /^(ERR_TLS_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(GET|VERIFY)|ERR_SSL_|HOSTNAME_MISMATCH)/;

/** What core-lro throws for an operation that ended as `Failed`: an Error whose text alone holds code and message. */
const FAILED_OPERATION = /^The long-running operation has (?:failed|been canceled)(?:\. (?:(\w+)\. )?(.*))?$/s;

interface ServiceError {
  readonly code?: string;
  readonly message?: string;
  readonly details?: readonly unknown[];
  readonly innererror?: ServiceError;
}

/**
 * Turns what an Azure SDK threw into a failure kind, the error kept as `cause`. The service's code, message and details
 * are kept: the details of a ValidationError name the part of the document that was refused. A FailureError passes unchanged.
 */
export function azureFailure(error: unknown): FailureError {
  if (error instanceof FailureError) return error;
  const thrown = error as Readonly<Record<string, unknown>> & { name?: string; message?: string };
  const statusCode = statusOf(thrown);
  if (statusCode !== undefined) return new FailureError(serviceFailure(thrown, statusCode), { cause: error });
  return new FailureError(unansweredFailure(thrown), { cause: error });
}

/** Runs SDK calls so that every error leaves as a FailureError. */
export async function withAzureFailures<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw azureFailure(error);
  }
}

function serviceFailure(thrown: Readonly<Record<string, unknown>>, statusCode: number): Failure {
  const answer = serviceErrorOf(thrown);
  const code = answer.code ?? textOf(thrown['code']) ?? `HTTP-${statusCode}`;
  const passing =
    PASSING_CODES.has(code) ||
    PASSING_CODES.has(answer.innererror?.code ?? '') ||
    (statusCode === 409 && IN_PROGRESS.test(answer.message ?? ''));
  const kind = passing ? 'transient' : (KIND_OF_STATUS[statusCode] ?? (statusCode >= 500 ? 'transient' : 'invalid'));
  const at = urlOf(thrown);
  const retryAfterSeconds = kind === 'transient' ? retryAfterOf(thrown) : undefined;
  return {
    kind,
    code: answer.innererror?.code ?? code,
    message: `${answer.message ?? textOf(thrown['message']) ?? 'no message'}${detailsText(answer)} (HTTP ${statusCode})`,
    ...(at && { at }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** No answer of a service: sockets, credentials, a failed operation, or a defect of ours. */
function unansweredFailure(thrown: Readonly<Record<string, unknown>>): Failure {
  const name = textOf(thrown['name']) ?? '';
  const message = textOf(thrown['message']) ?? 'no message';
  const code = textOf(thrown['code']);
  const at = urlOf(thrown);
  const failure = (kind: FailureKind, ofCode: string): Failure => ({ kind, code: ofCode, message, ...(at && { at }) });
  const operation = FAILED_OPERATION.exec(message);
  if (operation) {
    const [, ofOperation = 'OPERATION-FAILED', reason = message] = operation;
    const passes = PASSING_CODES.has(ofOperation) || ofOperation.startsWith('Internal');
    return { ...failure(passes ? 'transient' : 'invalid', ofOperation), message: reason };
  }
  if (name === 'CredentialUnavailableError') return failure('denied', 'CREDENTIAL-UNAVAILABLE');
  if (/^(AuthenticationError|AggregateAuthenticationError|AuthenticationRequiredError)$/.test(name))
    return failure('denied', 'AUTHENTICATION-FAILED');
  if (name === 'AbortError') return failure('transient', 'ABORTED');
  if (code && TLS_CODE.test(code)) return failure('invalid', code);
  if (name === 'RestError') return failure('transient', code ?? 'NO-ANSWER');
  return failure('defect', code ?? (name || 'ERROR'));
}

function statusOf(thrown: Readonly<Record<string, unknown>>): number | undefined {
  const status = Number(thrown['statusCode'] ?? (thrown['response'] as { status?: unknown } | undefined)?.status);
  return Number.isInteger(status) && status >= 400 ? status : undefined;
}

/** The error as the service wrote it: ARM and Key Vault `{error}`, DNS `{code, message}`, Tables `{odata.error}`. */
function serviceErrorOf(thrown: Readonly<Record<string, unknown>>): ServiceError {
  const response = thrown['response'] as { bodyAsText?: string; parsedBody?: unknown } | undefined;
  const body =
    parsedObject(response?.bodyAsText) ?? asObject(thrown['details']) ?? asObject(response?.parsedBody) ?? {};
  const odata = asObject(body['odata.error'] ?? body['odataError']);
  if (odata)
    return { ...textMember('code', odata['code']), ...textMember('message', asObject(odata['message'])?.['value']) };
  const inner = asObject(body['error']) ?? body;
  // The client of secrets spells it in camel case (@azure/keyvault-secrets 4.12.0, 2026-11-29).
  const innererror = asObject(inner['innererror'] ?? inner['innerError']);
  return {
    ...textMember('code', inner['code']),
    ...textMember('message', inner['message']),
    ...(Array.isArray(inner['details']) && { details: inner['details'] }),
    ...(innererror && { innererror: textMember('code', innererror['code']) }),
  };
}

function detailsText(answer: ServiceError): string {
  const texts = (answer.details ?? []).flatMap((detail) => {
    const { target, message } = asObject(detail) ?? {};
    const text = [textOf(target), textOf(message)].filter(Boolean).join(': ');
    return text === '' ? [] : [text];
  });
  return texts.length === 0 ? '' : ` [${texts.join('; ')}]`;
}

function retryAfterOf(thrown: Readonly<Record<string, unknown>>): number | undefined {
  const headers = (thrown['response'] as { headers?: { get?: (name: string) => string | undefined } } | undefined)
    ?.headers;
  const seconds = Number(headers?.get?.('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** Without the query: it may hold a signature. */
function urlOf(thrown: Readonly<Record<string, unknown>>): string | undefined {
  const url = (thrown['request'] as { url?: unknown } | undefined)?.url;
  return typeof url === 'string' ? url.split('?')[0] : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const textMember = <K extends string>(name: K, value: unknown): { [key in K]?: string } =>
  textOf(value) === undefined ? {} : ({ [name]: value } as { [key in K]: string });
const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;

function parsedObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (!text) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
