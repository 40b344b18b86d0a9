import { RestError } from '@azure/data-tables';
import { describe, expect, it } from 'vitest';
import { azureFailure, withAzureFailures } from '../../../../src/adapters/azure/failures.ts';
import { FailureError } from '../../../../src/model/outcome.ts';

const answered = (status: number, body: unknown, headers: Record<string, string> = {}): unknown => ({
  name: 'RestError',
  message: 'from the SDK',
  statusCode: status,
  request: { url: 'https://management.azure.com/subscriptions/s/service/x?sig=secret' },
  response: {
    status,
    bodyAsText: JSON.stringify(body),
    headers: { get: (name: string) => headers[name] },
  },
});

const error = (code: string) => ({ error: { code, message: 'because' } });

describe('Azure failures', () => {
  it.each([
    [400, 'ValidationError', 'invalid'],
    [401, 'InvalidAuthenticationToken', 'denied'],
    [403, 'AuthorizationFailed', 'denied'],
    [404, 'ResourceNotFound', 'missing'],
    [405, 'MethodNotAllowed', 'invalid'],
    [408, 'RequestTimeout', 'transient'],
    [409, 'Conflict', 'conflict'],
    [409, 'ManagementApiRequestFailed', 'transient'],
    [409, 'PessimisticConcurrencyConflict', 'transient'],
    [409, 'ServiceLocked', 'transient'],
    [409, 'ScopeLocked', 'conflict'],
    [412, 'PreconditionFailed', 'conflict'],
    [422, 'ManagementApiRequestFailed', 'transient'],
    [422, 'Unprocessable', 'invalid'],
    [422, 'ValidationError', 'invalid'],
    [429, 'TooManyRequests', 'transient'],
    [500, 'InternalServerError', 'transient'],
    [503, 'ServerTimeout', 'transient'],
  ])('%i %s is %s', (status, code, kind) => {
    const { failure } = azureFailure(answered(status, error(code)));
    expect(failure).toMatchObject({ kind, code });
  });

  it('keeps what a ValidationError says about the document', () => {
    const { failure } = azureFailure(
      answered(400, {
        error: {
          code: 'ValidationError',
          message: 'One or more fields contain incorrect values:',
          details: [
            { code: 'ValidationError', target: 'representation', message: 'Parsing error(s): line 3, column 9.' },
            { message: 'no target' },
          ],
        },
      }),
    );
    expect(failure.message).toBe(
      'One or more fields contain incorrect values: [representation: Parsing error(s): line 3, column 9.; no target] (HTTP 400)',
    );
  });

  it('names the URL without its query and keeps the cause', () => {
    const cause = answered(404, { code: 'NotFound', message: 'a DNS zone has no error member' });
    const mapped = azureFailure(cause);
    expect(mapped.failure).toMatchObject({
      code: 'NotFound',
      at: 'https://management.azure.com/subscriptions/s/service/x',
    });
    expect(mapped.cause).toBe(cause);
  });

  it('passes on how long a throttled caller shall wait', () => {
    const { failure } = azureFailure(answered(429, error('TooManyRequests'), { 'retry-after': '17' }));
    expect(failure.retryAfterSeconds).toBe(17);
  });

  it('waits for an operation on the same API, whatever code it comes under', () => {
    const conflict = (message: string) => azureFailure(answered(409, { error: { code: 'Conflict', message } })).failure;
    expect(conflict('Operation on the API is in progress').kind).toBe('transient');
    expect(conflict('The name is in use').kind).toBe('conflict');
  });

  it("takes Key Vault's inner code, and waits for a deletion that runs", () => {
    const inUse = (code: string) => ({ error: { code: 'Conflict', message: 'in use', innererror: { code } } });
    expect(azureFailure(answered(409, inUse('ObjectIsDeletedButRecoverable'))).failure).toMatchObject({
      kind: 'conflict',
      code: 'ObjectIsDeletedButRecoverable',
    });
    expect(azureFailure(answered(409, inUse('ObjectIsBeingDeleted'))).failure.kind).toBe('transient');
  });

  it('takes the inner code where a client tells no body', () => {
    const details = { error: { code: 'Conflict', message: 'in use', innerError: { code: 'ObjectIsBeingRecovered' } } };
    const thrown = { name: 'RestError', message: 'in use', code: 'Conflict', statusCode: 409, details };
    expect(azureFailure(thrown).failure).toMatchObject({ kind: 'transient', code: 'ObjectIsBeingRecovered' });
  });

  it("reads the tables' odata error", () => {
    const body = { 'odata.error': { code: 'EntityAlreadyExists', message: { lang: 'en', value: 'exists' } } };
    expect(azureFailure(answered(409, body)).failure).toMatchObject({
      code: 'EntityAlreadyExists',
      message: 'exists (HTTP 409)',
    });
  });

  it('tells a socket that broke from a peer that is somebody else', () => {
    expect(azureFailure(new RestError('reset', { code: 'ECONNRESET' })).failure.kind).toBe('transient');
    expect(azureFailure(new RestError('who?', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })).failure.kind).toBe('invalid');
    expect(azureFailure(new RestError('who?', { code: 'SELF_SIGNED_CERT_IN_CHAIN' })).failure.kind).toBe('invalid');
  });

  it('reads the reason of an operation that failed', () => {
    const { failure } = azureFailure(
      new Error('The long-running operation has failed. ValidationError. Cannot parse the document.'),
    );
    expect(failure).toMatchObject({
      kind: 'invalid',
      code: 'ValidationError',
      message: 'Cannot parse the document.',
    });
    const failed = (code: string) =>
      azureFailure(new Error(`The long-running operation has failed. ${code}. x`)).failure;
    expect(failed('ManagementApiRequestFailed').kind).toBe('transient');
    expect(failed('InternalServerError').kind).toBe('transient');
  });

  it('knows missing credentials', () => {
    const cause = Object.assign(new Error('no identity'), { name: 'CredentialUnavailableError' });
    expect(azureFailure(cause).failure.kind).toBe('denied');
  });

  it('calls everything else a defect and lets FailureErrors pass', async () => {
    expect(azureFailure(new TypeError('undefined is not')).failure).toMatchObject({
      kind: 'defect',
      code: 'TypeError',
    });
    const own = new FailureError({ kind: 'invalid', code: 'OURS', message: 'ours' });
    await expect(withAzureFailures(() => Promise.reject(own))).rejects.toBe(own);
  });
});
