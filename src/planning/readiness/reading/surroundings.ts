import type { RunRequest } from '../../../model/run.ts';
import type { Found, Permission, TargetService, TargetSurroundings } from '../../../model/target-surroundings.ts';
import type { AzureResources } from '../../../ports/azure-resources.ts';
import { DIAGNOSTICS_VERSION } from '../../surroundings/diagnostic-settings.ts';
import { groupOf, serviceIdOf } from '../../surroundings/scopes.ts';
import { allows } from '../permission.ts';
import { found, foundAt, placeOf } from './found.ts';
import { listAt, memberAt, textAt, textsAt } from './members.ts';
import { readPrivateZones, readSubnet } from './network.ts';
import { readService } from './service.ts';
import { readVault } from './vault.ts';

/**
 * Reads once what stands around the service: each thing is there, missing, or unknown because nobody may look.
 * @throws FailureError where the service itself cannot be read, or on an outage
 */
export async function readSurroundings(
  azure: AzureResources,
  { target, keyVault }: Pick<RunRequest, 'target' | 'keyVault'>,
): Promise<TargetSurroundings> {
  const service = await readService(azure, serviceIdOf(target));
  const { actionGroups = [] } = target.alerts ?? {};
  const groups = [];
  for (const id of actionGroups) groups.push({ id, found: await foundAt(azure, id, '2023-01-01', () => ({})) });
  return {
    service,
    vault: await readVault(azure, groupOf(target), keyVault, service.principals),
    permissions: await readPermissions(azure, target),
    ...(await readNetwork(azure, service, target.subscriptionId)),
    logSettings: await readLogSettings(azure, target),
    actionGroups: groups,
    ...(await readNamed(azure, target)),
  };
}

/** At the resource group, and where that does not do, at the service as well: roles are given at either. */
const readPermissions = (azure: AzureResources, target: RunRequest['target']): Promise<Found<readonly Permission[]>> =>
  found(async () => {
    const at = async (scope: string): Promise<readonly Permission[]> =>
      (await azure.list(`${scope}/providers/Microsoft.Authorization/permissions`, '2022-04-01')).map(({ body }) => ({
        actions: textsAt(body, 'actions'),
        notActions: textsAt(body, 'notActions'),
      }));
    const ofGroup = await at(groupOf(target));
    if (allows(ofGroup, 'Microsoft.ApiManagement/service/apis/write')) return ofGroup;
    return [...ofGroup, ...(await at(serviceIdOf(target)))];
  });

async function readNetwork(
  azure: AzureResources,
  { subnetId, network, privateEndpoints }: TargetService,
  subscription: string,
): Promise<Pick<TargetSurroundings, 'subnet' | 'privateZones'>> {
  const isPrivate = network === 'Internal' || privateEndpoints > 0;
  return {
    ...(subnetId !== undefined && { subnet: await readSubnet(azure, subnetId) }),
    ...(isPrivate && { privateZones: await readPrivateZones(azure, subscription) }),
  };
}

/** Settings that send logs of the gateway to the named workspace; none where none is named. */
async function readLogSettings(azure: AzureResources, target: RunRequest['target']): Promise<readonly string[]> {
  if (target.logWorkspace === undefined) return [];
  const collection = `${serviceIdOf(target)}/providers/Microsoft.Insights/diagnosticSettings`;
  const settings = await found(() => azure.list(collection, DIAGNOSTICS_VERSION));
  if (settings.state !== 'there') return [];
  return settings.value
    .filter(
      ({ body }) =>
        textAt(body, 'properties.workspaceId')?.toLowerCase() === target.logWorkspace?.toLowerCase() &&
        listAt(body, 'properties.logs').some(
          (log) =>
            memberAt(log, 'enabled') === true &&
            /^(GatewayLogs|allLogs)$/i.test(textAt(log, 'category') ?? textAt(log, 'categoryGroup') ?? ''),
        ),
    )
    .map(({ body, id }) => textAt(body, 'name') ?? id);
}

/** What run.json names. */
async function readNamed(
  azure: AzureResources,
  { logWorkspace, apiCenter, applicationGateway, frontDoor }: RunRequest['target'],
): Promise<Pick<TargetSurroundings, 'logWorkspace' | 'apiCenter' | 'applicationGateway' | 'frontDoor'>> {
  return {
    ...(logWorkspace !== undefined && {
      logWorkspace: await foundAt(azure, logWorkspace, '2023-09-01', ({ body }) => ({
        location: placeOf(textAt(body, 'location')),
      })),
    }),
    ...(apiCenter !== undefined && { apiCenter: await foundAt(azure, apiCenter, '2024-03-01', () => ({})) }),
    ...(applicationGateway !== undefined && {
      applicationGateway: await foundAt(azure, applicationGateway, '2024-05-01', ({ body }) => ({
        location: placeOf(textAt(body, 'location')),
        firewall:
          textAt(body, 'properties.sku.tier') === 'WAF_v2' ||
          textAt(body, 'properties.firewallPolicy.id') !== undefined,
        leadsTo: listAt(body, 'properties.backendAddressPools').flatMap((pool) =>
          listAt(pool, 'properties.backendAddresses').flatMap(
            (each) => textAt(each, 'fqdn')?.toLowerCase() ?? textAt(each, 'ipAddress') ?? [],
          ),
        ),
      })),
    }),
    ...(frontDoor !== undefined && {
      frontDoor: await foundAt(azure, frontDoor, '2024-02-01', ({ body }) => ({ sku: textAt(body, 'sku.name') ?? '' })),
    }),
  };
}
