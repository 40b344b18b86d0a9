import { describe, expect, it } from 'vitest';
import { awsFailure } from '../../../../src/adapters/aws/failures.ts';

function sdkError(name: string, httpStatusCode?: number, headers: Record<string, string> = {}): Error {
  const metadata = httpStatusCode === undefined ? {} : { httpStatusCode };
  return Object.assign(new Error('said the service'), { name, $metadata: metadata, $response: { headers } });
}

describe('awsFailure', () => {
  it.each([
    ['Throttling', 400, 'transient'],
    ['PriorRequestNotComplete', 400, 'transient'],
    ['TooManyRequestsException', 429, 'transient'],
    ['ServiceUnavailable', 503, 'transient'],
    ['AccessDeniedException', 403, 'denied'],
    ['ExpiredToken', 400, 'denied'],
    ['CredentialsProviderError', undefined, 'denied'],
    ['NotFoundException', 404, 'missing'],
    ['NoSuchHostedZone', 404, 'missing'],
    ['InvalidChangeBatch', 400, 'conflict'],
    ['ConflictException', 409, 'conflict'],
    ['BadRequestException', 400, 'invalid'],
    ['TypeError', undefined, 'defect'],
  ])('calls %s with HTTP %s %s', (name, status, kind) => {
    const { failure } = awsFailure(sdkError(name, status), 'apigateway:GET /restapis', 'arn');
    expect(failure).toEqual({
      kind,
      code: name,
      message: 'apigateway:GET /restapis failed: said the service',
      at: 'arn',
    });
  });

  it('keeps the wait that the service asked for', () => {
    const error = sdkError('TooManyRequestsException', 429, { 'retry-after': '3' });
    expect(awsFailure(error, 'call', 'arn').failure.retryAfterSeconds).toBe(3);
  });

  it('keeps a failure that already is one', () => {
    const failure = awsFailure('odd', 'call', 'arn');
    expect(awsFailure(failure, 'other', 'arn')).toBe(failure);
    expect(failure.failure.kind).toBe('defect');
  });
});
