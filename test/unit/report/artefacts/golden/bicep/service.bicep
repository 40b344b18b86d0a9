// The service, empty: deploy it before the run, without host names until its identity may read secrets of the Key Vault. Deployed again it has the host names of its parameters and no others.
// Regions of the source: eu-west-1 (1 API, near northeurope), us-east-1 (1 API, near eastus).
// Premium has gateways in further regions, each at the price of its units, and is spread over zones by itself where the region has them.

@description('Name of the service: part of its host name, unique in Azure.')
param serviceName string
@description('Where the service writes to.')
param publisherEmail string
@description('Who publishes the APIs.')
param publisherName string
@description('Region of the service, near eu-west-1, which has most of the APIs.')
param location string = 'northeurope'
@description('Tier of the service, as the report recommends it.')
param tier string = 'Premium'
@description('Units of the first region; see the traffic in the report.')
param units int = 1
@description('Further regions of the Premium tier, each with one unit. Those of the source: eastus.')
param furtherLocations array = []
@description('None, External or Internal; the last two need the subnet.')
param networkType string = 'None'
@description('Names of the gateway, each with the certificate of the Key Vault that it shows.')
param hostnames { hostName: string, certificate: string, asksCallers: bool }[] = []
@description('Name of the Key Vault of the certificates.')
param keyVault string = ''
@description('Resource id of the subnet of the service.')
param subnetId string = ''

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: serviceName
  location: location
  identity: {
    type: 'SystemAssigned'
  }
  sku: {
    name: tier
    capacity: units
  }
  properties: {
    publisherEmail: publisherEmail
    publisherName: publisherName
    virtualNetworkType: networkType
    virtualNetworkConfiguration: empty(subnetId) ? null : { subnetResourceId: subnetId }
    hostnameConfigurations: [for name in hostnames: { type: 'Proxy', hostName: name.hostName, certificateSource: 'KeyVault', keyVaultId: 'https://${keyVault}${environment().suffixes.keyvaultDns}/secrets/${name.certificate}', negotiateClientCertificate: name.asksCallers, defaultSslBinding: false }]
    additionalLocations: [for place in furtherLocations: { location: place, sku: { name: tier, capacity: 1 } }]
  }
}

output gatewayUrl string = service.properties.gatewayUrl
output identityObjectId string = service.identity.principalId
