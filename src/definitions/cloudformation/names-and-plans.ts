import type {
  AwsApiKey,
  AwsApiMapping,
  AwsDomainName,
  AwsThrottle,
  AwsUsagePlan,
  AwsVpcLink,
} from '../../model/aws-account.ts';
import { defined } from '../integration.ts';
import type { Members } from '../members.ts';
import { linkOf, type Template } from './template.ts';

/** Custom domain names of both versions with the mappings that name them. */
export function readDomainNames(template: Template): readonly AwsDomainName[] {
  const mappings = [
    ...template.ofType('AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2'),
    ...template.ofType('AWS::ApiGatewayV2::ApiMapping'),
  ].map((resource) => mappingOf(template, template.members(resource)));
  const used = new Set<(typeof mappings)[number]>();
  return template
    .ofType('AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName')
    .map(({ id, ...resource }) => {
      const members = template.members({ id, ...resource });
      const name = members.text('DomainName') ?? id;
      // Where two resources have one name, a mapping is the first's.
      const own = mappings.filter((each) => !used.has(each) && (each.domain === id || each.domain === name));
      for (const each of own) used.add(each);
      return domainOf(
        members,
        name,
        own.map(({ mapping }) => mapping),
      );
    });
}

function mappingOf(
  template: Template,
  members: Members,
): { readonly domain?: string; readonly mapping: AwsApiMapping } {
  const path = (members.text('BasePath') ?? members.text('ApiMappingKey') ?? '').replaceAll(/^\/+|\/+$/g, '');
  const apiId = linkOf(members.verbatim('RestApiId') ?? members.verbatim('ApiId')) ?? '';
  const stage = template.stageName(members.verbatim('Stage'));
  const domain = linkOf(members.verbatim('DomainName') ?? members.verbatim('DomainNameArn'));
  members.end();
  const mapping = {
    at: members.at,
    path: path === '(none)' ? '' : path,
    apiId,
    stage,
  };
  return { ...defined({ domain }), mapping };
}

function domainOf(members: Members, name: string, mappings: readonly AwsApiMapping[]): AwsDomainName {
  const endpoint = members.object('EndpointConfiguration');
  const [configuration] = members.list('DomainNameConfigurations');
  const mutual = members.object('MutualTlsAuthentication');
  const types = [...(endpoint?.texts('Types') ?? []), configuration?.text('EndpointType') ?? ''];
  const isV2 = configuration !== undefined;
  const policy = members.raw('Policy');
  const domain = {
    at: members.at,
    name: name.toLowerCase(),
    endpointType:
      (['PRIVATE', 'REGIONAL', 'EDGE'] as const).find((type) => types.includes(type)) ?? (isV2 ? 'REGIONAL' : 'EDGE'),
    mappings,
    routingRules: [],
    accessAssociations: [],
    ...defined({
      certificateArn:
        members.verbatim('RegionalCertificateArn') ??
        members.verbatim('CertificateArn') ??
        configuration?.verbatim('CertificateArn'),
      securityPolicy: members.verbatim('SecurityPolicy') ?? configuration?.verbatim('SecurityPolicy'),
      routingMode: members.verbatim('RoutingMode')?.replace('BASE_PATH_MAPPING', 'API_MAPPING'),
      mutualTlsTruststoreUri: mutual?.text('TruststoreUri'),
      mutualTlsTruststoreVersion: mutual?.verbatim('TruststoreVersion'),
      policy: policy === undefined ? undefined : typeof policy === 'string' ? policy : JSON.stringify(policy),
    }),
  } satisfies AwsDomainName;
  endpoint?.ignore('IpAddressType', 'VpcEndpointIds').end();
  configuration?.ignore('CertificateName', 'OwnershipVerificationCertificateArn', 'IpAddressType').end();
  mutual?.end();
  members.ignore('Tags', 'OwnershipVerificationCertificateArn', 'CertificateName').end();
  return domain;
}

/** Usage plans with the keys that are put into them. */
export function readUsagePlans(template: Template): readonly AwsUsagePlan[] {
  const keys = template.ofType('AWS::ApiGateway::UsagePlanKey').map((resource) => {
    const members = template.members(resource).ignore('KeyType');
    const [plan, key] = [linkOf(members.verbatim('UsagePlanId')), linkOf(members.verbatim('KeyId'))];
    members.end();
    return { plan, key: key ?? '' };
  });
  return template.ofType('AWS::ApiGateway::UsagePlan').map(({ id, ...resource }) => {
    const members = template.members({ id, ...resource });
    const plan = {
      ...usagePlanOf(template, members, id),
      keyIds: keys.flatMap(({ plan: of, key }) => (of === id ? [key] : [])),
    };
    members.ignore('Tags').end();
    return plan;
  });
}

function usagePlanOf(template: Template, members: Members, id: string): AwsUsagePlan {
  const throttle = members.object('Throttle');
  const quota = members.object('Quota');
  const period = quota?.word('Period', ['DAY', 'WEEK', 'MONTH']);
  const apiStages = members.list('ApiStages').map((stage) => {
    const throttles = stage.objects('Throttle').map(([key, each]) => [key, throttleOf(each)] as const);
    const named = { apiId: linkOf(stage.verbatim('ApiId')) ?? '', stage: template.stageName(stage.verbatim('Stage')) };
    stage.end();
    return throttles.length === 0 ? named : { ...named, throttles: Object.fromEntries(throttles) };
  });
  const plan = {
    at: members.at,
    id,
    name: members.text('UsagePlanName') ?? id,
    apiStages,
    keyIds: [],
    ...defined({
      description: members.text('Description'),
      throttle: throttle && throttleOf(throttle),
      quota: quota && period && { limit: quota.number('Limit') ?? 0, period, offset: quota.number('Offset') ?? 0 },
    }),
  };
  quota?.end();
  return plan;
}

function throttleOf(members: Members): AwsThrottle {
  const throttle = { rateLimit: members.number('RateLimit') ?? 0, burstLimit: members.number('BurstLimit') ?? 0 };
  members.end();
  return throttle;
}

/** API keys without their values, which a template may hold: they are secrets. */
export function readApiKeys(template: Template): readonly AwsApiKey[] {
  return template.ofType('AWS::ApiGateway::ApiKey').map(({ id, ...resource }) => {
    const members = template.members({ id, ...resource });
    const key = {
      at: members.at,
      id,
      name: members.text('Name') ?? id,
      enabled: members.flag('Enabled') ?? false,
      ...defined({ description: members.text('Description'), customerId: members.text('CustomerId') }),
    };
    members.ignore('Value', 'GenerateDistinctId', 'StageKeys', 'Tags').end();
    return key;
  });
}

/** VPC links of both versions. */
export function readVpcLinks(template: Template): readonly AwsVpcLink[] {
  return template.ofType('AWS::ApiGateway::VpcLink', 'AWS::ApiGatewayV2::VpcLink').map(({ id, ...resource }) => {
    const members = template.members({ id, ...resource });
    const link = {
      at: members.at,
      id,
      name: members.text('Name') ?? id,
      targetArns: members.texts('TargetArns'),
      subnetIds: members.texts('SubnetIds'),
      securityGroupIds: members.texts('SecurityGroupIds'),
    };
    members.ignore('Tags', 'Description').end();
    return link;
  });
}
