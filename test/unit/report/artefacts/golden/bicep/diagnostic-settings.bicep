// Sends the service's logs and metrics to a log workspace, in tables of their own.
// A run does so itself where its run.json names the workspace (target.logWorkspace).

@description('Name of the API Management service, in this resource group.')
param serviceName string
@description('Resource id of the log workspace.')
param workspaceId string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'crossgate'
  scope: service
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'GatewayLogs'
        enabled: true
      }
      {
        category: 'WebSocketConnectionLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}
