import type { RolesReport } from '../model.ts';

/**
 * The least that a migration needs, by phase. A test holds the reading actions to the calls that discovery makes; the others and
 * Azure's roles were checked 2026-11-25.
 */
export const ROLES: RolesReport = {
  aws: [
    { actions: ['apigateway:GET'], why: 'Reads APIs, stages, plans, keys and domain names of both versions.' },
    {
      actions: ['acm:ListCertificates', 'acm:DescribeCertificate', 'acm:ExportCertificate'],
      why: 'Judges certificates; the export only for those whose key moves.',
    },
    {
      actions: [
        'route53:ListHostedZones',
        'route53:ListHostedZonesByName',
        'route53:GetHostedZone',
        'route53:ListResourceRecordSets',
      ],
      why: 'Finds the names that lead to API Gateway.',
    },
    {
      actions: ['route53:ChangeResourceRecordSets', 'route53:GetChange'],
      why: 'Only while cutting over, and only for the zones of the run.',
    },
    {
      actions: [
        'cloudwatch:GetMetricData',
        'cloudwatch:DescribeAlarms',
        'logs:DescribeLogGroups',
        'events:ListRules',
        'events:ListTargetsByRule',
      ],
      why: 'Traffic baseline, alarms, logs and event rules.',
    },
    {
      actions: ['lambda:GetFunctionConfiguration', 'lambda:GetPolicy', 'lambda:ListFunctionUrlConfigs'],
      why: 'Describes functions behind routes.',
    },
    {
      actions: [
        'cognito-idp:DescribeUserPool',
        'cognito-idp:ListUserPoolClients',
        'cognito-idp:DescribeUserPoolClient',
        'cognito-idp:ListResourceServers',
      ],
      why: 'Describes user pools that guard routes.',
    },
    {
      actions: ['wafv2:GetWebACL', 'wafv2:GetIPSet', 'wafv2:GetRegexPatternSet', 'wafv2:GetRuleGroup'],
      why: 'Reads web ACLs of stages.',
    },
    {
      actions: [
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'ec2:DescribeVpcEndpoints',
        'servicediscovery:GetService',
        'servicediscovery:ListInstances',
      ],
      why: 'Follows private integrations to what they reach.',
    },
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], why: 'Only for trust stores of client certificates.' },
    {
      actions: ['resource-explorer-2:ListIndexes', 'resource-explorer-2:Search'],
      why: 'Names accounts and regions with APIs that the run leaves out.',
    },
  ],
  azure: [
    {
      role: 'API Management Service Contributor',
      scope: 'the API Management service',
      why: 'Writes APIs, policies, products, backends and host names.',
    },
    {
      role: 'Key Vault Certificates Officer',
      scope: 'the key vault',
      why: 'Imports certificates; it can read no secret back.',
    },
    {
      role: 'Key Vault Secrets User',
      scope: 'the key vault, for the identity of API Management',
      why: 'API Management fetches the certificates of its host names.',
    },
    { role: 'Monitoring Reader', scope: 'the API Management service', why: 'Watches traffic after the cutover.' },
    { role: 'DNS Zone Contributor', scope: 'DNS zones in Azure, if any', why: 'Only while cutting over.' },
    {
      role: 'Storage Table Data Contributor and Storage Blob Data Contributor',
      scope: 'the storage account of Crossgate',
      why: 'Keeps runs, approvals and reports.',
    },
  ],
};
