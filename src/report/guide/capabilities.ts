import { apisWith, aws, azure, type GuideTable } from './guide-row.ts';

const WAF_LINK = { text: 'Azure WAF', url: 'https://learn.microsoft.com/azure/web-application-firewall/overview' };

/** The guide's table of capabilities, 7 rows. */
export const CAPABILITIES: GuideTable = {
  id: 'capabilities',
  title: 'Capabilities',
  rows: [
    {
      id: 'private-endpoints',
      aws: 'Private VPC endpoints',
      azure: 'API Management in an internal virtual network, or integrated with one for outbound calls',
      approach: 'Give backends subnets of a network that API Management is in, or reach them by Private Link.',
      links: [
        aws('Private APIs', 'apigateway-private-api-create'),
        azure('Internal network', 'api-management-using-with-internal-vnet'),
      ],
      uses: ({ vpcEndpoints, vpcLinks, apis }) =>
        Math.max(vpcEndpoints.length, apis.filter(({ endpointType }) => endpointType === 'PRIVATE').length) +
        vpcLinks.length,
      codes: /^(PRIVATE-.*|VPC-.*|ROUTE-PRIVATE|CLOUD-MAP-SERVICE)$/,
    },
    {
      id: 'waf',
      aws: 'AWS Web Application Firewall',
      azure: 'Azure Web Application Firewall in Application Gateway or Front Door',
      approach: 'Map rules at stages to rules of a web application firewall before the service.',
      links: [aws('AWS WAF', 'apigateway-control-access-aws-waf'), WAF_LINK],
      uses: (inventory) => apisWith(inventory, ({ stage }) => stage.webAclArn !== undefined),
      codes: /^(STAGE-WAF|WEB-ACL-.*)$/,
    },
    {
      id: 'custom-domains',
      aws: 'Custom domains',
      azure: 'Custom domains',
      approach: 'Keep names and certificates and move by DNS; other names need other certificates.',
      links: [aws('Custom domains', 'how-to-custom-domains'), azure('Custom domains', 'configure-custom-domain')],
      constructs: ['domain-mapping'],
      uses: ({ domainNames }) => domainNames.length,
      codes:
        /^(HOSTNAME-.*|CERTIFICATE-.*|PATH-ON-SEVERAL-DOMAINS|ROUTING-RULE.*|TLS-POLICY|TLS-OLD-CALLERS|DEFAULT-HOST-OPEN|EXECUTE-API-CALLERS|PRIVATE-ZONE)$/,
      differs:
        'Existing certificates move only where AWS lets their key out (private CA, or public ones requested as exportable); others are issued anew.',
    },
    {
      id: 'edge-optimized',
      aws: 'Edge-optimized endpoints',
      azure: 'Multi-region deployment',
      approach: 'Put gateways into the regions that clients need.',
      links: [
        aws('Endpoint types', 'api-gateway-api-endpoint-types'),
        azure('Multi-region', 'api-management-howto-deploy-multi-region'),
      ],
      uses: (inventory) => apisWith(inventory, ({ endpointType }) => endpointType === 'EDGE'),
      codes: /^EDGE-ENDPOINT$/,
      differs:
        'Front Door is offered beside it: an edge-optimized endpoint is a content network before one region, which Front Door is and a second region is not.',
    },
    {
      id: 'availability-zones',
      aws: 'Availability zones by default',
      azure: 'Availability zones by default (Premium)',
      approach: 'Use Premium in a region with availability zones.',
      links: [
        aws('Resiliency', 'disaster-recovery-resiliency'),
        azure('Availability zones', 'enable-availability-zone-support'),
      ],
      uses: ({ apis }) => apis.length,
      codes: /^AVAILABILITY-ZONES$/,
      differs: 'It is a decision, not a need: Premium is recommended only when something else asks for it as well.',
    },
    {
      id: 'metrics',
      aws: 'CloudWatch metrics',
      azure: 'Azure Monitor metrics',
      approach: 'Configure the gateway’s request metrics.',
      links: [aws('Metrics', 'api-gateway-metrics-and-dimensions'), azure('Monitoring', 'monitor-api-management')],
      uses: ({ apis, alarms }) =>
        alarms.length +
        apis.filter(({ stage }) => stage.methodSettings.some(({ metricsEnabled }) => metricsEnabled)).length,
      codes: /^(METRICS.*|ALARM.*)$/,
    },
    {
      id: 'logs',
      aws: 'CloudWatch logs and CloudTrail logs',
      azure: 'Azure Monitor logs',
      approach: 'Send logs to a Log Analytics workspace; consider Application Insights.',
      links: [
        aws('Logging', 'set-up-logging'),
        aws('CloudTrail', 'cloudtrail'),
        azure('Logs', 'monitor-api-management'),
      ],
      constructs: ['logging'],
      uses: ({ logGroups }) => logGroups.length,
      codes: /^(LOG-.*|LOGGING-.*|DATA-TRACE|CLOUDTRAIL.*|TRACING.*|X-?RAY.*)$/,
    },
  ],
};

/** The guide's list of mismatches of capabilities. */
export const CAPABILITY_MISMATCHES: GuideTable = {
  id: 'capability-mismatches',
  title: 'Mismatches of capabilities',
  rows: [
    {
      id: 'mismatch-waf',
      aws: 'Rules of a firewall apply at stages of REST APIs',
      azure: 'API Management has no firewall: Application Gateway stands before it, or Front Door for several regions',
      approach: 'Deploy it, forward to API Management, and close every other way in.',
      links: [WAF_LINK],
      uses: (inventory) => apisWith(inventory, ({ stage }) => stage.webAclArn !== undefined),
      codes: /^(STAGE-WAF|WEB-ACL-.*)$/,
    },
    {
      id: 'mismatch-domain-twice',
      aws: 'A custom domain is configured once',
      azure: 'Behind Application Gateway the name and its certificate are configured there too',
      approach: 'Give the certificate to both.',
      links: [azure('Custom domains', 'configure-custom-domain')],
      uses: (inventory) =>
        inventory.apis.some(({ stage }) => stage.webAclArn !== undefined) ? inventory.domainNames.length : 0,
      codes: /^(STAGE-WAF|CERTIFICATE-.*)$/,
    },
    {
      id: 'mismatch-edge',
      aws: 'Edge-optimized endpoints come at no price',
      azure: 'Gateways in more regions cost more',
      approach: 'Compare with Front Door; see the costs in this report.',
      links: [azure('Multi-region', 'api-management-howto-deploy-multi-region')],
      uses: (inventory) => apisWith(inventory, ({ endpointType }) => endpointType === 'EDGE'),
      codes: /^EDGE-ENDPOINT$/,
    },
  ],
};
