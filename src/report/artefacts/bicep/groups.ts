import { productIdOf } from '../../../planning/product-steps.ts';
import { resourceName } from '../../../planning/resource-name.ts';
import type { AwsUsagePlan } from '../../../model/aws-account.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { MigrationPlan } from '../../../model/plan.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, ref, SERVICE, SERVICE_NAME, type BicepResource } from './bicep-file.ts';

/**
 * Developers' access: a group for each portal and for the customers of each usage plan, which sees the plan's product (the guide,
 * user groups). None where the source knows neither portals nor customers.
 */
export function groupFiles(
  { portals, usagePlans, apiKeys }: AwsInventory,
  { steps }: Pick<MigrationPlan, 'steps'>,
): readonly ArtefactFile[] {
  const customers = new Set(apiKeys.filter(({ customerId }) => customerId !== undefined).map(({ id }) => id));
  const sold = usagePlans.filter(({ keyIds }) => keyIds.some((id) => customers.has(id)));
  if (portals.length === 0 && sold.length === 0) return [];
  const products = new Set(steps.map(({ payload }) => String(payload['path'])));
  const ofPortals = portals.map(({ id, name }) => groupOf(`portal-${resourceName(name, id)}`, `Portal ${name}`));
  const ofPlans = sold.flatMap((plan) => planGroup(plan, products));
  return [
    bicepFile({
      name: 'groups',
      about: [
        'Who may see and subscribe to what in the developer portal. Deploy it after the run: it refers to products of the plan.',
        'AWS names customers of keys by an id only: give each developer with address and name, and the groups that they are in.',
      ],
      parameters: [
        SERVICE_NAME,
        {
          name: 'developers',
          type: 'array',
          about: 'Developers as { id, email, firstName, lastName }. They are invited, and choose how they sign in.',
          value: [],
        },
        {
          name: 'memberships',
          type: 'array',
          about: `Who is in which group, as { group, developer }. Groups: ${[...ofPortals, ...ofPlans]
            .filter(({ type }) => type === GROUP)
            .map(({ body }) => (body as { readonly name: string }).name)
            .join(', ')}.`,
          value: [],
        },
      ],
      resources: [SERVICE, ...ofPortals, ...ofPlans, ...people([...ofPortals, ...ofPlans])],
    }),
  ];
}

const GROUP = 'Microsoft.ApiManagement/service/groups@2024-05-01';

const groupOf = (id: string, displayName: string): BicepResource => ({
  symbol: symbolOf(id),
  type: GROUP,
  body: {
    parent: ref('service'),
    name: id,
    properties: { displayName: displayName.slice(0, 300), description: 'From API Gateway', type: 'custom' },
  },
});

const symbolOf = (id: string): string => `group_${id.replaceAll(/[^a-z0-9]/gi, '_')}`;

/** A plan's customers see its product, where the plan has one. */
function planGroup(plan: AwsUsagePlan, products: ReadonlySet<string>): readonly BicepResource[] {
  const own = productIdOf(plan);
  const group = groupOf(`customers-${own}`, `Customers of ${plan.name}`);
  if (!products.has(`products/${own}`)) return [group];
  return [
    group,
    {
      symbol: `product_${symbolOf(own)}`,
      type: 'Microsoft.ApiManagement/service/products@2024-05-01',
      isExisting: true,
      body: { parent: ref('service'), name: own },
    },
    {
      symbol: `access_${symbolOf(own)}`,
      type: 'Microsoft.ApiManagement/service/products/groups@2024-05-01',
      body: { parent: ref(`product_${symbolOf(own)}`), name: ref(`${group.symbol}.name`) },
    },
  ];
}

const people = (groups: readonly BicepResource[]): readonly BicepResource[] => [
  {
    symbol: 'users',
    type: 'Microsoft.ApiManagement/service/users@2024-05-01',
    each: 'developer in developers',
    body: {
      parent: ref('service'),
      name: ref('developer.id'),
      properties: {
        email: ref('developer.email'),
        firstName: ref('developer.firstName'),
        lastName: ref('developer.lastName'),
        confirmation: 'invite',
      },
    },
  },
  {
    symbol: 'members',
    type: 'Microsoft.ApiManagement/service/groups/users@2024-05-01',
    each: 'membership in memberships',
    body: {
      name: ref("'${serviceName}/${membership.group}/${membership.developer}'"),
      dependsOn: [ref('users'), ...groups.filter(({ type }) => type === GROUP).map(({ symbol }) => ref(symbol))],
    },
  },
];
