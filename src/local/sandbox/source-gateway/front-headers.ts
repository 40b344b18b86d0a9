import { randomUUID } from 'node:crypto';
import type { SandboxResponse } from '../http-server.ts';
import type { GatewayCall } from './call.ts';

/** Error types of AWS's front by status, where the message does not say another (recorded 2023-07-27 to 2025-09-29). */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'BadRequestException',
  403: 'ForbiddenException',
  500: 'InternalServerErrorException',
};
const MISSING_TOKEN = 'Missing Authentication Token';

/** What AWS's front adds to an answer; `message` is that of API Gateway's own refusal. A caller's trace goes on (recorded 2024-08-07). */
export function withFrontHeaders(
  response: SandboxResponse,
  call: GatewayCall,
  { message, isTraced }: { readonly message: string | undefined; readonly isTraced: boolean },
): SandboxResponse {
  if (call.kind !== 'rest') return { ...response, headers: { ...response.headers, 'apigw-requestid': call.requestId } };
  const errorType = message === MISSING_TOKEN ? 'MissingAuthenticationTokenException' : ERROR_TYPES[response.status];
  return {
    ...response,
    headers: {
      ...response.headers,
      'x-amzn-requestid': call.requestId,
      'x-amz-apigw-id': randomUUID().replaceAll('-', '').slice(0, 16),
      ...(message !== undefined && errorType !== undefined && { 'x-amzn-errortype': errorType }),
      ...(isTraced && { 'x-amzn-trace-id': call.request.headers['x-amzn-trace-id'] ?? `Root=${call.requestId}` }),
    },
  };
}
