import { FailureError } from '../../../model/outcome.ts';
import type { TargetService } from '../../../model/target-surroundings.ts';
import { isTier } from '../../../model/tier.ts';
import type { AzureResources } from '../../../ports/azure-resources.ts';
import { placeOf } from './found.ts';
import { listAt, memberAt, textAt, textsAt, type Json } from './members.ts';

/** As the contract 2024-05-01 has it. @throws FailureError `missing` where there is no service */
export async function readService(azure: AzureResources, id: string): Promise<TargetService> {
  const read = await azure.read(id, '2024-05-01');
  if (read === undefined)
    throw new FailureError({ kind: 'missing', code: 'NO-SERVICE', message: `there is no service ${id}`, at: id });
  const { body } = read;
  const tier = textAt(body, 'sku.name') ?? '';
  if (!isTier(tier))
    throw new FailureError({ kind: 'invalid', code: 'TARGET-TIER', message: `the tier ${tier} is not known`, at: id });
  const network = textAt(body, 'properties.virtualNetworkType');
  const subnetId = textAt(body, 'properties.virtualNetworkConfiguration.subnetResourceId');
  return {
    id,
    location: placeOf(textAt(body, 'location')),
    tier,
    units: Number(memberAt(body, 'sku.capacity') ?? 0),
    zones: textsAt(body, 'zones'),
    furtherLocations: listAt(body, 'properties.additionalLocations').map((each) => placeOf(textAt(each, 'location'))),
    network: network === 'External' || network === 'Internal' ? network : 'None',
    ...(subnetId !== undefined && { subnetId }),
    isPublic: textAt(body, 'properties.publicNetworkAccess') !== 'Disabled',
    privateEndpoints: listAt(body, 'properties.privateEndpointConnections').length,
    platform: textAt(body, 'properties.platformVersion') ?? 'undetermined',
    principals: principalsOf(body),
    provisioningState: textAt(body, 'properties.provisioningState') ?? '',
  };
}

/** Its own identity first, then those that it was given. */
function principalsOf(body: Json): readonly string[] {
  const own = textAt(body, 'identity.principalId');
  const given = Object.values((memberAt(body, 'identity.userAssignedIdentities') ?? {}) as Json);
  return [own, ...given.map((each) => textAt(each, 'principalId'))].filter((each) => each !== undefined);
}
