import { group } from './row.ts';

export const NETWORK = group(
  'B9',
  'Network, domains, cutover',
  ['Custom domain name', 'hostname configuration', 'C', 'applied', 'planning', 'certificates'],
  ['securityPolicy', 'customProperties: protocols and ciphers', 'C', 'planned', 'tls-policy', 'planning'],
  ['EDGE', 'Front Door or several regions', 'D', 'artefact', 'edge-endpoints'],
  ['PRIVATE', 'private endpoint and private DNS zones', 'D', 'artefact', 'private-access', 'vpc-endpoints', 'surface'],
  ['Regions and zones', 'service with its regions and zones', 'D', 'artefact', 'availability-zones'],
  ['Names behind a firewall', 'listeners of Application Gateway', 'C', 'artefact', 'web-acls'],
  ['DNS', 'records of the name', 'C', 'applied', 'planning', 'hosted-zones'],
);

export const AROUND = group(
  'A',
  'Around the APIs',
  ['Accounts, regions and APIs that a run leaves out', 'a task for somebody', 'D', 'finding', 'left-out'],
  ['Addresses that callers have written down', 'addresses of the service', 'D', 'finding', 'ip-addresses'],
  ['Portals, customers of keys', 'groups and users of the service', 'D', 'artefact', 'portals', 'usage-plan-details'],
  ['Catalogue of APIs, moved or not', 'API Center', 'C', 'artefact', 'api-catalogue'],
  ["A person's own policy for a route", 'policy of its operations', 'D', 'applied', 'override'],
  ['Extensions that are not known', 'blocked', 'U', 'finding', 'not-carried'],
);

export const FIREWALL = group(
  'B10',
  'Web application firewall',
  ['IP sets', 'IPMatch', 'C', 'artefact', 'web-acls'],
  ['GeoMatch', 'GeoMatch', 'C', 'artefact', 'web-acls'],
  ['ByteMatch', 'Equal, BeginsWith, EndsWith, Contains, Regex', 'C', 'artefact', 'web-acls'],
  ['RegexMatch', 'Regex', 'C', 'artefact', 'web-acls'],
  ['SizeConstraint', 'LessThan, GreaterThan', 'D', 'artefact', 'web-acls'],
  ['FieldToMatch', 'match variables', 'C', 'artefact', 'web-acls'],
  ['Fields without a counterpart', 'none', 'U/D', 'finding', 'web-acls'],
  ['And, Or, Not', 'conditions, rules, negation', 'C', 'artefact', 'web-acls'],
  ['Transformations', 'transforms', 'C/D', 'artefact', 'web-acls'],
  ['RateBased', 'RateLimitRule', 'C', 'artefact', 'web-acls'],
  ['Managed rules', 'DefaultRuleSet, BotManagerRuleSet', 'D', 'artefact', 'web-acls'],
  ['Actions', 'Allow, Block, Log, JSChallenge', 'C', 'artefact', 'web-acls'],
  ['Default action Block', 'last rule that blocks all', 'C', 'artefact', 'web-acls'],
);

export const WEBSOCKET = group(
  'B11',
  'WebSocket',
  ['API', 'API of type websocket before API Gateway or a server of its own', 'U', 'applied', 'websocket', 'planning'],
  ['Routes, callbacks, templates', 'API Gateway stays the WebSocket server', 'U/D', 'origin', 'websocket'],
  [
    'Access control of $connect',
    'passed on to API Gateway; policy of onHandshake',
    'C',
    'applied',
    'websocket',
    'override',
  ],
  ['Limits', 'rate-limit-by-key of handshakes before a server of its own', 'C', 'applied', 'websocket'],
);
