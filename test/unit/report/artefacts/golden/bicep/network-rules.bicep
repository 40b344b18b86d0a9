// A network security group for the subnet of the private endpoint (private-access.bicep), in place of VPC endpoint policies.
// The subnet must have network policies for private endpoints switched on, or the rules count for nothing.
// vpce-1: "Allow" for "*" on "*/prod/GET/*"

@description('Where it is made.')
param location string = resourceGroup().location
@description('Name of the network security group.')
param name string = 'nsg-apis'
@description('Address ranges of callers that came in by vpce-1 of vpc-1; none: nobody of them gets in.')
param callers1 array = []

var callers1Rules = empty(callers1) ? [] : [{
  name: 'callers-of-vpce-1'
  properties: {
    priority: 100
    direction: 'Inbound'
    access: 'Allow'
    protocol: 'Tcp'
    sourceAddressPrefixes: callers1
    sourcePortRange: '*'
    destinationAddressPrefix: '*'
    destinationPortRange: '443'
  }
}]
var others = [
  {
    name: 'refuse-others'
    properties: {
      priority: 4096
      direction: 'Inbound'
      access: 'Deny'
      protocol: '*'
      sourceAddressPrefix: '*'
      sourcePortRange: '*'
      destinationAddressPrefix: '*'
      destinationPortRange: '*'
    }
  }
]

resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: name
  location: location
  properties: {
    securityRules: concat(callers1Rules, others)
  }
}

output id string = group.id
