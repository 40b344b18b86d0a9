import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { generationOf, plannedTier } from '../../model/tier.ts';
import { below } from '../../model/source-ref.ts';

const LIMIT = 'all-apis-limit';

/** The limits of an account and region, which all its APIs share (docs: mapping, B5; the guide, quotas per account). */
export const accountThrottle = defineAccountFeature({
  id: 'account-throttle',
  fidelity: 'D',
  findings: {
    'ACCOUNT-THROTTLE': {
      severity: 'decision',
      message: '{detail}',
      awsBehaviour: 'All APIs of the account and region share these limits.',
      apimBehaviour: 'The highest scope is all APIs of one service; what it can do depends on tier and units.',
      remedy:
        'Decide whether the service needs a limit of its own. bicep/account-limit.bicep holds it as a fragment, which does nothing until somebody includes it.',
      options: [
        {
          name: 'none',
          consequence: 'No limit stands for it: the units of the service bound what it takes.',
          recommended: true,
        },
        {
          name: LIMIT,
          consequence:
            'Somebody includes the fragment in the policy of all APIs, which everyone on the service shares: no run writes it. Counted per region; not in the Consumption tier.',
        },
      ],
    },
  },
  assess: (inventory, request) =>
    inventory.accountSettings.flatMap(({ at, account, region, throttle }) => {
      if (throttle === undefined) return [];
      const detail = `${region} of ${account} takes ${throttle.rateLimit} requests a second, ${throttle.burstLimit} at once.`;
      const found = report(accountThrottle, 'ACCOUNT-THROTTLE', below(at, 'throttle'), detail);
      // Consumption has no limit by key, and one by subscription does not stand at this scope.
      const isOffered = generationOf(plannedTier(request.target)) !== 'consumption';
      const options = (found.options ?? []).filter(({ name }) => isOffered || name !== LIMIT);
      return [decideAround({ ...found, options }, request)];
    }),
});
