import { idOf, type ResourceKind } from './resource-kind.ts';

/** Schemas of the service, by which policies validate; the PUT is long-running. */
export const schemas: ResourceKind = {
  pattern: 'schemas/{}',
  read: (call, options) => call.client.globalSchema.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.globalSchema.beginCreateOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.globalSchema.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.globalSchema.listByService(call.at.resourceGroup, call.at.service, options),
};
