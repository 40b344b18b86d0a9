// Lets the service's identity read secrets of the vault: certificates of host names, and named values.
// For a vault that grants access by roles. Deploy it to the resource group of the vault.

@description('Name of the vault.')
param vaultName string
@description('Object id of the service\'s identity, as service.bicep puts it out.')
param principalId string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, '4633458b-17de-408a-b874-0445c86b69e6')
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
