// Rules of a web ACL of AWS WAF. Detection first: read its log before mode becomes Prevention.
@allowed(['Detection', 'Prevention'])
param mode string = 'Detection'
param location string = resourceGroup().location

resource policy 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies@2024-05-01' = {
  name: 'waf-health-65e8c6'
  location: location
  properties: {
    policySettings: {
      state: 'Enabled'
      mode: mode
      requestBodyCheck: true
      customBlockResponseStatusCode: 429
    }
    customRules: [
      {
        name: 'clinicsfirst1'
        priority: 1
        ruleType: 'MatchRule'
        action: 'Allow'
        state: 'Enabled'
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RemoteAddr'
              }
            ]
            operator: 'IPMatch'
            negationConditon: false
            matchValues: [
              '203.0.113.0/24'
              '198.51.100.17/32'
            ]
          }
        ]
      }
      {
        name: 'home2'
        priority: 2
        ruleType: 'MatchRule'
        action: 'Block'
        state: 'Enabled'
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RemoteAddr'
              }
            ]
            operator: 'GeoMatch'
            negationConditon: true
            matchValues: [
              'US'
              'CA'
            ]
          }
        ]
      }
      {
        name: 'nottoomany3'
        priority: 3
        ruleType: 'RateLimitRule'
        action: 'Block'
        state: 'Enabled'
        rateLimitDuration: 'OneMin'
        rateLimitThreshold: 1000
        groupByUserSession: [
          {
            groupByVariables: [
              {
                variableName: 'ClientAddr'
              }
            ]
          }
        ]
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RequestUri'
              }
            ]
            operator: 'Any'
            negationConditon: false
            matchValues: []
          }
        ]
      }
      {
        name: 'bots4'
        priority: 4
        ruleType: 'MatchRule'
        action: 'Log'
        state: 'Enabled'
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RequestHeaders'
                selector: 'user-agent'
              }
            ]
            operator: 'Regex'
            negationConditon: false
            matchValues: [
              '^curl/'
              'it\'s \${here}\\'
            ]
          }
        ]
      }
      {
        name: 'adminfromoutside5'
        priority: 5
        ruleType: 'MatchRule'
        action: 'Block'
        state: 'Enabled'
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RequestUri'
              }
            ]
            operator: 'BeginsWith'
            negationConditon: false
            matchValues: [
              '/admin'
            ]
            transforms: [
              'Lowercase'
            ]
          }
          {
            matchVariables: [
              {
                variableName: 'RemoteAddr'
              }
            ]
            operator: 'IPMatch'
            negationConditon: true
            matchValues: [
              '203.0.113.0/24'
              '198.51.100.17/32'
            ]
          }
        ]
      }
      {
        name: 'noexport6'
        priority: 6
        ruleType: 'MatchRule'
        action: 'Log'
        state: 'Enabled'
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RequestUri'
              }
            ]
            operator: 'EndsWith'
            negationConditon: false
            matchValues: [
              '/export'
            ]
          }
        ]
      }
      {
        name: 'BlockTheRest7'
        priority: 7
        ruleType: 'MatchRule'
        action: 'Block'
        state: 'Enabled'
        matchConditions: [
          {
            matchVariables: [
              {
                variableName: 'RequestUri'
              }
            ]
            operator: 'Any'
            negationConditon: false
            matchValues: []
          }
        ]
      }
    ]
    managedRules: {
      managedRuleSets: [
        {
          ruleSetType: 'Microsoft_DefaultRuleSet'
          ruleSetVersion: '2.1'
        }
      ]
    }
  }
}

output id string = policy.id
