import { group } from './row.ts';

export const NETWORK = group(
  'B9',
  'Network, domains, cutover',
  ['Custom domain name', 'hostname configuration', 'C', 'applied', 'planning', 'certificates'],
  ['securityPolicy', 'nothing yet', 'C', 'finding', 'tls-policy'],
  ['EDGE', 'Front Door or several regions', 'D', 'finding', 'edge-endpoints'],
  ['PRIVATE', 'virtual network or private endpoint', 'D', 'finding', 'private-access', 'surface'],
  ['Regions and zones', 'regions and zones', 'D', 'finding', 'availability-zones'],
  ['DNS', 'records of the name', 'C', 'applied', 'planning', 'hosted-zones'],
);

export const AROUND = group(
  'A',
  'Around the APIs',
  ['Accounts, regions and APIs that a run leaves out', 'a task for somebody', 'D', 'finding', 'left-out'],
  ['Addresses that callers have written down', 'addresses of the service', 'D', 'finding', 'ip-addresses'],
  ['Portals', 'developer portal', 'D', 'finding', 'portals'],
  ['Extensions that are not known', 'blocked', 'U', 'finding', 'not-carried'],
);

export const FIREWALL = group(
  'B10',
  'Web application firewall',
  ['IP sets', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['GeoMatch', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['ByteMatch', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['RegexMatch', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['SizeConstraint', 'nothing yet', 'D', 'finding', 'web-acls'],
  ['FieldToMatch', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['Fields without a counterpart', 'none', 'U/D', 'finding', 'web-acls'],
  ['And, Or, Not', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['Transformations', 'nothing yet', 'C/D', 'finding', 'web-acls'],
  ['RateBased', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['Managed rules', 'nothing yet', 'D', 'finding', 'web-acls'],
  ['Actions', 'nothing yet', 'C', 'finding', 'web-acls'],
  ['Default action Block', 'nothing yet', 'C', 'finding', 'web-acls'],
);

export const WEBSOCKET = group(
  'B11',
  'WebSocket',
  ['API', 'blocked', 'U', 'finding', 'surface'],
  ['Routes, callbacks, templates', 'blocked', 'U/D', 'finding', 'surface'],
  ['Access control of $connect', 'nothing yet', 'C', 'finding', 'surface'],
  ['Limits', 'nothing yet', 'C', 'finding', 'surface'],
);
