// Application Insights for the APIs that X-Ray traced. Deploy it into the resource group of the service, once the APIs are there.
@description('Name of the API Management service.')
param serviceName string
@description('Object id of the managed identity of the service, which sends what it measures.')
param serviceIdentityId string
param location string = resourceGroup().location
param insightsName string = '${serviceName}-insights'

var apiIds = [
  'orders-prod-57d63b'
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${insightsName}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, serviceIdentityId, '3913510d-42f4-4e42-8a64-420c390055eb')
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')
    principalId: serviceIdentityId
    principalType: 'ServicePrincipal'
  }
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource logger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'applicationinsights'
  properties: {
    loggerType: 'applicationInsights'
    resourceId: insights.id
    isBuffered: true
    credentials: {
      connectionString: insights.properties.ConnectionString
      identityClientId: 'SystemAssigned'
    }
  }
  dependsOn: [
    publisher
  ]
}

resource apis 'Microsoft.ApiManagement/service/apis@2024-05-01' existing = [for (id, index) in apiIds: {
  parent: service
  name: id
}]

resource traces 'Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01' = [for (id, index) in apiIds: {
  parent: apis[index]
  name: 'applicationinsights'
  properties: {
    loggerId: logger.id
    alwaysLog: 'allErrors'
    httpCorrelationProtocol: 'W3C'
    verbosity: 'information'
    logClientIp: false
    operationNameFormat: 'Name'
    metrics: true
    sampling: {
      samplingType: 'fixed'
      percentage: 5
    }
    frontend: {
      request: {
        headers: []
        body: {
          bytes: 0
        }
      }
      response: {
        headers: []
        body: {
          bytes: 0
        }
      }
    }
    backend: {
      request: {
        headers: []
        body: {
          bytes: 0
        }
      }
      response: {
        headers: []
        body: {
          bytes: 0
        }
      }
    }
  }
}]
