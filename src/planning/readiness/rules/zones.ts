import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** API Gateway stands in several zones always; Premium does with two units or more, by itself (the guide, feature mapping; read 2026-11-29). */
export const zones: ReadinessRule = ({ surroundings: { service } }) => {
  const isPremium = service.tier === 'Premium' || service.tier === 'PremiumV2';
  if (isPremium && (service.units > 1 || service.zones.length > 1)) return [];
  return [
    {
      code: 'TARGET-ZONES',
      message: isPremium
        ? `The service has ${service.units === 1 ? 'one unit' : `${service.units} units`}, which stands in one zone.`
        : `A service of the ${service.tier} tier is not spread over zones.`,
      needed: 'API Gateway stands in several zones of its region.',
      without: 'When the zone fails, so does every API.',
      remedy: isPremium
        ? 'Give it two units or more; it is spread over zones by itself where the region has them.'
        : 'Take the Premium tier where an API must outlive the loss of a zone.',
      owner: 'platform team',
      link: LINKS.zones,
    },
  ];
};
