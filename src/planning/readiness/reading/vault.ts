import type { Found, TargetVault } from '../../../model/target-surroundings.ts';
import type { AzureResourceRead, AzureResources } from '../../../ports/azure-resources.ts';
import { allows } from '../permission.ts';
import { found } from './found.ts';
import { listAt, memberAt, textAt, textsAt } from './members.ts';

const VERSION = '2023-07-01';
/** Built-in roles that may get a secret (Microsoft Learn, Key Vault and role-based access; read 2026-11-29). */
const READING_ROLES = [
  '4633458b-17de-408a-b874-0445c86b69e6', // Key Vault Secrets User
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7', // Key Vault Secrets Officer
  '00482a5a-887f-4fb3-b363-3b7fe8e74483', // Key Vault Administrator
  'db79e9a7-68ee-4b58-9aeb-b90e7c24fcba', // Key Vault Certificate User
];

/** The run's vault, in the service's resource group or elsewhere in the subscription, and whether these identities may read it. */
export const readVault = (
  azure: AzureResources,
  group: string,
  name: string,
  principals: readonly string[],
): Promise<Found<TargetVault>> =>
  found(async () => {
    const vault = await findVault(azure, group, name);
    if (vault === undefined) return undefined;
    const { id, body } = vault;
    const access = memberAt(body, 'properties.enableRbacAuthorization') === true ? 'roles' : 'policies';
    return {
      id,
      access,
      isPublic:
        textAt(body, 'properties.publicNetworkAccess') !== 'Disabled' &&
        textAt(body, 'properties.networkAcls.defaultAction') !== 'Deny',
      isReadByService:
        access === 'roles' ? await hasRole(azure, id, principals) : principals.some((each) => hasPolicy(vault, each)),
      ...(access === 'roles' && { mayImport: await mayImport(azure, id) }),
    };
  });

const IMPORT = 'Microsoft.KeyVault/vaults/certificates/import/action';

async function mayImport(azure: AzureResources, vault: string): Promise<boolean> {
  const permissions = await azure.list(`${vault}/providers/Microsoft.Authorization/permissions`, '2022-04-01');
  const ofData = permissions.map(({ body }) => ({
    actions: textsAt(body, 'dataActions'),
    notActions: textsAt(body, 'notDataActions'),
  }));
  return allows(ofData, IMPORT);
}

async function findVault(azure: AzureResources, group: string, name: string): Promise<AzureResourceRead | undefined> {
  const near = await azure.read(`${group}/providers/Microsoft.KeyVault/vaults/${name}`, VERSION);
  if (near !== undefined) return near;
  const [, , subscription = ''] = group.split('/');
  const all = await azure.list(`/subscriptions/${subscription}/providers/Microsoft.KeyVault/vaults`, VERSION);
  return all.find(({ id }) => id.toLowerCase().endsWith(`/vaults/${name}`.toLowerCase()));
}

/** Assignments at the vault or above it; those below are for single secrets. */
async function hasRole(azure: AzureResources, vault: string, principals: readonly string[]): Promise<boolean> {
  for (const principal of principals) {
    const collection = `${vault}/providers/Microsoft.Authorization/roleAssignments`;
    const assigned = await azure.list(collection, '2022-04-01', `principalId eq '${principal}'`);
    const isReading = assigned.some(({ body }) => {
      const role = textAt(body, 'properties.roleDefinitionId')?.toLowerCase() ?? '';
      const scope = textAt(body, 'properties.scope') ?? vault;
      const isAbove = `${vault}/`.toLowerCase().startsWith(`${scope}/`.replace('//', '/').toLowerCase());
      return isAbove && READING_ROLES.some((each) => role.endsWith(each));
    });
    if (isReading) return true;
  }
  return false;
}

const hasPolicy = ({ body }: AzureResourceRead, principal: string): boolean =>
  listAt(body, 'properties.accessPolicies').some(
    (policy) =>
      textAt(policy, 'objectId')?.toLowerCase() === principal.toLowerCase() &&
      textsAt(policy, 'permissions.secrets').some((each) => /^(get|all)$/i.test(each)),
  );
