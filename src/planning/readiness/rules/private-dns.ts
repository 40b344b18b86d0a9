import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** The service's own names are in no public zone where only private addresses lead to it (Microsoft Learn, internal mode; read 2026-11-29). */
export const privateDns: ReadinessRule = ({ surroundings: { service, privateZones } }) => {
  if (privateZones?.state !== 'there') return [];
  const zone = service.network === 'Internal' ? 'azure-api.net' : 'privatelink.azure-api.net';
  if (privateZones.value.some((name) => name === zone || name.endsWith(`.${zone}`))) return [];
  return [
    {
      code: 'PRIVATE-DNS',
      message: `No private DNS zone of the subscription holds ${zone}.`,
      needed: "Whoever is in the network, the run's own checks too, finds the gateway by its name.",
      without: 'The name leads nowhere, or to the public address.',
      remedy: `Make the zone ${zone} and link it to the networks of the callers (bicep/private-access.bicep), or see that your own DNS answers for it.`,
      owner: 'network team',
      link: LINKS.privateDns,
    },
  ];
};
