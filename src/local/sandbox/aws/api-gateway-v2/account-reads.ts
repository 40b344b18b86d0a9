import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, DomainNameState } from '../state.ts';
import { tagsOf } from '../tags.ts';
import { notFound } from '../wire.ts';
import { domainNameV2 } from './domain-name.ts';
import { found, getOne, getPages } from './get.ts';

/** What the account has beside its APIs: domain names with mappings and rules, links, portals, tags. */
export function accountReads(state: AwsState): OperationRoute[] {
  const domain = (routed: RoutedRequest): DomainNameState => {
    const known = state.domainNames.get(param(routed, 'name'));
    if (!known) throw notFound('Invalid domain name identifier specified');
    return known;
  };
  return [
    getPages('GetDomainNames', 'domainnames', () => [...state.domainNames.values()].map(domainNameV2)),
    getOne('GetDomainName', 'domainnames/{name}', (routed) => domainNameV2(domain(routed))),
    getPages('GetApiMappings', 'domainnames/{name}/apimappings', (routed) => domain(routed).mappings),
    getPages(
      'ListRoutingRules',
      'domainnames/{name}/routingrules',
      (routed) => domain(routed).routingRules ?? [],
      'RoutingRules',
    ),
    getPages('GetVpcLinks', 'vpclinks', () => [...state.v2VpcLinks.values()]),
    getOne('GetVpcLink', 'vpclinks/{id}', (routed) => {
      const id = param(routed, 'id');
      return found(state.v2VpcLinks.get(id), 'VpcLink', id);
    }),
    getPages('ListPortals', 'portals', () => state.portals),
    getOne('GetTags', 'tags/{arn}', (routed) => ({ Tags: tagsOf(state, param(routed, 'arn')) })),
  ];
}
