import { idOf, type ResourceKind } from './resource-kind.ts';

export const tags: ResourceKind = {
  pattern: 'tags/{}',
  read: (call, options) => call.client.tag.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.tag.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, options),
  remove: (call, ifMatch, options) =>
    call.client.tag.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.tag.listByService(call.at.resourceGroup, call.at.service, options),
};

/** A tag at an API: the PUT has no body, and GET answers the tag. */
export const apiTags: ResourceKind = {
  pattern: 'apis/{}/tags/{}',
  read: (call, options) =>
    call.client.tag.getByApi(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), options),
  write: (call, _properties, options) =>
    call.client.tag.assignToApi(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), {
      onResponse: options.onResponse,
    }),
  remove: (call, _ifMatch, options) =>
    call.client.tag.detachFromApi(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), {
      onResponse: options.onResponse,
    }),
  list: (call, options) => call.client.tag.listByApi(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
};
