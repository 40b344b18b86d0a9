// Entries of api-center.bicep: APIs, their versions, and where these are deployed.

@description('Name of the API center.')
param centerName string
@description('Address of the gateway of API Management.')
param gatewayUrl string
@description('APIs as { name, title, kind }.')
param apis array
@description('Their stages as { api, name, title, sourceUris, paths }.')
param versions array

resource entries 'Microsoft.ApiCenter/services/workspaces/apis@2024-03-01' = [for api in apis: {
  name: '${centerName}/default/${api.name}'
  properties: {
    title: api.title
    kind: api.kind
  }
}]

resource stages 'Microsoft.ApiCenter/services/workspaces/apis/versions@2024-03-01' = [for version in versions: {
  name: '${centerName}/default/${version.api}/${version.name}'
  properties: {
    title: version.title
    lifecycleStage: 'production'
  }
  dependsOn: [
    entries
  ]
}]

resource definitions 'Microsoft.ApiCenter/services/workspaces/apis/versions/definitions@2024-03-01' = [for version in versions: {
  name: '${centerName}/default/${version.api}/${version.name}/openapi'
  properties: {
    title: 'OpenAPI'
  }
  dependsOn: [
    stages
  ]
}]

resource onSource 'Microsoft.ApiCenter/services/workspaces/apis/deployments@2024-03-01' = [for version in versions: {
  name: '${centerName}/default/${version.api}/${version.name}-source'
  properties: {
    title: version.title
    environmentId: '/workspaces/default/environments/source'
    definitionId: '/workspaces/default/apis/${version.api}/versions/${version.name}/definitions/openapi'
    state: 'active'
    server: {
      runtimeUri: version.sourceUris
    }
  }
  dependsOn: [
    definitions
  ]
}]

resource onTarget 'Microsoft.ApiCenter/services/workspaces/apis/deployments@2024-03-01' = [for version in versions: if (!empty(version.paths)) {
  name: '${centerName}/default/${version.api}/${version.name}-target'
  properties: {
    title: version.title
    environmentId: '/workspaces/default/environments/target'
    definitionId: '/workspaces/default/apis/${version.api}/versions/${version.name}/definitions/openapi'
    state: 'active'
    server: {
      runtimeUri: map(version.paths, path => '${gatewayUrl}/${path}')
    }
  }
  dependsOn: [
    definitions
  ]
}]
