// Limits of an account and region of API Gateway as policy fragments, which do nothing until they are included.
// Include one by <include-fragment fragment-id="..." /> first in the inbound section of the policy of all APIs.
// Counted by each regional gateway for itself. Not in the Consumption tier.

@description('Name of the API Management service, in this resource group.')
param serviceName string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource limit1 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'account-limit-us-east-1-fca9f4'
  properties: {
    description: 'us-east-1 of 111122223333: 10000 requests a second, 5000 at once'
    format: 'xml'
    value: '<fragment>\n  <rate-limit-by-key calls="15000" renewal-period="1" counter-key="account-limit-us-east-1-fca9f4/second" />\n  <rate-limit-by-key calls="605000" renewal-period="60" counter-key="account-limit-us-east-1-fca9f4/minute" />\n</fragment>\n'
  }
}
