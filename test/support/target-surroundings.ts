import type { TargetSurroundings } from '../../src/model/target-surroundings.ts';

const GROUP = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg';

/** A target where nothing is lacking, and nothing is named that run.json may name. */
export const READY: TargetSurroundings = {
  service: {
    id: `${GROUP}/providers/Microsoft.ApiManagement/service/contoso`,
    location: 'eastus',
    tier: 'Premium',
    units: 2,
    zones: [],
    furtherLocations: [],
    network: 'None',
    isPublic: true,
    privateEndpoints: 0,
    platform: 'stv2.1',
    principals: ['11111111-1111-4111-8111-111111111111'],
    provisioningState: 'Succeeded',
  },
  vault: {
    state: 'there',
    value: {
      id: `${GROUP}/providers/Microsoft.KeyVault/vaults/contoso-vault`,
      access: 'roles',
      isPublic: true,
      isReadByService: true,
    },
  },
  permissions: { state: 'there', value: [{ actions: ['*'], notActions: [] }] },
  logSettings: [],
  actionGroups: [],
};
