import { idOf, type ResourceKind } from './resource-kind.ts';

export const apiVersionSets: ResourceKind = {
  pattern: 'apiVersionSets/{}',
  read: (call, options) =>
    call.client.apiVersionSet.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.apiVersionSet.createOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.apiVersionSet.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.apiVersionSet.listByService(call.at.resourceGroup, call.at.service, options),
};

/**
 * APIs. With `format` and `value` the PUT imports a document and is long-running, without them it answers at once.
 * The SDK calls the contract's `type` `apiType`, and the contract's `apiType` `soapApiType` (10.0.0, read in its mappers).
 */
export const apis: ResourceKind = {
  pattern: 'apis/{}',
  spelling: { type: 'apiType', apiType: 'soapApiType' },
  read: (call, options) => call.client.api.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.api.beginCreateOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, options),
  remove: (call, ifMatch, options) =>
    call.client.api.beginDelete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, {
      ...options,
      deleteRevisions: true,
    }),
  list: (call, options) => call.client.api.listByService(call.at.resourceGroup, call.at.service, options),
};

export const apiOperations: ResourceKind = {
  pattern: 'apis/{}/operations/{}',
  read: (call, options) =>
    call.client.apiOperation.get(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), options),
  write: (call, properties, options) =>
    call.client.apiOperation.createOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.apiOperation.delete(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      ifMatch,
      options,
    ),
  list: (call, options) =>
    call.client.apiOperation.listByApi(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
};
