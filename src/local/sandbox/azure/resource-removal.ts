import type { SandboxResponse } from '../http-server.ts';
import { json } from './answers.ts';
import { revisionsOf } from './api-revisions.ts';
import { servicePath, type ArmContext, type ArmRequest } from './context.ts';
import { entityOperationHeaders } from './long-running.ts';
import { checkIfMatch, childrenOf, removeResource } from './resource-store.ts';
import { assignmentsOf, type ResourceType } from './resource-types.ts';
import type { ArmResource, AzureState } from './state.ts';

/** Deletes a resource, all below it and all that only stands for it; 204 when there is none (recorded 2026-11-23). */
export function remove(
  context: ArmContext,
  arm: ArmRequest,
  type: ResourceType,
  existing: ArmResource | undefined,
): SandboxResponse {
  if (!existing) return json(204);
  checkIfMatch(arm.request.headers['if-match'], existing);
  const { searchParams } = arm.request.url;
  const withRevisions = type.type === 'apis' && searchParams.get('deleteRevisions') === 'true';
  const doomed = withRevisions ? revisionsOf(context.state, existing.name) : [existing];
  for (const one of doomed) {
    removeAssignments(context.state, type, one);
    removeResource(context.state, one.id);
  }
  if (type.type === 'apis') removeUnusedVersionSet(context.state, existing);
  if (type.type === 'products' && searchParams.get('deleteSubscriptions') === 'true')
    removeSubscriptions(context.state, existing);
  if (!type.longRunningDelete) return json(200);
  const operation = context.operations.start(existing.id);
  return json(202, undefined, entityOperationHeaders(arm.base, existing.id, operation, 204));
}

/** What is assigned somewhere is no more assigned there once it is gone: an API in products, a user in groups, tags. */
function removeAssignments(state: AzureState, type: ResourceType, removed: ArmResource): void {
  const types = assignmentsOf(type.type).map((assignment) => `Microsoft.ApiManagement/service/${assignment.type}`);
  for (const { id, type: assigned, name } of state.resources.values())
    if (types.includes(assigned) && name.toLowerCase() === removed.name.toLowerCase()) removeResource(state, id);
}

function removeSubscriptions(state: AzureState, product: ArmResource): void {
  for (const subscription of childrenOf(state, servicePath(state), 'subscriptions'))
    if (String(subscription.properties['scope']).toLowerCase() === product.id.toLowerCase())
      removeResource(state, subscription.id);
}

/** A version set goes with the last API that it holds (recorded 2026-11-23). */
function removeUnusedVersionSet(state: AzureState, { properties }: ArmResource): void {
  const { apiVersionSetId } = properties;
  if (typeof apiVersionSetId !== 'string') return;
  const apis = childrenOf(state, servicePath(state), 'apis');
  if (!apis.some((api) => api.properties['apiVersionSetId'] === apiVersionSetId))
    removeResource(state, apiVersionSetId);
}
