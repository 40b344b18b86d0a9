// A catalogue of all APIs, on both gateways: what is moved is deployed on both until API Gateway is switched off.
// Deploy it again after each wave; take the deployments on API Gateway out when it is gone.

@description('Where it is made.')
param location string = resourceGroup().location
@description('Name of the API center.')
param centerName string = 'apis-${uniqueString(resourceGroup().id)}'
@description('Address of the gateway of API Management, such as https://contoso.azure-api.net.')
param gatewayUrl string

resource center 'Microsoft.ApiCenter/services@2024-03-01' = {
  name: centerName
  location: location
}

// An API center has one workspace, which has this name.
resource workspace 'Microsoft.ApiCenter/services/workspaces@2024-03-01' = {
  parent: center
  name: 'default'
  properties: {
    title: 'Default workspace'
  }
}

resource source 'Microsoft.ApiCenter/services/workspaces/environments@2024-03-01' = {
  parent: workspace
  name: 'source'
  properties: {
    title: 'Amazon API Gateway'
    kind: 'production'
    server: {
      type: 'AWS API Gateway'
    }
  }
}

resource target 'Microsoft.ApiCenter/services/workspaces/environments@2024-03-01' = {
  parent: workspace
  name: 'target'
  properties: {
    title: 'Azure API Management'
    kind: 'production'
    server: {
      type: 'Azure API Management'
    }
  }
}

module apis1 'modules/api-center-apis.bicep' = {
  name: 'api-center-apis-1'
  params: {
    centerName: center.name
    gatewayUrl: gatewayUrl
    apis: loadJsonContent('parts/api-center-1.json').apis
    versions: loadJsonContent('parts/api-center-1.json').versions
  }
  dependsOn: [
    source
    target
  ]
}
