import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, LOCATION, ref, SERVICE, SERVICE_NAME, type BicepResource } from './bicep-file.ts';

/** API Management's own names in a private zone (Microsoft Learn, private endpoints of API Management, checked 2026-11-29). */
const ZONE = 'privatelink.azure-api.net';

/**
 * Private APIs and private names: a private endpoint of the service with private DNS zones of its own name and of each private
 * domain name (docs: mapping, B9). None without anything private.
 */
export function privateAccessFiles({ apis, domainNames, vpcEndpoints }: AwsInventory): readonly ArtefactFile[] {
  const names = [
    ...new Set(domainNames.filter(({ endpointType }) => endpointType === 'PRIVATE').map(({ name }) => name)),
  ];
  const isPrivate = names.length > 0 || vpcEndpoints.length > 0;
  if (!isPrivate && !apis.some(({ endpointType }) => endpointType === 'PRIVATE')) return [];
  return [
    bicepFile({
      name: 'private-access',
      about: [
        'Private APIs: a private endpoint of the service and the private DNS zones that lead to it.',
        'All APIs of the service are reached by it: give private ones a service of their own where public ones must not be.',
        'Afterwards close public access at the service (publicNetworkAccess), once every caller comes in by the endpoint.',
      ],
      parameters: [
        LOCATION,
        SERVICE_NAME,
        { name: 'subnetId', type: 'string', about: 'Resource id of the subnet of the private endpoint.' },
        {
          name: 'address',
          type: 'string',
          about: 'A free address of the subnet, which the private endpoint gets and private names lead to.',
        },
        {
          name: 'networkIds',
          type: 'array',
          about: 'Resource ids of the virtual networks that callers are in, at least that of the subnet.',
        },
      ],
      resources: [
        SERVICE,
        endpoint(),
        ...zoneOf('own', ZONE),
        group(),
        ...names.flatMap((name, index) => [...zoneOf(`name${index + 1}`, name), record(`name${index + 1}`)]),
      ],
    }),
  ];
}

const endpoint = (): BicepResource => ({
  symbol: 'privateEndpoint',
  type: 'Microsoft.Network/privateEndpoints@2024-05-01',
  body: {
    name: ref("'${serviceName}-private'"),
    location: ref('location'),
    properties: {
      subnet: { id: ref('subnetId') },
      ipConfigurations: [
        {
          name: 'gateway',
          properties: { groupId: 'Gateway', memberName: 'Gateway', privateIPAddress: ref('address') },
        },
      ],
      privateLinkServiceConnections: [
        { name: 'gateway', properties: { privateLinkServiceId: ref('service.id'), groupIds: ['Gateway'] } },
      ],
    },
  },
});

/** A zone that the callers' networks ask. */
const zoneOf = (symbol: string, name: string): readonly BicepResource[] => [
  {
    symbol: `${symbol}Zone`,
    type: 'Microsoft.Network/privateDnsZones@2020-06-01',
    body: { name, location: 'global' },
  },
  {
    symbol: `${symbol}Link`,
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01',
    each: '(networkId, index) in networkIds',
    body: {
      parent: ref(`${symbol}Zone`),
      name: ref("'network-${index}'"),
      location: 'global',
      properties: { registrationEnabled: false, virtualNetwork: { id: ref('networkId') } },
    },
  },
];

const group = (): BicepResource => ({
  symbol: 'zoneGroup',
  type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01',
  body: {
    parent: ref('privateEndpoint'),
    name: 'default',
    properties: {
      privateDnsZoneConfigs: [{ name: 'gateway', properties: { privateDnsZoneId: ref('ownZone.id') } }],
    },
  },
});

const record = (symbol: string): BicepResource => ({
  symbol: `${symbol}Record`,
  type: 'Microsoft.Network/privateDnsZones/A@2020-06-01',
  body: {
    parent: ref(`${symbol}Zone`),
    name: '@',
    properties: { ttl: 300, aRecords: [{ ipv4Address: ref('address') }] },
  },
});
