import { azure, type GuideTable } from './guide-row.ts';

/** The guide's table of scopes, 4 rows. */
export const SCOPES: GuideTable = {
  id: 'scopes',
  title: 'Scopes of configuration',
  rows: [
    {
      id: 'scope-resource',
      aws: 'API resource',
      azure: 'API',
      approach: 'An API becomes an API.',
      links: [azure('Key concepts', 'api-management-key-concepts')],
      uses: ({ apis }) => apis.length,
      codes: /^(ENDPOINT-OFF|ROUTE-PATH|ROUTE-UNKNOWN|ROUTE-WILDCARD|ROUTE-ALIKE.*)$/,
      differs:
        'One API in API Management for each API at each stage and base path. A resource (a node of the path) has no counterpart: paths are flattened into the URL templates of operations.',
    },
    {
      id: 'scope-stage',
      aws: 'API stage',
      azure: 'API version',
      approach: 'A stage becomes a version.',
      links: [azure('Versions', 'api-management-versions')],
      constructs: ['stage'],
      codes: /^(STAGE-.*|AUTO-DEPLOY|DEPLOYMENT-DRIFT)$/,
      differs:
        'A stage becomes a part of the path, and none behind a custom domain: its mapping hides the stage from callers, and a version segment in their address would break them.',
    },
    {
      id: 'scope-method',
      aws: 'API method',
      azure: 'API operation',
      approach: 'A method becomes an operation.',
      links: [azure('Operations', 'mock-api-responses')],
      constructs: ['route'],
      codes: /^ROUTE-/,
      differs: 'ANY becomes one operation for each method that has none of its own: API Management has no ANY.',
    },
    {
      id: 'scope-plan',
      aws: 'Usage plan',
      azure: 'Product',
      approach: 'A usage plan becomes a product.',
      links: [azure('Products', 'api-management-howto-add-products')],
      constructs: ['usage-plan'],
      codes: /^(QUOTA-.*|KEY-.*|MARKETPLACE-PRODUCT)$/,
    },
  ],
};
