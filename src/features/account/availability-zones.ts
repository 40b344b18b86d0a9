import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { regionsOf } from './regions.ts';

/** API Gateway is spread over availability zones without asking (the guide, Availability zones by default). */
export const availabilityZones = defineAccountFeature({
  id: 'availability-zones',
  fidelity: 'C',
  findings: {
    'AVAILABILITY-ZONES': {
      severity: 'review',
      message: 'Availability zones come with the tier: {detail}.',
      awsBehaviour: 'API Gateway runs in several availability zones of its region, always.',
      apimBehaviour: 'The Premium tiers do so where the region has zones; other tiers run in one datacenter.',
      remedy:
        'Choose a region with zones and a tier that uses them where the APIs must survive the loss of a datacenter; bicep/service.bicep is the service in the region and tier that fit.',
    },
  },
  assess: (inventory) =>
    regionsOf(inventory).map(({ at, region, apis }) =>
      report(availabilityZones, 'AVAILABILITY-ZONES', at, `${apis} API${apis === 1 ? '' : 's'} of ${region}`),
    ),
});
