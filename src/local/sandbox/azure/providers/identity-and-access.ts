import { Refusal } from '../answers.ts';
import { childrenOf } from '../resource-store.ts';
import type { ResourceType, Written } from './resource-type.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Roles, identities, vaults and log workspaces (published contracts; Microsoft Learn, read 2026-11-29). */
export const identityAndAccess: readonly ResourceType[] = [
  {
    type: 'Microsoft.Authorization/roleAssignments',
    apiVersions: ['2022-04-01'],
    isExtension: true,
    methods: ['GET', 'PUT', 'DELETE'],
    name: GUID,
    required: ['properties.roleDefinitionId', 'properties.principalId'],
    members: [
      'roleDefinitionId',
      'principalId',
      'principalType',
      'description',
      'condition',
      'conditionVersion',
      'delegatedManagedIdentityResourceId',
    ],
    defaults: () => ({ principalType: 'User', condition: null, conditionVersion: null }),
    check: checkAssignment,
  },
  {
    type: 'Microsoft.Authorization/permissions',
    apiVersions: ['2022-04-01'],
    isExtension: true,
    methods: ['GET'],
  },
  {
    type: 'Microsoft.KeyVault/vaults',
    apiVersions: ['2023-07-01'],
    methods: ['GET'],
    isTracked: true,
  },
  {
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    apiVersions: ['2023-01-31'],
    methods: ['GET', 'PUT', 'DELETE'],
    isTracked: true,
    required: ['location'],
    members: [],
  },
  {
    type: 'Microsoft.OperationalInsights/workspaces',
    apiVersions: ['2023-09-01'],
    methods: ['GET', 'PUT'],
    isTracked: true,
    isLong: true,
    required: ['location'],
    members: [
      'sku',
      'retentionInDays',
      'workspaceCapping',
      'features',
      'publicNetworkAccessForIngestion',
      'publicNetworkAccessForQuery',
    ],
    defaults: () => ({ provisioningState: 'Succeeded', sku: { name: 'PerGB2018' }, retentionInDays: 30 }),
  },
];

/** An assignment is made once: another of the same three is refused, and so is a change (Microsoft Learn, role assignments; read 2026-11-29). */
function checkAssignment({ state, id, scope, properties, before }: Written): void {
  const key = ({ roleDefinitionId, principalId }: Readonly<Record<string, unknown>>): string =>
    `${String(roleDefinitionId)} ${String(principalId)}`.toLowerCase();
  if (before && key(before.properties) !== key(properties))
    throw new Refusal(
      409,
      'RoleAssignmentUpdateNotPermitted',
      'A role assignment cannot be changed to another role or principal.',
    );
  const others = childrenOf(state, `${scope}/providers/Microsoft.Authorization`, 'roleAssignments');
  if (others.some((one) => one.id.toLowerCase() !== id.toLowerCase() && key(one.properties) === key(properties)))
    throw new Refusal(409, 'RoleAssignmentExists', 'The role assignment already exists.');
}
