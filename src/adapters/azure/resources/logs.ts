import { idOf, type ResourceKind } from './resource-kind.ts';

/** Where logs go; that of Azure Monitor has no credentials. */
export const loggers: ResourceKind = {
  pattern: 'loggers/{}',
  read: (call, options) => call.client.logger.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.logger.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, options),
  remove: (call, ifMatch, options) =>
    call.client.logger.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.logger.listByService(call.at.resourceGroup, call.at.service, options),
};

/** What of an API's calls is logged. */
export const apiDiagnostics: ResourceKind = {
  pattern: 'apis/{}/diagnostics/{}',
  read: (call, options) =>
    call.client.apiDiagnostic.get(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), options),
  write: (call, properties, options) =>
    call.client.apiDiagnostic.createOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.apiDiagnostic.delete(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      ifMatch,
      options,
    ),
  list: (call, options) =>
    call.client.apiDiagnostic.listByService(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
};
