// Alarms of CloudWatch as alerts on the whole service: its metrics do not tell APIs apart.
@description('Resource id of the API Management service.')
param serviceId string
@description('Resource ids of action groups that are told.')
param actionGroupIds array = []

// Was the CloudWatch alarm errors of orders: Sum of 5XXError, 3 periods of 60 s.
resource alert1 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'errors-of-orders-f051ab'
  location: 'global'
  properties: {
    description: 'Was the CloudWatch alarm errors of orders: Sum of 5XXError, 3 periods of 60 s.'
    severity: 2
    enabled: true
    scopes: [
      serviceId
    ]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT1M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'threshold'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ApiManagement/service'
          metricName: 'Requests'
          dimensions: [
            {
              name: 'GatewayResponseCodeCategory'
              operator: 'Include'
              values: [
                '5xx'
              ]
            }
          ]
          operator: 'GreaterThan'
          threshold: 5
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [for id in actionGroupIds: { actionGroupId: id }]
  }
}

// Was the CloudWatch alarm it's ${late}: Sum of 5XXError, 3 periods of 120 s.
resource alert2 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'it-s-late-f051ab'
  location: 'global'
  properties: {
    description: 'Was the CloudWatch alarm it\'s \${late}: Sum of 5XXError, 3 periods of 120 s.'
    severity: 2
    enabled: true
    scopes: [
      serviceId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'threshold'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ApiManagement/service'
          metricName: 'Requests'
          dimensions: [
            {
              name: 'GatewayResponseCodeCategory'
              operator: 'Include'
              values: [
                '5xx'
              ]
            }
          ]
          operator: 'GreaterThan'
          threshold: json('12.5')
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [for id in actionGroupIds: { actionGroupId: id }]
  }
}
