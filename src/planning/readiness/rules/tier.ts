import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** The Developer tier has no guarantee of availability (Microsoft Learn, tiers; read 2026-11-29). */
export const tier: ReadinessRule = ({ surroundings: { service } }) =>
  service.tier === 'Developer'
    ? [
        {
          code: 'TARGET-TIER-TESTING',
          message: 'The service is of the Developer tier.',
          needed: 'API Gateway has a service level agreement.',
          without: 'One unit without a guarantee: it is down while it is changed or mended.',
          remedy: 'Take it for rehearsals, and a tier for production for production: see the report.',
          owner: 'platform team',
          link: LINKS.tiers,
        },
      ]
    : [];
