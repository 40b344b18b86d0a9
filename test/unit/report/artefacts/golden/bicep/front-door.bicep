// Edge-optimized endpoints: Front Door takes requests near the caller and passes them to the gateway.
// Premium, because only it has managed rules and private origins. Prove each name by its TXT record _dnsauth before DNS moves.
// Close the other way in: let the service take only requests whose X-Azure-FDID is the output frontDoorId.

@description('Host name of the gateway, such as contoso.azure-api.net.')
param gatewayHost string
@description('Name of the profile.')
param profileName string = 'afd-${uniqueString(resourceGroup().id)}'
@description('Resource id of a policy of Front Door\'s firewall; empty: none guards the names.')
param firewallPolicyId string = ''

resource profile 'Microsoft.Cdn/profiles@2024-02-01' = {
  name: profileName
  location: 'global'
  sku: {
    name: 'Premium_AzureFrontDoor'
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2024-02-01' = {
  parent: profile
  name: 'apis'
  location: 'global'
  properties: {
    enabledState: 'Enabled'
  }
}

resource origins 'Microsoft.Cdn/profiles/originGroups@2024-02-01' = {
  parent: profile
  name: 'gateways'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
      additionalLatencyInMilliseconds: 50
    }
    healthProbeSettings: {
      probePath: '/status-0123456789abcdef'
      probeRequestType: 'GET'
      probeProtocol: 'Https'
      probeIntervalInSeconds: 30
    }
  }
}

// The caller's host name is passed on, which the service must answer to.
resource gateway 'Microsoft.Cdn/profiles/originGroups/origins@2024-02-01' = {
  parent: origins
  name: 'gateway'
  properties: {
    hostName: gatewayHost
    httpsPort: 443
    priority: 1
    weight: 1000
    enforceCertificateNameCheck: true
  }
}

resource domain1 'Microsoft.Cdn/profiles/customDomains@2024-02-01' = {
  parent: profile
  name: 'edge-orders-example-c845ce'
  properties: {
    hostName: 'edge.orders.example'
    tlsSettings: {
      certificateType: 'ManagedCertificate'
      minimumTlsVersion: 'TLS12'
    }
  }
}

// Nothing is cached: API Gateway has a cache of its own, which the plan carries.
resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01' = {
  parent: endpoint
  name: 'apis'
  properties: {
    customDomains: [
      {
        id: domain1.id
      }
    ]
    originGroup: {
      id: origins.id
    }
    patternsToMatch: [
      '/*'
    ]
    supportedProtocols: [
      'Https'
    ]
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Disabled'
    linkToDefaultDomain: 'Disabled'
    enabledState: 'Enabled'
  }
  dependsOn: [
    gateway
  ]
}

resource guard 'Microsoft.Cdn/profiles/securityPolicies@2024-02-01' = if (!empty(firewallPolicyId)) {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: {
        id: firewallPolicyId
      }
      associations: [
        {
          domains: [
            {
              id: domain1.id
            }
          ]
          patternsToMatch: [
            '/*'
          ]
        }
      ]
    }
  }
}

output endpointHost string = endpoint.properties.hostName
output frontDoorId string = profile.properties.frontDoorId
