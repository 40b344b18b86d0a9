import { idOf, type ResourceKind } from './resource-kind.ts';

export const products: ResourceKind = {
  pattern: 'products/{}',
  read: (call, options) => call.client.product.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.product.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, options),
  remove: (call, ifMatch, options) =>
    call.client.product.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.product.listByService(call.at.resourceGroup, call.at.service, options),
};

/** Membership of an API in a product: GET answers 405, HEAD 204 or 404; no properties, no ETag (recorded, 2026-11-23). */
export const productApis: ResourceKind = {
  pattern: 'products/{}/apis/{}',
  headOnly: true,
  read: (call, options) =>
    call.client.productApi.checkEntityExists(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      options,
    ),
  write: (call, _properties, options) =>
    call.client.productApi.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), {
      onResponse: options.onResponse,
    }),
  remove: (call, _ifMatch, options) =>
    call.client.productApi.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), {
      onResponse: options.onResponse,
    }),
  list: (call, options) =>
    call.client.productApi.listByProduct(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
};

/** Subscriptions: the keys are written and never read back by GET; nobody is sent a notification about a migrated key. */
export const subscriptions: ResourceKind = {
  pattern: 'subscriptions/{}',
  read: (call, options) => call.client.subscription.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.subscription.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, {
      ...options,
      notify: false,
    }),
  remove: (call, ifMatch, options) =>
    call.client.subscription.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.subscription.list(call.at.resourceGroup, call.at.service, options),
};
