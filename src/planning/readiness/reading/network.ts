import type { Found, NetworkRule, TargetSubnet } from '../../../model/target-surroundings.ts';
import type { AzureResources } from '../../../ports/azure-resources.ts';
import { found, foundAt } from './found.ts';
import { listAt, memberAt, textAt, textsAt, type Json } from './members.ts';

const VERSION = '2024-05-01';
/** Where a route leads traffic away from Azure's own way out. */
const APPLIANCES = ['VirtualAppliance', 'VirtualNetworkGateway'];

/** The subnet of a service, with its network security group and what its routes do to outbound traffic. */
export const readSubnet = (azure: AzureResources, id: string): Promise<Found<TargetSubnet>> =>
  found(async () => {
    const subnet = await azure.read(id, VERSION);
    if (subnet === undefined) return undefined;
    const group = textAt(subnet.body, 'properties.networkSecurityGroup.id');
    const table = textAt(subnet.body, 'properties.routeTable.id');
    const routes = table === undefined ? undefined : await azure.read(table, VERSION);
    return {
      id,
      securityGroup:
        group === undefined
          ? { state: 'missing' as const }
          : await foundAt(azure, group, VERSION, ({ body }) => listAt(body, 'properties.securityRules').map(ruleOf)),
      isForcedThrough: listAt(routes?.body, 'properties.routes').some(
        (route) =>
          textAt(route, 'properties.addressPrefix') === '0.0.0.0/0' &&
          APPLIANCES.includes(textAt(route, 'properties.nextHopType') ?? ''),
      ),
      serviceEndpoints: listAt(subnet.body, 'properties.serviceEndpoints').flatMap(
        (each) => textAt(each, 'service') ?? [],
      ),
    };
  });

function ruleOf(rule: Json): NetworkRule {
  const both = (one: string, more: string): readonly string[] => {
    const single = textAt(rule, `properties.${one}`);
    return [...(single === undefined ? [] : [single]), ...textsAt(rule, `properties.${more}`)];
  };
  return {
    name: textAt(rule, 'name') ?? '',
    priority: Number(memberAt(rule, 'properties.priority')),
    direction: textAt(rule, 'properties.direction') === 'Outbound' ? 'Outbound' : 'Inbound',
    access: textAt(rule, 'properties.access') === 'Allow' ? 'Allow' : 'Deny',
    protocol: textAt(rule, 'properties.protocol') ?? '*',
    sources: both('sourceAddressPrefix', 'sourceAddressPrefixes'),
    destinations: both('destinationAddressPrefix', 'destinationAddressPrefixes'),
    ports: both('destinationPortRange', 'destinationPortRanges'),
  };
}

/** Private zones of the subscription that hold the service's names. */
export const readPrivateZones = (azure: AzureResources, subscription: string): Promise<Found<readonly string[]>> =>
  found(async () => {
    const zones = await azure.list(
      `/subscriptions/${subscription}/providers/Microsoft.Network/privateDnsZones`,
      '2020-06-01',
    );
    const names = zones.map(({ id }) => id.slice(id.lastIndexOf('/') + 1).toLowerCase());
    return names.filter((name) => name.endsWith('azure-api.net'));
  });
