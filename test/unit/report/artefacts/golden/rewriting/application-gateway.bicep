// The front before API Management: listeners, certificates, firewall, health probe and the route to the gateway.
// Each host name has its certificate here and at the service, which must answer to it. Point DNS at the output address.
// Close the other way in: internal network, private endpoint, or a rule that lets in this front only.

@description('Where it is made.')
param location string = resourceGroup().location
@description('Name of the Application Gateway.')
param name string = 'agw-apis'
@description('Host name of the gateway of API Management, such as contoso.azure-api.net.')
param gatewayHost string
@description('Resource id of a subnet that holds nothing else.')
param subnetId string
@description('Resource id of a user-assigned identity that may read the vault\'s secrets (get).')
param identityId string
@description('Id of the secret in Key Vault that holds the certificate for each host name, without a version, so that renewals are picked up.')
param certificateIds object
@description('Resource id of the firewall\'s policy, as the .bicep of the web ACL puts out.')
param firewallPolicyId string
@description('Instances that it may grow to.')
param maxCapacity int = 10

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${name}-address'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource front 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    sku: {
      name: 'WAF_v2'
      tier: 'WAF_v2'
    }
    autoscaleConfiguration: {
      minCapacity: 1
      maxCapacity: maxCapacity
    }
    sslPolicy: {
      policyType: 'Predefined'
      policyName: 'AppGwSslPolicy20220101'
    }
    firewallPolicy: {
      id: firewallPolicyId
    }
    gatewayIPConfigurations: [
      {
        name: 'network'
        properties: {
          subnet: {
            id: subnetId
          }
        }
      }
    ]
    frontendIPConfigurations: [
      {
        name: 'public'
        properties: {
          publicIPAddress: {
            id: address.id
          }
        }
      }
    ]
    frontendPorts: [
      {
        name: 'https'
        properties: {
          port: 443
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'gateway'
        properties: {
          backendAddresses: [
            {
              fqdn: gatewayHost
            }
          ]
        }
      }
    ]
    sslCertificates: [
      {
        name: 'api-example-b759d9'
        properties: {
          keyVaultSecretId: certificateIds['api.example']
        }
      }
      {
        name: 'shop-example-0f5946'
        properties: {
          keyVaultSecretId: certificateIds['shop.example']
        }
      }
    ]
    probes: [
      {
        name: 'api-example-b759d9'
        properties: {
          protocol: 'Https'
          host: 'api.example'
          path: '/status-0123456789abcdef'
          interval: 30
          timeout: 30
          unhealthyThreshold: 3
        }
      }
      {
        name: 'shop-example-0f5946'
        properties: {
          protocol: 'Https'
          host: 'shop.example'
          path: '/status-0123456789abcdef'
          interval: 30
          timeout: 30
          unhealthyThreshold: 3
        }
      }
    ]
    backendHttpSettingsCollection: [
      {
        name: 'api-example-b759d9'
        properties: {
          protocol: 'Https'
          port: 443
          requestTimeout: 300
          hostName: 'api.example'
          probe: {
            id: resourceId('Microsoft.Network/applicationGateways/probes', name, 'api-example-b759d9')
          }
        }
      }
      {
        name: 'shop-example-0f5946'
        properties: {
          protocol: 'Https'
          port: 443
          requestTimeout: 300
          hostName: 'shop.example'
          probe: {
            id: resourceId('Microsoft.Network/applicationGateways/probes', name, 'shop-example-0f5946')
          }
        }
      }
    ]
    httpListeners: [
      {
        name: 'api-example-b759d9'
        properties: {
          protocol: 'Https'
          hostNames: [
            'api.example'
          ]
          requireServerNameIndication: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendIPConfigurations', name, 'public')
          }
          frontendPort: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendPorts', name, 'https')
          }
          sslCertificate: {
            id: resourceId('Microsoft.Network/applicationGateways/sslCertificates', name, 'api-example-b759d9')
          }
        }
      }
      {
        name: 'shop-example-0f5946'
        properties: {
          protocol: 'Https'
          hostNames: [
            'shop.example'
          ]
          requireServerNameIndication: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendIPConfigurations', name, 'public')
          }
          frontendPort: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendPorts', name, 'https')
          }
          sslCertificate: {
            id: resourceId('Microsoft.Network/applicationGateways/sslCertificates', name, 'shop-example-0f5946')
          }
        }
      }
    ]
    rewriteRuleSets: [
      {
        name: 'shop-example-0f5946'
        properties: {
          rewriteRules: [
            {
              name: 'base-path-1'
              ruleSequence: 10
              conditions: [
                {
                  variable: 'var_uri_path'
                  pattern: '^/o\\.p(/.*)?$'
                  ignoreCase: false
                }
              ]
              actionSet: {
                urlConfiguration: {
                  modifiedPath: '/shop-example-0f5946/o.p{var_uri_path_1}'
                  reroute: false
                }
              }
            }
          ]
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'api-example-b759d9'
        properties: {
          ruleType: 'Basic'
          priority: 10
          httpListener: {
            id: resourceId('Microsoft.Network/applicationGateways/httpListeners', name, 'api-example-b759d9')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', name, 'gateway')
          }
          backendHttpSettings: {
            id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', name, 'api-example-b759d9')
          }
        }
      }
      {
        name: 'shop-example-0f5946'
        properties: {
          ruleType: 'Basic'
          priority: 20
          httpListener: {
            id: resourceId('Microsoft.Network/applicationGateways/httpListeners', name, 'shop-example-0f5946')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', name, 'gateway')
          }
          backendHttpSettings: {
            id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', name, 'shop-example-0f5946')
          }
          rewriteRuleSet: {
            id: resourceId('Microsoft.Network/applicationGateways/rewriteRuleSets', name, 'shop-example-0f5946')
          }
        }
      }
    ]
  }
}

output address string = address.properties.ipAddress
