// Tokens of a user pool for backends that want one: get-authorization-context fetches and keeps them. Not in self-hosted gateways.
// Secrets are parameters and are stored nowhere; make a client of its own for API Management, and leave those of callers alone.

@description('Name of the API Management service, in this resource group.')
param serviceName string
@description('Object id of the service\'s managed identity, which may use the connections.')
param identityObjectId string
@description('Secret of the client nightly job (c1).')
@secure()
param secret1 string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource provider1 'Microsoft.ApiManagement/service/authorizationProviders@2024-05-01' = {
  parent: service
  name: 'nightly-job-d0f631'
  properties: {
    displayName: 'nightly job'
    identityProvider: 'oauth2'
    oauth2: {
      grantTypes: {
        clientCredentials: {
          tokenUrl: 'https://orders.auth.us-east-1.amazoncognito.com/oauth2/token'
          scopes: 'orders/read orders/write'
        }
      }
    }
  }
}

resource connection1 'Microsoft.ApiManagement/service/authorizationProviders/authorizations@2024-05-01' = {
  parent: provider1
  name: 'default'
  properties: {
    authorizationType: 'OAuth2'
    oauth2grantType: 'ClientCredentials'
    parameters: {
      clientId: 'c1'
      clientSecret: secret1
    }
  }
}

resource access1 'Microsoft.ApiManagement/service/authorizationProviders/authorizations/accessPolicies@2024-05-01' = {
  parent: connection1
  name: 'service'
  properties: {
    objectId: identityObjectId
    tenantId: subscription().tenantId
  }
}
