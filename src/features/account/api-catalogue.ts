import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { regionsOf } from './regions.ts';

/** Where people find APIs while some are moved and others not (the guide, import: API Center). */
export const apiCatalogue = defineAccountFeature({
  id: 'api-catalogue',
  fidelity: 'C',
  findings: {
    'API-CATALOGUE': {
      severity: 'info',
      message: 'The catalogue to deploy holds {detail}.',
      awsBehaviour: 'The console of API Gateway lists the APIs of one account and region.',
      apimBehaviour:
        'A service lists its own APIs. Azure API Center lists those of both gateways, with the environments that they are deployed in.',
      remedy: 'Deploy bicep/api-center.bicep where people must find APIs while the migration goes on.',
    },
  },
  assess: (inventory) =>
    regionsOf(inventory).map(({ at, region, apis }) =>
      report(apiCatalogue, 'API-CATALOGUE', at, `${apis} API${apis === 1 ? '' : 's'} of ${region}`),
    ),
});
