import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { regionsOf } from './regions.ts';

/** What people change at API Gateway is in CloudTrail (docs: mapping, B8; the guide, CloudTrail logs). */
export const cloudtrail = defineAccountFeature({
  id: 'cloudtrail',
  fidelity: 'C',
  findings: {
    CLOUDTRAIL: {
      severity: 'info',
      message: 'Changes to {detail} are recorded elsewhere from now on.',
      awsBehaviour: 'CloudTrail records calls of the control plane.',
      apimBehaviour:
        'The Activity Log records them, and keeps them for 90 days unless a diagnostic setting sends them to a workspace.',
      remedy: 'Send the Activity Log to the workspace where auditors look.',
    },
  },
  assess: (inventory) =>
    regionsOf(inventory).map(({ at, region, apis }) =>
      report(cloudtrail, 'CLOUDTRAIL', at, `${apis} API${apis === 1 ? '' : 's'} of ${region}`),
    ),
});
