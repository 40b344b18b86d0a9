// Rules of EventBridge: the Activity Log alerts where somebody changes the service, Event Grid hands on what happens to its parts.
// The targets at AWS are not carried: name action groups, or an address that takes events.

@description('Resource id of the API Management service.')
param serviceId string
@description('Resource ids of action groups that are told.')
param actionGroupIds array = []
@description('Where it is made.')
param location string = resourceGroup().location
@description('https address of who takes the events of Event Grid (classic tiers only); empty: alerts only.')
@secure()
param endpointUrl string = ''

// deployments ({"source":["aws.apigateway"],"detail":{"eventName":["CreateDeployment","DeleteRestApi"]}}), told arn:aws:sns:us-east-1:111122223333:on-call
resource alert1 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'deployments-01366d'
  location: 'global'
  properties: {
    enabled: true
    description: 'Event rule deployments of EventBridge'
    scopes: [
      serviceId
    ]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'Administrative'
        }
        {
          anyOf: [
            {
              field: 'operationName'
              equals: 'Microsoft.ApiManagement/service/apis/write'
            }
            {
              field: 'operationName'
              equals: 'Microsoft.ApiManagement/service/apis/delete'
            }
          ]
        }
      ]
    }
    actions: {
      actionGroups: [for id in actionGroupIds: { actionGroupId: id }]
    }
  }
}

// all ({"source":["aws.apigateway"]}), told nobody
resource alert2 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'all-5ef5ef'
  location: 'global'
  properties: {
    enabled: false
    description: 'Event rule all of EventBridge'
    scopes: [
      serviceId
    ]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'Administrative'
        }
        {
          field: 'resourceType'
          equals: 'Microsoft.ApiManagement/service'
        }
      ]
    }
    actions: {
      actionGroups: [for id in actionGroupIds: { actionGroupId: id }]
    }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' = if (!empty(endpointUrl)) {
  name: 'events-${last(split(serviceId, '/'))}'
  location: location
  properties: {
    source: serviceId
    topicType: 'Microsoft.ApiManagement.Service'
  }
}

resource subscriber 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2022-06-15' = if (!empty(endpointUrl)) {
  parent: topic
  name: 'from-event-rules'
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: endpointUrl
      }
    }
  }
}
