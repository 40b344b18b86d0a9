import { idOf, type ResourceKind } from './resource-kind.ts';

/** Certificates that backends are shown; those of a vault are read by the service itself. */
export const certificates: ResourceKind = {
  pattern: 'certificates/{}',
  read: (call, options) => call.client.certificate.get(call.at.resourceGroup, call.at.service, idOf(call, 0), options),
  write: (call, properties, options) =>
    call.client.certificate.createOrUpdate(call.at.resourceGroup, call.at.service, idOf(call, 0), properties, options),
  remove: (call, ifMatch, options) =>
    call.client.certificate.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), ifMatch, options),
  list: (call, options) => call.client.certificate.listByService(call.at.resourceGroup, call.at.service, options),
};
