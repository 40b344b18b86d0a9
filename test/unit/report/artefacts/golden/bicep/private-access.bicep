// Private APIs: a private endpoint of the service and the private DNS zones that lead to it.
// All APIs of the service are reached by it: give private ones a service of their own where public ones must not be.
// Afterwards close public access at the service (publicNetworkAccess), once every caller comes in by the endpoint.

@description('Where it is made.')
param location string = resourceGroup().location
@description('Name of the API Management service, in this resource group.')
param serviceName string
@description('Resource id of the subnet of the private endpoint.')
param subnetId string
@description('A free address of the subnet, which the private endpoint gets and private names lead to.')
param address string
@description('Resource ids of the virtual networks that callers are in, at least that of the subnet.')
param networkIds array

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource privateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${serviceName}-private'
  location: location
  properties: {
    subnet: {
      id: subnetId
    }
    ipConfigurations: [
      {
        name: 'gateway'
        properties: {
          groupId: 'Gateway'
          memberName: 'Gateway'
          privateIPAddress: address
        }
      }
    ]
    privateLinkServiceConnections: [
      {
        name: 'gateway'
        properties: {
          privateLinkServiceId: service.id
          groupIds: [
            'Gateway'
          ]
        }
      }
    ]
  }
}

resource ownZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: 'privatelink.azure-api.net'
  location: 'global'
}

resource ownLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [for (networkId, index) in networkIds: {
  parent: ownZone
  name: 'network-${index}'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}]

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: privateEndpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'gateway'
        properties: {
          privateDnsZoneId: ownZone.id
        }
      }
    ]
  }
}

resource name1Zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: 'in.orders.example'
  location: 'global'
}

resource name1Link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [for (networkId, index) in networkIds: {
  parent: name1Zone
  name: 'network-${index}'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}]

resource name1Record 'Microsoft.Network/privateDnsZones/A@2020-06-01' = {
  parent: name1Zone
  name: '@'
  properties: {
    ttl: 300
    aRecords: [
      {
        ipv4Address: address
      }
    ]
  }
}
