import type { SandboxRequest } from '../http-server.ts';
import type { Protocol } from './protocol.ts';
import { matchRoute, type RouteEntry } from './router.ts';
import { unknownOperation, type AwsService } from './service.ts';

export interface OperationRoute extends RouteEntry {
  /** As the API reference names it. */
  readonly operation: string;
}

export interface RestServiceOptions {
  readonly name: string;
  readonly signingName?: string;
  readonly protocol: Protocol;
  readonly routes: readonly OperationRoute[];
}

/** A service whose operation is a method and a path. */
export function restService({ name, signingName = name, protocol, routes }: RestServiceOptions): AwsService {
  const identity = { name, signingName, protocol };
  return {
    ...identity,
    operations: [...new Set(routes.map(({ operation }) => operation))],
    operationOf: (request) => matchRoute(routes, request)?.entry.operation,
    answer(request: SandboxRequest) {
      const matched = matchRoute(routes, request);
      if (!matched) throw unknownOperation(identity, `${request.method} ${request.url.pathname}`);
      return matched.entry.handle(matched.routed);
    },
  };
}
