import type { RouteEntry } from '../router.ts';
import type { AwsState } from '../state.ts';
import { accountReads, restApiReads } from './reads.ts';
import { restApiWrites } from './writes.ts';

/** API Gateway's REST API control plane (version 1). */
export function apiGatewayV1(state: AwsState): RouteEntry[] {
  return [...restApiReads(state), ...accountReads(state), ...restApiWrites(state)];
}
