import { servicePath } from './context.ts';
import { builtInHostname } from './hostnames.ts';
import type { ArmResource, AzureState } from './state.ts';

const GATEWAY = 'Microsoft.WindowsAzure.ApiManagement.Gateway';
/** Old protocols and ciphers are off, and HTTP/2 too. */
const CUSTOM_PROPERTIES = [
  'Security.Protocols.Tls10',
  'Security.Protocols.Tls11',
  'Security.Protocols.Ssl30',
  'Security.Ciphers.TripleDes168',
  'Security.Backend.Protocols.Tls10',
  'Security.Backend.Protocols.Tls11',
  'Security.Backend.Protocols.Ssl30',
  'Protocols.Server.Http2',
];

/** What `customProperties` is where nothing is said. */
export const defaultProperties = (): Record<string, string> =>
  Object.fromEntries(CUSTOM_PROPERTIES.map((name) => [`${GATEWAY}.${name}`, 'False']));

/** A service of the classic tiers as it is answered once it is there (recorded 2026-11-23). */
export function newService(state: AzureState, now: number): Omit<ArmResource, 'etag'> {
  const { service } = state;
  const at = new Date(now).toISOString();
  const by = { createdBy: 'sandbox@example.test', createdByType: 'User', createdAt: at };
  const systemData = { ...by, lastModifiedBy: by.createdBy, lastModifiedByType: 'User', lastModifiedAt: at };
  const site = (kind: string): string => `https://${service}.${kind}.azure-api.net`;
  return {
    id: servicePath(state),
    name: service,
    type: 'Microsoft.ApiManagement/service',
    location: 'East US',
    more: { sku: { name: 'Premium', capacity: 1 }, identity: null, zones: null, systemData },
    properties: {
      publisherEmail: 'sandbox@example.test',
      publisherName: 'Crossgate sandbox',
      notificationSenderEmail: 'apimgmt-noreply@mail.windowsazure.com',
      provisioningState: 'Succeeded',
      targetProvisioningState: '',
      createdAtUtc: at,
      gatewayUrl: `https://${service}.azure-api.net`,
      gatewayRegionalUrl: `https://${service}-eastus-01.regional.azure-api.net`,
      portalUrl: site('portal'),
      developerPortalUrl: site('developer'),
      managementApiUrl: site('management'),
      scmUrl: site('scm'),
      hostnameConfigurations: [builtInHostname(service, true)],
      publicIPAddresses: ['192.0.2.3'],
      privateIPAddresses: null,
      additionalLocations: null,
      virtualNetworkConfiguration: null,
      customProperties: defaultProperties(),
      virtualNetworkType: 'None',
      certificates: null,
      disableGateway: false,
      natGatewayState: 'Disabled',
      outboundPublicIPAddresses: ['192.0.2.3'],
      apiVersionConstraint: { minApiVersion: null },
      publicIpAddressId: null,
      publicNetworkAccess: 'Enabled',
      privateEndpointConnections: null,
      platformVersion: 'stv2.1',
    },
  };
}
