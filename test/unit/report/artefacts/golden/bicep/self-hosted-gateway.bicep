// A gateway that runs in the VPC beside private backends. Developer and Premium tiers only.
// Run its container from the images of Microsoft with the configuration endpoint and a token of this gateway; tokens end after 30 days.
// Deploy it after the run: it refers to APIs of the plan. It has no built-in cache and no credential manager.
// gRPC of quotes: make an API of the type gRPC from its .proto file, then link it here as well.

@description('Name of the API Management service, in this resource group.')
param serviceName string
@description('Name of the gateway.')
param gatewayName string = 'aws-vpc'
@description('Where it runs, for people to read.')
param place string = 'AWS'
@description('Ids of the APIs that it serves: those with private integrations.')
param apiIds array = [
  'orders-prod-57d63b-o-65c7'
]

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource gateway 'Microsoft.ApiManagement/service/gateways@2024-05-01' = {
  parent: service
  name: gatewayName
  properties: {
    description: 'Beside private backends at AWS'
    locationData: {
      name: place
    }
  }
}

resource links 'Microsoft.ApiManagement/service/gateways/apis@2024-05-01' = [for apiId in apiIds: {
  parent: gateway
  name: apiId
  properties: {
    provisioningState: 'created'
  }
}]
