import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../http-server.ts';
import { apiManagement } from './api-management.ts';
import { Refusal, refusalAnswer } from './answers.ts';
import { servicePath, type ArmContext } from './context.ts';
import { findResource } from './resource-store.ts';
import { serviceAnswer } from './service.ts';
import type { WriteQuota } from './write-quota.ts';

/** Azure Resource Manager: bearer token, throttling, then the provider that the path names. */
export function armHandler(context: ArmContext, quota: WriteQuota, token: string): SandboxHandler {
  return (request) => {
    try {
      if (request.headers['authorization'] !== `Bearer ${token}`)
        throw new Refusal(401, 'InvalidAuthenticationToken', 'The access token is missing or invalid.');
      if (request.method !== 'GET' && request.method !== 'HEAD') throttle(context, quota);
      return route(context, request);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error);
      throw error;
    }
  };
}

function throttle(context: ArmContext, quota: WriteQuota): void {
  const seconds = context.faults.isActive('throttled') ? 1 : quota.take();
  if (seconds === 0) return;
  throw new Refusal(429, 'TooManyRequests', 'The request is being throttled.', undefined, seconds);
}

function route(context: ArmContext, request: SandboxRequest): SandboxResponse {
  const { state } = context;
  const path = decodeURIComponent(request.url.pathname).replace(/\/+$/, '');
  const base = `${request.url.protocol}//${request.url.host}`;
  const match =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)(?:\/(.*))?$/i.exec(
      path,
    );
  if (!match) throw new Refusal(404, 'InvalidResourceType', `The sandbox has nothing at ${path}.`);
  const [, subscription = '', group = '', service = '', rest] = match;
  if (subscription.toLowerCase() !== state.subscriptionId.toLowerCase())
    throw new Refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  if (group.toLowerCase() !== state.resourceGroup.toLowerCase())
    throw new Refusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  if (service.toLowerCase() !== state.service.toLowerCase())
    throw new Refusal(
      404,
      'ResourceNotFound',
      `The Resource 'Microsoft.ApiManagement/service/${service}' under resource group '${group}' was not found.`,
    );
  const full = `${servicePath(state)}${rest === undefined ? '' : `/${rest}`}`;
  if (rest !== undefined) return apiManagement(context, { request, path: full, base }, rest.split('/'));
  const resource = findResource(state, full);
  if (!resource) throw new Refusal(404, 'ResourceNotFound', 'The service was not found.');
  return serviceAnswer(state, request, resource);
}
