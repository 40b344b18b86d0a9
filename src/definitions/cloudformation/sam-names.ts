import type { AwsApi } from '../../model/aws.ts';
import type { AwsApiKey, AwsDomainName, AwsHostedZone, AwsUsagePlan } from '../../model/aws-account.ts';
import { below } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import { isList, isObject, memberOf, objectAt, type Json } from '../json.ts';
import { textOf } from '../placeholders.ts';
import { linkOf, numberIn, type Resource, type Template } from './template.ts';

const text = (value: Json | undefined, key: string): string | undefined => textOf(memberOf(value, key));

/** Resources of SAM that may have a name or a plan, with what the globals say for all of them. */
function samResources(template: Template): readonly Resource[] {
  return template.ofType('AWS::Serverless::Api', 'AWS::Serverless::HttpApi').map((resource) => {
    const globals = objectAt(template.globals, resource.type.endsWith('HttpApi') ? 'HttpApi' : 'Api');
    return { ...resource, properties: { ...globals, ...resource.properties } };
  });
}

/** `Domain` of an API: the name, its base paths and its record (SAM specification, DomainConfiguration, 2026-11-25). */
export function readSamNames(
  template: Template,
  apis: readonly AwsApi[],
): { readonly domainNames: readonly AwsDomainName[]; readonly hostedZones: readonly AwsHostedZone[] } {
  const found = samResources(template).flatMap(({ id, at, properties }) => {
    const domain = memberOf(properties, 'Domain');
    const name = text(domain, 'DomainName')?.toLowerCase();
    if (!isObject(domain) || name === undefined) return [];
    const place = below(at, 'Domain');
    const base = memberOf(domain, 'BasePath');
    const paths = isList(base) ? base.map((each) => textOf(each) ?? '') : [textOf(base) ?? ''];
    const stage = apis.find((api) => api.id === id)?.stage.name ?? '';
    const mutual = memberOf(domain, 'MutualTlsAuthentication');
    const domainName: AwsDomainName = {
      at: place,
      name,
      endpointType: text(domain, 'EndpointConfiguration') === 'EDGE' ? 'EDGE' : 'REGIONAL',
      mappings: paths.map((path, index) => {
        const key = path.replaceAll(/^\/+|\/+$/g, '');
        return { at: below(place, 'BasePath', index), path: key === '(none)' ? '' : key, apiId: id, stage };
      }),
      routingRules: [],
      accessAssociations: [],
      ...defined({
        certificateArn: text(domain, 'CertificateArn'),
        securityPolicy: text(domain, 'SecurityPolicy'),
        mutualTlsTruststoreUri: text(mutual, 'TruststoreUri'),
        mutualTlsTruststoreVersion: text(mutual, 'TruststoreVersion'),
      }),
    };
    const record = memberOf(domain, 'Route53');
    const zone = text(record, 'HostedZoneName') ?? name.split('.').slice(1).join('.');
    const hostedZone = {
      at: below(place, 'Route53'),
      id: linkOf(text(record, 'HostedZoneId')) ?? '',
      name: zone.replace(/\.$/, '').toLowerCase(),
      isPrivate: false,
      vpcIds: [],
      records: [{ name, type: 'A', target: `\${${id}.Domain}` }],
    };
    return [{ domainName, hostedZones: record === undefined ? [] : [hostedZone] }];
  });
  return {
    domainNames: found.map(({ domainName }) => domainName),
    hostedZones: found.flatMap(({ hostedZones }) => hostedZones),
  };
}

/** `Auth.UsagePlan` of an API makes a plan and a key for it. */
export function readSamPlans(
  template: Template,
  apis: readonly AwsApi[],
): { readonly usagePlans: readonly AwsUsagePlan[]; readonly apiKeys: readonly AwsApiKey[] } {
  const made = samResources(template).flatMap(({ id, at, properties }) => {
    const plan = memberOf(memberOf(properties, 'Auth'), 'UsagePlan');
    if (!isObject(plan) || ['NONE', undefined].includes(text(plan, 'CreateUsagePlan'))) return [];
    const place = below(at, 'Auth', 'UsagePlan');
    const [throttle, quota] = [memberOf(plan, 'Throttle'), memberOf(plan, 'Quota')];
    const period = (['DAY', 'WEEK', 'MONTH'] as const).find((each) => each === text(quota, 'Period'));
    const stage = apis.find((api) => api.id === id)?.stage.name ?? '';
    const keyId = `${id}ApiKey`;
    const usagePlan: AwsUsagePlan = {
      at: place,
      id: `${id}UsagePlan`,
      name: text(plan, 'UsagePlanName') ?? `${id}UsagePlan`,
      apiStages: [{ apiId: id, stage }],
      keyIds: [keyId],
      ...defined({
        description: text(plan, 'Description'),
        throttle:
          throttle === undefined
            ? undefined
            : { rateLimit: numberIn(throttle, 'RateLimit'), burstLimit: numberIn(throttle, 'BurstLimit') },
        quota: period && { limit: numberIn(quota, 'Limit'), period, offset: numberIn(quota, 'Offset') },
      }),
    };
    return [{ usagePlan, apiKey: { at: below(place, 'key'), id: keyId, name: keyId, enabled: true } }];
  });
  return { usagePlans: made.map(({ usagePlan }) => usagePlan), apiKeys: made.map(({ apiKey }) => apiKey) };
}
