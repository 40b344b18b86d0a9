import { apisWith, aws, azure, routesWith, type GuideTable } from './guide-row.ts';

/** The guide's table of configuration, 8 rows. */
export const CONFIGURATION: GuideTable = {
  id: 'configuration',
  title: 'Configuration',
  rows: [
    {
      id: 'stage-variables',
      aws: 'Stage variables',
      azure: 'Named values',
      approach: 'Named values at the service.',
      links: [aws('Stage variables', 'stage-variables'), azure('Named values', 'api-management-howto-properties')],
      constructs: ['stage-variable'],
      codes: /^STAGE-VARIABLE/,
      differs:
        'Variables are written into the addresses and policies of their stage; what looks like a secret is not written anywhere.',
    },
    {
      id: 'caching',
      aws: 'Response caching',
      azure: 'Response caching',
      approach: 'Caching policies at the mapped scope; an external Redis-compatible cache for control.',
      links: [aws('Caching', 'api-gateway-caching'), azure('Caching', 'caching-overview')],
      constructs: ['cache'],
      codes: /^CACHE-/,
    },
    {
      id: 'plans-and-keys',
      aws: 'Usage plans and API keys',
      azure: 'Products and subscriptions',
      approach: 'Document and recreate.',
      links: [
        aws('Usage plans', 'api-gateway-api-usage-plans'),
        azure('Subscriptions', 'api-management-subscriptions'),
      ],
      constructs: ['usage-plan', 'api-key'],
      codes: /^(KEY-.*|API-KEY-.*|MARKETPLACE-PRODUCT|QUOTA-.*)$/,
      differs: 'Keys keep their values and their header x-api-key: callers change nothing.',
    },
    {
      id: 'throttling',
      aws: 'Throttling and quotas',
      azure: 'Rate limit and quota policies',
      approach: 'Policies at the mapped scope.',
      links: [
        aws('Throttling', 'api-gateway-request-throttling'),
        azure('Rate limits and quotas', 'api-management-policies#rate-limiting-and-quotas'),
      ],
      constructs: ['throttle'],
      codes: /^(ACCOUNT-THROTTLE|QUOTA-.*|THROTTLE-.*)$/,
    },
    {
      id: 'cors',
      aws: 'CORS',
      azure: 'CORS policy',
      approach: 'A policy with the allowed headers and origins at the mapped scope.',
      links: [aws('CORS', 'how-to-cors-console'), azure('cors policy', 'cors-policy')],
      constructs: ['cors'],
      codes: /^CORS-/,
    },
    {
      id: 'access',
      aws: 'Resource policies, VPC endpoint policies, Cognito user pools, mTLS',
      azure: 'Authentication and authorization policies, credential manager',
      approach: 'Mapped by hand.',
      links: [
        aws('Resource policies', 'apigateway-resource-policies'),
        aws('Cognito', 'apigateway-integrate-with-cognito'),
        aws('mTLS', 'rest-api-mutual-tls'),
        azure('Authentication and authorization', 'api-management-policies#authentication-and-authorization'),
      ],
      constructs: ['authorizer', 'authorizer-attachment', 'resource-policy-statement'],
      uses: ({ domainNames, userPools, vpcEndpoints }) =>
        domainNames.filter(({ mutualTlsTruststoreUri }) => mutualTlsTruststoreUri !== undefined).length +
        userPools.length +
        vpcEndpoints.filter(({ policy }) => policy !== undefined).length,
      codes:
        /^(RESOURCE-POLICY|VPC-ENDPOINT-POLICY|PRIVATE-DOMAIN-POLICY|PRIVATE-DOMAIN-ACCESS|JWT-.*|USER-POOL|TOKEN-ISSUER.*|ROUTE-ISSUER|MUTUAL-TLS.*|ROUTE-MUTUAL-TLS|CALLER-CERTIFICATE.*|AUTHORITIES-TOO-MANY|IAM-CALLERS|ROUTE-IAM|ENTRA-MISSING|CLIENT-CERTIFICATE.*)$/,
      differs:
        'Mapped by rules, not by hand; what has no exact counterpart is blocked or stays behind API Gateway, never left open.',
    },
    {
      id: 'mapping-templates',
      aws: 'Mapping templates',
      azure: 'Transformation policies',
      approach: 'Mapped by hand.',
      links: [
        aws('Models and mappings', 'models-mappings'),
        azure('Transformation', 'api-management-policies#transformation'),
      ],
      constructs: ['mapping-template'],
      codes: /^(TEMPLATE-.*|VTL-.*|ROUTE-ORIGIN)$/,
    },
    {
      id: 'api-stages',
      aws: 'API stages',
      azure: 'API versions',
      approach: 'Versions in API Management.',
      links: [aws('Deploying', 'how-to-deploy-api'), azure('Versions', 'api-management-versions')],
      constructs: ['stage'],
      codes: /^(STAGE-.*|AUTO-DEPLOY|DOCUMENTATION-VERSION)$/,
      differs:
        'A stage becomes a part of the path, or none behind a custom domain, so that addresses stay as callers know them.',
    },
  ],
};

/** The guide's list of mismatches of configuration. */
export const CONFIGURATION_MISMATCHES: GuideTable = {
  id: 'configuration-mismatches',
  title: 'Mismatches of configuration',
  rows: [
    {
      id: 'mismatch-account-quota',
      aws: 'Quotas and throttles of a whole account',
      azure: 'The widest scope is all APIs of one service',
      approach: 'A limit for all APIs, if one is wanted: the account’s limit protected AWS, not your backends.',
      links: [aws('Throttling', 'api-gateway-request-throttling')],
      uses: ({ accountSettings }) => accountSettings.filter(({ throttle }) => throttle !== undefined).length,
      codes: /^ACCOUNT-THROTTLE$/,
    },
    {
      id: 'mismatch-iam-lambda',
      aws: 'IAM permissions and Lambda authorizers',
      azure: 'No direct counterpart: Microsoft Entra ID or another identity provider',
      approach: 'Choose another way to authenticate, or keep those routes behind API Gateway.',
      links: [
        aws('IAM', 'api-gateway-control-access-using-iam-policies-to-invoke-api'),
        aws('Lambda authorizers', 'apigateway-use-lambda-authorizer'),
      ],
      uses: (inventory) =>
        routesWith(inventory, ({ authorizationType }) => ['AWS_IAM', 'CUSTOM'].includes(authorizationType)),
      codes: /^(IAM-CALLERS|ROUTE-IAM|ENTRA-MISSING|ROUTE-ORIGIN|LAMBDA-AUTHORIZER.*)$/,
    },
    {
      id: 'mismatch-cache-metrics',
      aws: 'Metrics of cache hits and misses',
      azure: 'None: count them in traces',
      approach: 'A policy writes a trace where somebody needs the numbers.',
      links: [azure('Caching', 'caching-overview')],
      uses: (inventory) => apisWith(inventory, ({ stage }) => stage.cacheClusterEnabled),
      codes: /^(CACHE-.*|METRICS.*)$/,
    },
  ],
};
