import { idOf, type ResourceKind } from './resource-kind.ts';

/** Named values: the PUT is long-running, and GET never answers a secret one's value. */
export const namedValues: ResourceKind = {
  pattern: 'namedValues/{}',
  read: (call, options) => call.client.namedValue.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.namedValue.beginCreateOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.namedValue.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.namedValue.listByService(call.at.resourceGroup, call.at.service, options),
};

/** Backends. The SDK drops `type` silently, a pool needs it as `typePropertiesType` (10.0.0, 2026-11-23). */
export const backends: ResourceKind = {
  pattern: 'backends/{}',
  spelling: { type: 'typePropertiesType' },
  read: (call, options) => call.client.backend.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.backend.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, options),
  remove: (call, ifMatch, options) =>
    call.client.backend.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.backend.listByService(call.at.resourceGroup, call.at.service, options),
};
