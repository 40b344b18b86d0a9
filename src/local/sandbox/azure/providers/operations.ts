import type { SandboxResponse } from '../../http-server.ts';
import { json, Refusal } from '../answers.ts';
import type { ArmContext, ArmRequest } from '../context.ts';
import { isProvider } from './types.ts';

const OPERATION =
  /^\/subscriptions\/[^/]+\/providers\/([^/]+)\/locations\/[^/]+\/(operations|operationResults)\/([^/]+)$/i;

/** How an operation on a resource of the table stands; undefined for any other path. */
export function operationAnswer(
  { operations }: ArmContext,
  { path, request }: ArmRequest,
): SandboxResponse | undefined {
  const [, provider = '', kind = '', id = ''] = OPERATION.exec(path) ?? [];
  if (id === '' || !isProvider(provider)) return undefined;
  const status = operations.status(id);
  if (status === undefined) throw new Refusal(404, 'OperationNotFound', 'The operation was not found.');
  if (kind.toLowerCase() === 'operations') return json(200, { status });
  return status === 'InProgress' ? json(202, undefined, { Location: request.url.href }) : json(204);
}

/** A write is followed at `Azure-AsyncOperation`, a removal at `Location` too (ARM, asynchronous operations). */
export function operationHeaders(
  base: string,
  subscriptionId: string,
  type: string,
  id: string,
  method: 'PUT' | 'DELETE',
): Record<string, string> {
  const at = `${base}/subscriptions/${subscriptionId}/providers/${type.split('/')[0] ?? ''}/locations/eastus`;
  const query = 'api-version=2024-05-01';
  return {
    'Azure-AsyncOperation': `${at}/operations/${id}?${query}`,
    ...(method === 'DELETE' && { Location: `${at}/operationResults/${id}?${query}` }),
    'Retry-After': '1',
  };
}
