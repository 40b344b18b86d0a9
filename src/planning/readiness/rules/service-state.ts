import { LINKS, writesService, type ReadinessRule } from '../readiness-rule.ts';

/** A service that is being made or changed takes no other change of its infrastructure, and one that failed takes none at all. */
export const serviceState: ReadinessRule = ({ surroundings: { service } }) =>
  service.provisioningState === 'Succeeded'
    ? []
    : [
        {
          code: 'TARGET-NOT-SETTLED',
          message: `The service is in the state ${service.provisioningState}.`,
          needed: 'The run writes to a service that stands still.',
          without: 'Writes are refused, or wait until the other change has ended.',
          remedy: 'Wait until the service says Succeeded, or mend what failed.',
          owner: 'platform team',
          link: LINKS.platform,
          blocks: writesService,
        },
      ];
