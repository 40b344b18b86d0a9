import type { AwsInventory } from '../../../model/aws-inventory.ts';
import { nearestRegion } from '../../../planning/nearest-region.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, ref, type BicepResource } from './bicep-file.ts';

/** What the contract calls the tiers (api-version 2024-05-01). */
const SKUS: Readonly<Record<string, string>> = {
  'Basic v2': 'BasicV2',
  'Standard v2': 'StandardV2',
  'Premium v2': 'PremiumV2',
};

/**
 * The shell of the service that a run moves into: its tier, region, zones and further regions (docs: mapping, B9; the guide, prepare).
 * @param tier that the report recommends
 */
export function serviceFiles({ apis }: AwsInventory, tier: string): readonly ArtefactFile[] {
  if (apis.length === 0) return [];
  const regions = regionsOf(apis);
  const [first] = regions;
  const [location] = regions.flatMap(({ nearest }) => nearest ?? []);
  return [
    bicepFile({
      name: 'service',
      about: [
        'The service, empty: deploy it before the run, without host names until its identity may read secrets of the Key Vault. Deployed again it has the host names of its parameters and no others.',
        `Regions of the source: ${regions.map(({ region, count, nearest }) => `${region} (${count} API${count === 1 ? '' : 's'}, near ${nearest ?? 'no region that is known'})`).join(', ') || 'not known from files'}.`,
        'Premium has gateways in further regions, each at the price of its units, and is spread over zones by itself where the region has them.',
      ],
      parameters: [
        { name: 'serviceName', type: 'string', about: 'Name of the service: part of its host name, unique in Azure.' },
        { name: 'publisherEmail', type: 'string', about: 'Where the service writes to.' },
        { name: 'publisherName', type: 'string', about: 'Who publishes the APIs.' },
        {
          name: 'location',
          type: 'string',
          about: `Region of the service${first === undefined ? '' : `, near ${first.region}, which has most of the APIs`}.`,
          value: location ?? ref('resourceGroup().location'),
        },
        {
          name: 'tier',
          type: 'string',
          about: 'Tier of the service, as the report recommends it.',
          value: SKUS[tier] ?? tier,
        },
        {
          name: 'units',
          type: 'int',
          about: 'Units of the first region; see the traffic in the report.',
          value: tier === 'Consumption' ? 0 : 1,
        },
        {
          name: 'furtherLocations',
          type: 'array',
          about: `Further regions of the Premium tier, each with one unit. Those of the source: ${
            regions
              .slice(1)
              .flatMap(({ nearest }) => nearest ?? [])
              .join(', ') || 'none'
          }.`,
          value: [],
        },
        {
          name: 'networkType',
          type: 'string',
          about: 'None, External or Internal; the last two need the subnet.',
          value: 'None',
        },
        {
          name: 'hostnames',
          type: '{ hostName: string, certificate: string, asksCallers: bool }[]',
          about: 'Names of the gateway, each with the certificate of the Key Vault that it shows.',
          value: [],
        },
        { name: 'keyVault', type: 'string', about: 'Name of the Key Vault of the certificates.', value: '' },
        { name: 'subnetId', type: 'string', about: 'Resource id of the subnet of the service.', value: '' },
      ],
      resources: [SHELL],
      outputs: { gatewayUrl: 'service.properties.gatewayUrl', identityObjectId: 'service.identity.principalId' },
    }),
  ];
}

const SHELL: BicepResource = {
  symbol: 'service',
  type: 'Microsoft.ApiManagement/service@2024-05-01',
  body: {
    name: ref('serviceName'),
    location: ref('location'),
    // Reads certificates in Key Vault and calls services of Azure without a key.
    identity: { type: 'SystemAssigned' },
    sku: { name: ref('tier'), capacity: ref('units') },
    properties: {
      publisherEmail: ref('publisherEmail'),
      publisherName: ref('publisherName'),
      virtualNetworkType: ref('networkType'),
      virtualNetworkConfiguration: ref('empty(subnetId) ? null : { subnetResourceId: subnetId }'),
      hostnameConfigurations: ref(
        "[for name in hostnames: { type: 'Proxy', hostName: name.hostName, certificateSource: 'KeyVault', keyVaultId: 'https://${keyVault}${environment().suffixes.keyvaultDns}/secrets/${name.certificate}', negotiateClientCertificate: name.asksCallers, defaultSslBinding: false }]",
      ),
      additionalLocations: ref(
        '[for place in furtherLocations: { location: place, sku: { name: tier, capacity: 1 } }]',
      ),
    },
  },
};

/** Regions by how many APIs they have, the most first. */
function regionsOf(apis: AwsInventory['apis']) {
  const ids = Map.groupBy(
    apis.filter(({ region }) => region !== ''),
    ({ region }) => region,
  );
  return [...ids]
    .map(([region, own]) => ({
      region,
      count: new Set(own.map(({ id }) => id)).size,
      nearest: nearestRegion(region),
    }))
    .toSorted((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}
