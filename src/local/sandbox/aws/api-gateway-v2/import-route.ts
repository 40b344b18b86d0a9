import type { SandboxResponse } from '../../http-server.ts';
import { importHttpApi, ImportRefused } from '../import-definition.ts';
import type { OperationRoute } from '../rest-service.ts';
import type { RoutedRequest } from '../router.ts';
import type { AwsState } from '../state.ts';
import { badRequest } from '../wire.ts';
import { json } from './get.ts';

/** ImportApi: an OpenAPI 3 definition becomes an HTTP API. */
export function importRoute(state: AwsState): OperationRoute {
  return {
    operation: 'ImportApi',
    method: 'PUT',
    pattern: '/v2/apis',
    handle: (routed) => importApi(state, routed),
  };
}

function importApi(state: AwsState, { request }: RoutedRequest): SandboxResponse {
  const { body } = JSON.parse(request.body.toString('utf8')) as { readonly body?: string };
  try {
    const { api, warnings } = importHttpApi(body ?? '');
    state.httpApis.set(api.api.ApiId ?? '', api);
    return json(warnings.length > 0 ? { ...api.api, Warnings: warnings } : api.api, 201);
  } catch (error) {
    if (error instanceof ImportRefused) throw badRequest(error.message);
    throw error;
  }
}
