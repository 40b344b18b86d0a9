import type { ApimApi, ApimConfiguration, ApimProduct, ApimSubscription } from '../model/apim.ts';
import { GatewayFailure } from './failure.ts';
import { headerValue, queryEntries, type SimulatedRequest } from './message.ts';

export interface Access {
  readonly product: ApimProduct | null;
  readonly subscription: ApimSubscription | null;
}

const DEFAULT_NAMES = { header: 'Ocp-Apim-Subscription-Key', query: 'subscription-key' };

/**
 * Who calls, by the subscription key (header before query). Without a key an open product lets a caller in, or an API
 * that needs none. A key that is given must be good, also where none is needed (mapping.md B5).
 */
export function authorize(configuration: ApimConfiguration, api: ApimApi, request: SimulatedRequest): Access {
  const names = api.subscriptionKeyParameterNames ?? DEFAULT_NAMES;
  const inQuery = queryEntries(new URL(request.url).search).find(([name]) => name === names.query)?.[1];
  const key = headerValue(request.headers, names.header) ?? inQuery;
  const products = configuration.products.filter(
    ({ state, apiIds }) => state === 'published' && apiIds.includes(api.id),
  );
  if (key === undefined || key === '') return withoutKey(api, products);
  const subscription = configuration.subscriptions.find(({ primaryKey }) => primaryKey === key);
  const access = subscription?.state === 'active' ? accessOf(subscription, api, products) : undefined;
  if (access !== undefined) return access;
  throw new GatewayFailure({
    source: 'authorization',
    reason: 'SubscriptionKeyInvalid',
    message:
      'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
    status: 401,
  });
}

function withoutKey(api: ApimApi, products: readonly ApimProduct[]): Access {
  const open = products.find(({ subscriptionRequired }) => !subscriptionRequired);
  if (open !== undefined || !api.subscriptionRequired) return { product: open ?? null, subscription: null };
  throw new GatewayFailure({
    source: 'authorization',
    reason: 'SubscriptionKeyNotFound',
    message:
      'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
    status: 401,
  });
}

/** Scopes come short (`/products/x`) or as full resource ids. Keys of an API or of all run no product policy (C4). */
function accessOf(subscription: ApimSubscription, api: ApimApi, products: readonly ApimProduct[]): Access | undefined {
  const [, kind, id] = /\/(products|apis)(?:\/([^/]+))?\/?$/i.exec(subscription.scope) ?? [];
  if (kind?.toLowerCase() === 'products') {
    const product = products.find((candidate) => candidate.id.toLowerCase() === id?.toLowerCase());
    return product && { product, subscription };
  }
  const isOfApi = kind !== undefined && (id === undefined || id.toLowerCase() === api.id.toLowerCase());
  return isOfApi ? { product: null, subscription } : undefined;
}
