import type { ApiKey } from '@aws-sdk/client-api-gateway';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, DomainNameState, UsagePlanState } from '../state.ts';
import { tagsOf } from '../tags.ts';
import { notFound } from '../wire.ts';
import { found, getOne, getPages } from './get.ts';
import { usageOf } from './usage.ts';

/** What the account has beside its APIs: plans and keys, domain names, links, certificates, settings, tags. */
export function accountReads(state: AwsState): OperationRoute[] {
  return [...planReads(state), ...domainReads(state), ...settingReads(state)];
}

function planReads(state: AwsState): OperationRoute[] {
  const plan = (routed: RoutedRequest): UsagePlanState => {
    const known = state.usagePlans.get(param(routed, 'id'));
    if (!known) throw notFound('Invalid Usage Plan ID specified');
    return known;
  };
  return [
    getPages('GetUsagePlans', '/usageplans', ({ query }) =>
      [...state.usagePlans.values()]
        .filter(({ keyIds }) => query.get('keyId') === null || keyIds.includes(query.get('keyId') ?? ''))
        .map((each) => each.plan),
    ),
    getOne('GetUsagePlan', '/usageplans/{id}', (routed) => plan(routed).plan),
    getPages('GetUsagePlanKeys', '/usageplans/{id}/keys', (routed) =>
      plan(routed).keyIds.map((id) => {
        const { name, value } = state.apiKeys.get(id) ?? {};
        return { id, type: 'API_KEY', name, value };
      }),
    ),
    getOne('GetUsage', '/usageplans/{id}/usage', (routed) => usageOf(plan(routed), routed.query)),
    getPages('GetApiKeys', '/apikeys', ({ query }) =>
      [...state.apiKeys.values()].map((key) => shown(key, query.get('includeValues'))),
    ),
    getOne('GetApiKey', '/apikeys/{id}', (routed) => {
      const key = state.apiKeys.get(param(routed, 'id'));
      return shown(found(key, 'API Key'), routed.query.get('includeValue'));
    }),
  ];
}

/** Values are told to whoever asks for them. */
function shown(key: ApiKey, includeValue: string | null): ApiKey {
  const { value, ...rest } = key;
  return includeValue === 'true' && value !== undefined ? key : rest;
}

function domainReads(state: AwsState): OperationRoute[] {
  const domain = (routed: RoutedRequest): DomainNameState =>
    found(state.domainNames.get(param(routed, 'name')), 'domain name');
  return [
    getPages('GetDomainNames', '/domainnames', () => [...state.domainNames.values()].map((item) => item.domain)),
    getOne('GetDomainName', '/domainnames/{name}', (routed) => domain(routed).domain),
    getPages(
      'GetBasePathMappings',
      '/domainnames/{name}/basepathmappings',
      (routed) => domain(routed).basePathMappings,
    ),
    getOne('GetBasePathMapping', '/domainnames/{name}/basepathmappings/{path}', (routed) =>
      found(
        domain(routed).basePathMappings.find(({ basePath }) => basePath === param(routed, 'path')),
        'base path mapping',
      ),
    ),
    getPages('GetDomainNameAccessAssociations', '/domainnameaccessassociations', ({ query }) =>
      // What others were given access to is seen by them as theirs.
      query.get('resourceOwner') === 'OTHER_ACCOUNTS' ? [] : state.domainNameAccessAssociations,
    ),
  ];
}

function settingReads(state: AwsState): OperationRoute[] {
  return [
    getPages('GetVpcLinks', '/vpclinks', () => [...state.vpcLinks.values()]),
    getOne('GetVpcLink', '/vpclinks/{id}', (routed) => found(state.vpcLinks.get(param(routed, 'id')), 'Vpc Link')),
    getPages('GetClientCertificates', '/clientcertificates', () => [...state.clientCertificates.values()]),
    getOne('GetClientCertificate', '/clientcertificates/{id}', (routed) =>
      found(state.clientCertificates.get(param(routed, 'id')), 'Client Certificate'),
    ),
    getOne('GetAccount', '/account', () => state.gatewayAccount),
    getOne('GetTags', '/tags/{arn}', (routed) => ({ tags: tagsOf(state, param(routed, 'arn')) })),
  ];
}
