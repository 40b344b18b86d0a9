import { LINKS, leadsCallers, type ReadinessRule } from '../readiness-rule.ts';

/** Names are pointed at the gateway: it must be where their callers are (docs: mapping, B3). */
export const networkMode: ReadinessRule = ({ surroundings: { service }, request: { target, waves } }) => {
  const names = waves.flatMap(({ hostnames }) => hostnames);
  const hasFront = target.applicationGateway !== undefined || target.frontDoor !== undefined;
  const isClosed = !service.isPublic && service.privateEndpoints === 0 && service.network === 'None';
  const isInside = service.network === 'Internal' && !hasFront;
  if (names.length === 0 || !(isClosed || isInside)) return [];
  return [
    {
      code: 'TARGET-NETWORK-MODE',
      message: isClosed
        ? 'Public access of the service is off, and no private endpoint leads to it.'
        : 'The service is in a virtual network (internal), and run.json names no front before it.',
      needed: `Callers of ${names.map(({ name }) => name).join(', ')} reach the gateway.`,
      without: 'They reach nothing once the names point there.',
      remedy: isClosed
        ? 'Open public access, or make a private endpoint for callers (bicep/private-access.bicep).'
        : 'Put Application Gateway or Front Door before it and name it in run.json (target.applicationGateway, target.frontDoor); where all callers are in the network, name neither and take the names out of the waves.',
      owner: 'network team',
      link: LINKS.networkModes,
      blocks: leadsCallers,
    },
  ];
};
