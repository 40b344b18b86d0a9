import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** The guide asks for networks, ingress and security before the first API (the guide, prepare). */
export const landingZone: ReadinessRule = ({ surroundings: { service, logSettings }, request: { target } }) => {
  const named = [target.logWorkspace, target.applicationGateway, target.frontDoor];
  const isBare = service.network === 'None' && service.privateEndpoints === 0 && logSettings.length === 0;
  if (!isBare || named.some((each) => each !== undefined)) return [];
  return [
    {
      code: 'LANDING-ZONE',
      message: 'The service stands alone: no network, no front, no log workspace is named or was found.',
      needed: 'Governance, ingress, firewall and monitoring of API Gateway came with the account.',
      without: 'The gateway is open to the Internet by itself.',
      remedy: 'Set up a landing zone, such as the secure baseline of the accelerator, and name its parts in run.json.',
      owner: 'platform team',
      link: LINKS.landingZone,
    },
  ];
};
