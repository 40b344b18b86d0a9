import type { SandboxResponse } from '../http-server.ts';
import { json, Refusal } from './answers.ts';
import { revisionsOf } from './api-revisions.ts';
import { servicePath, type ArmContext, type ArmRequest } from './context.ts';
import { entityOperationHeaders } from './long-running.ts';
import { checkUnreferenced } from './references.ts';
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
  checkRemovable(context.state, type, existing, searchParams);
  const withRevisions = type.type === 'apis' && searchParams.get('deleteRevisions') === 'true';
  const doomed = withRevisions ? revisionsOf(context.state, existing.name) : [existing];
  for (const one of doomed) {
    removeAssignments(context.state, type, one);
    removeResource(context.state, one.id);
  }
  if (type.type === 'apis') removeUnusedVersionSet(context.state, existing);
  for (const subscription of subscriptionsOf(context.state, type, existing))
    removeResource(context.state, subscription.id);
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

/**
 * Throws 400 `ValidationError` for a product or user with subscriptions, in the words of apiops#94 (2022-08-17; those about users
 * are assumed), and for what others refer to; 405 for a built-in group (assumed, 2026-11-29).
 */
function checkRemovable(state: AzureState, type: ResourceType, existing: ArmResource, query: URLSearchParams): void {
  const { label } = type;
  if (existing.properties['builtIn'] === true)
    throw new Refusal(405, 'MethodNotAllowed', 'System entity cannot be deleted.');
  if (query.get('deleteSubscriptions') !== 'true' && subscriptionsOf(state, type, existing).length > 0)
    throw new Refusal(
      400,
      'ValidationError',
      `${label} cannot be deleted since it has existing subscriptions. Delete subscriptions before deleting the ${label.toLowerCase()} or pass in deleteSubscriptions=true as query param`,
    );
  checkUnreferenced(state, type.type, existing);
}

/** The subscriptions to a product, or of a user. */
function subscriptionsOf(state: AzureState, { type }: ResourceType, { id }: ArmResource): ArmResource[] {
  const member = type === 'products' ? 'scope' : type === 'users' ? 'ownerId' : undefined;
  if (member === undefined) return [];
  return childrenOf(state, servicePath(state), 'subscriptions').filter(
    ({ properties }) => String(properties[member]).toLowerCase() === id.toLowerCase(),
  );
}

/** A version set goes with the last API that it holds (recorded 2026-11-23). */
function removeUnusedVersionSet(state: AzureState, { properties }: ArmResource): void {
  const { apiVersionSetId } = properties;
  if (typeof apiVersionSetId !== 'string') return;
  const apis = childrenOf(state, servicePath(state), 'apis');
  if (!apis.some((api) => api.properties['apiVersionSetId'] === apiVersionSetId))
    removeResource(state, apiVersionSetId);
}
