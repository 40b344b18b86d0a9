// Who may see and subscribe to what in the developer portal. Deploy it after the run: it refers to products of the plan.
// AWS names customers of keys by an id only: give each developer with address and name, and the groups that they are in.

@description('Name of the API Management service, in this resource group.')
param serviceName string
@description('Developers as { id, email, firstName, lastName }. They are invited, and choose how they sign in.')
param developers array = []
@description('Who is in which group, as { group, developer }. Groups: portal-partners-148de9, customers-gold-24d7f0.')
param memberships array = []

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource group_portal_partners_148de9 'Microsoft.ApiManagement/service/groups@2024-05-01' = {
  parent: service
  name: 'portal-partners-148de9'
  properties: {
    displayName: 'Portal Partners'
    description: 'From API Gateway'
    type: 'custom'
  }
}

resource group_customers_gold_24d7f0 'Microsoft.ApiManagement/service/groups@2024-05-01' = {
  parent: service
  name: 'customers-gold-24d7f0'
  properties: {
    displayName: 'Customers of Gold'
    description: 'From API Gateway'
    type: 'custom'
  }
}

resource product_group_gold_24d7f0 'Microsoft.ApiManagement/service/products@2024-05-01' existing = {
  parent: service
  name: 'gold-24d7f0'
}

resource access_group_gold_24d7f0 'Microsoft.ApiManagement/service/products/groups@2024-05-01' = {
  parent: product_group_gold_24d7f0
  name: group_customers_gold_24d7f0.name
}

resource users 'Microsoft.ApiManagement/service/users@2024-05-01' = [for developer in developers: {
  parent: service
  name: developer.id
  properties: {
    email: developer.email
    firstName: developer.firstName
    lastName: developer.lastName
    confirmation: 'invite'
  }
}]

resource members 'Microsoft.ApiManagement/service/groups/users@2024-05-01' = [for membership in memberships: {
  name: '${serviceName}/${membership.group}/${membership.developer}'
  dependsOn: [
    users
    group_portal_partners_148de9
    group_customers_gold_24d7f0
  ]
}]
