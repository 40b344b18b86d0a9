import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Developer portals of API Gateway (docs: mapping, A1). */
export const portals = defineAccountFeature({
  id: 'portals',
  fidelity: 'D',
  findings: {
    PORTAL: {
      severity: 'review',
      message: 'The developer portal {detail}.',
      awsBehaviour: 'API Gateway shows its readers the APIs of the portal.',
      apimBehaviour:
        'The developer portal of the service shows products to the groups that may see them; it has its own pages.',
      remedy: 'Deploy bicep/groups.bicep, give its groups their developers and products, and carry pages over by hand.',
    },
  },
  assess: (inventory) => inventory.portals.map(({ at, name, id }) => report(portals, 'PORTAL', at, `${name} (${id})`)),
});
