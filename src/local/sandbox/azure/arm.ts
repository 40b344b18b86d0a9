import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../http-server.ts';
import { apiManagement } from './api-management.ts';
import { Refusal, refusalAnswer } from './answers.ts';
import { servicePath, type ArmContext, type ArmRequest } from './context.ts';
import { monitorMetrics } from './monitor.ts';
import { network } from './network/provider.ts';
import type { RequestQuota } from './request-quota.ts';
import { providers } from './providers/serve.ts';
import { findResource } from './resource-store.ts';
import { serviceAnswer, serviceOperation } from './service.ts';

/** ARM counts reads, writes and deletes apart (subscription limits, 2026-11-23). */
export interface RequestQuotas {
  readonly reads: RequestQuota;
  readonly writes: RequestQuota;
  readonly deletes: RequestQuota;
  /** Taken from instead of the quota of writes under the fault `throttled`: others of the subscription use up nearly all. */
  readonly scarce: RequestQuota;
}

/** Azure Resource Manager: bearer token, throttling, then the provider that the path names. */
export function armHandler(context: ArmContext, quotas: RequestQuotas, token: string): SandboxHandler {
  return (request) => {
    try {
      if (request.headers['authorization'] !== `Bearer ${token}`)
        throw new Refusal(401, 'InvalidAuthenticationToken', 'The access token is missing or invalid.');
      const kind = kindOf(request.method);
      const quota = kind !== 'reads' && context.faults.isActive('throttled') ? quotas.scarce : quotas[kind];
      throttle(quota);
      const answer = route(context, request);
      return {
        ...answer,
        headers: { ...answer.headers, [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(quota.left) },
      };
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error);
      throw error;
    }
  };
}

function kindOf(method: string): 'reads' | 'writes' | 'deletes' {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

function throttle(quota: RequestQuota): void {
  const seconds = quota.take();
  if (seconds === 0) return;
  throw new Refusal(429, 'TooManyRequests', 'The request is being throttled.', undefined, seconds);
}

const RESOURCE = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i;
const METRICS = /\/providers\/Microsoft\.Insights\/metrics$/i;

function route(context: ArmContext, request: SandboxRequest): SandboxResponse {
  const { state } = context;
  const path = decodeURIComponent(request.url.pathname).replace(/\/+$/, '');
  const base = `${request.url.protocol}//${request.url.host}`;
  const ofService = serviceOperation(context, { request, path, base }, servicePath(state));
  if (ofService) return ofService;
  const around = providers(context, { request, path, base });
  if (around) return around;
  const [, subscription = '', group = '', provider = '', rest = ''] = RESOURCE.exec(path) ?? [];
  if (rest === '') throw new Refusal(404, 'InvalidResourceType', `The sandbox has nothing at ${path}.`);
  if (subscription.toLowerCase() !== state.subscriptionId.toLowerCase())
    throw new Refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  if (group.toLowerCase() !== state.resourceGroup.toLowerCase())
    throw new Refusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  const segments = rest.split('/');
  if (/^Microsoft\.Network$/i.test(provider)) return network(context, { request, path, base }, segments);
  if (/^Microsoft\.ApiManagement$/i.test(provider))
    return apiManagementRoute(context, { request, path, base }, segments);
  throw new Refusal(404, 'InvalidResourceNamespace', `The sandbox has no resource provider '${provider}'.`);
}

function apiManagementRoute(
  context: ArmContext,
  { request, base }: ArmRequest,
  [type = '', service = '', ...rest]: readonly string[],
): SandboxResponse {
  const { state } = context;
  if (type.toLowerCase() !== 'service' || service.toLowerCase() !== state.service.toLowerCase())
    throw new Refusal(
      404,
      'ResourceNotFound',
      `The Resource 'Microsoft.ApiManagement/${type}/${service}' under resource group '${state.resourceGroup}' was not found.`,
    );
  const resource = findResource(state, servicePath(state));
  if (!resource) throw new Refusal(404, 'ResourceNotFound', 'The service was not found.');
  const path = [resource.id, ...rest].join('/');
  if (METRICS.test(path) && rest.length === 3) return monitorMetrics(context, request, resource.id);
  if (rest.length === 0) return serviceAnswer(context, { request, path, base }, resource);
  return apiManagement(context, { request, path, base }, rest);
}
