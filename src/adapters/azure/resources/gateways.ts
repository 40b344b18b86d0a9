import { assignment } from './assignment.ts';
import { entity } from './entity.ts';

/** Self-hosted gateways. */
export const gateways = entity('gateways/{}', {
  operations: ({ gateway }) => gateway,
  list: (gateway, ...args) => gateway.listByService(...args),
});

/** Which APIs a gateway serves; there is no GET, HEAD answers 200 (contract 2024-05-01). */
export const gatewayApis = assignment('gateways/{}/apis/{}', {
  isThere: ({ gatewayApi }, ...args) => gatewayApi.getEntityTag(...args),
  assign: ({ gatewayApi }, ...args) => gatewayApi.createOrUpdate(...args),
  detach: ({ gatewayApi }, ...args) => gatewayApi.delete(...args),
  list: ({ gatewayApi }, ...args) => gatewayApi.listByService(...args),
});

export const gatewayHostnames = entity('gateways/{}/hostnameConfigurations/{}', {
  operations: ({ gatewayHostnameConfiguration }) => gatewayHostnameConfiguration,
  list: (hostname, ...args) => hostname.listByService(...args),
});
