import { LINKS, writesService, type ReadinessRule } from '../readiness-rule.ts';

/** The platform stv1 was retired on 31 August 2024 (Microsoft Learn, compute platform; read 2026-11-29). */
export const platform: ReadinessRule = ({ surroundings: { service } }) =>
  /^stv1/i.test(service.platform)
    ? [
        {
          code: 'TARGET-PLATFORM',
          message: `The service runs on the platform ${service.platform}, which was retired on 31 August 2024.`,
          needed: 'APIs move to a service that stays.',
          without: 'The service has no guarantee, and may be switched off.',
          remedy: 'Move the service to stv2 first; its address may change.',
          owner: 'platform team',
          link: LINKS.platform,
          blocks: writesService,
        },
      ]
    : [];
