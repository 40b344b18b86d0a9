import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Accounts and regions with APIs that the run does not read: nobody should believe that an assessment covers them. */
export const leftOut = defineAccountFeature({
  id: 'left-out',
  fidelity: 'E',
  findings: {
    'ACCOUNT-LEFT-OUT': {
      severity: 'review',
      message: '{detail} of API Gateway that this run does not read.',
      awsBehaviour: 'Resource Explorer knows of these APIs.',
      apimBehaviour: 'Nothing is said of them in this assessment, and nothing is planned.',
      remedy:
        'Add the account and region to the source, or take note that its APIs stay and are missing in bicep/api-center.bicep.',
    },
  },
  assess: (inventory) =>
    inventory.leftOut.map(({ at, account, region, apis }) =>
      report(leftOut, 'ACCOUNT-LEFT-OUT', at, `${region} of ${account} has ${apis} API${apis === 1 ? '' : 's'}`),
    ),
});
