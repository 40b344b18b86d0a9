import { resourceName } from '../../../planning/resource-name.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { RunRequest } from '../../../model/run.ts';
import { mountMappings, type MountedMapping } from '../../../planning/path-owners.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, LOCATION, ref, type BicepParameter, type BicepResource } from './bicep-file.ts';
import type { BicepValue } from './bicep-text.ts';
import { HEALTH_PATH } from './front-door.ts';

const GATEWAY = 'Microsoft.Network/applicationGateways';

const PARAMETERS: readonly BicepParameter[] = [
  LOCATION,
  { name: 'name', type: 'string', about: 'Name of the Application Gateway.', value: 'agw-apis' },
  {
    name: 'gatewayHost',
    type: 'string',
    about: 'Host name of the gateway of API Management, such as contoso.azure-api.net.',
  },
  { name: 'subnetId', type: 'string', about: 'Resource id of a subnet that holds nothing else.' },
  {
    name: 'identityId',
    type: 'string',
    about: "Resource id of a user-assigned identity that may read the vault's secrets (get).",
  },
  {
    name: 'certificateIds',
    type: 'object',
    about:
      'Id of the secret in Key Vault that holds the certificate for each host name, without a version, so that renewals are picked up.',
  },
  {
    name: 'firewallPolicyId',
    type: 'string',
    about: "Resource id of the firewall's policy, as the .bicep of the web ACL puts out.",
  },
  { name: 'maxCapacity', type: 'int', about: 'Instances that it may grow to.', value: 10 },
];

/**
 * The front before the service where a web ACL guards stages: a listener for each public name, with its certificate, the firewall, a
 * health probe and a route to the gateway (the guide, mismatches of WAF and custom domains). Where a name's base path stands
 * elsewhere at the service, it rewrites its calls. None where nothing asks for a front.
 */
export function applicationGatewayFiles(inventory: AwsInventory, request: RunRequest): readonly ArtefactFile[] {
  const { webAcls, domainNames } = inventory;
  const prefixed = mountMappings(inventory, request).filter(({ decided, path }) => decided && path !== undefined);
  const names = domainNames.filter(({ endpointType }) => endpointType !== 'PRIVATE').map(({ name }) => name);
  // A wildcard takes what no listener before it took.
  const ordered = [...new Set(names)].toSorted((a, b) => Number(isWildcard(a)) - Number(isWildcard(b)));
  const hosts = ordered.map((host) => ({ host, id: resourceName(host) }));
  if ((webAcls.length === 0 && prefixed.length === 0) || hosts.length === 0) return [];
  return [
    bicepFile({
      name: 'application-gateway',
      about: [
        'The front before API Management: listeners, certificates, firewall, health probe and the route to the gateway.',
        'Each host name has its certificate here and at the service, which must answer to it. Point DNS at the output address.',
        'Close the other way in: internal network, private endpoint, or a rule that lets in this front only.',
      ],
      parameters: PARAMETERS,
      resources: [address(), gateway(hosts, prefixed)],
      outputs: { address: 'address.properties.ipAddress' },
    }),
  ];
}

const isWildcard = (host: string): boolean => host.startsWith('*');

interface Host {
  readonly host: string;
  readonly id: string;
}

const address = (): BicepResource => ({
  symbol: 'address',
  type: 'Microsoft.Network/publicIPAddresses@2024-05-01',
  body: {
    name: ref("'${name}-address'"),
    location: ref('location'),
    sku: { name: 'Standard' },
    properties: { publicIPAllocationMethod: 'Static' },
  },
});

function gateway(hosts: readonly Host[], prefixed: readonly MountedMapping[]): BicepResource {
  const rewritten = hosts.flatMap((each) => {
    const own = prefixed.filter(({ domain }) => domain.name === each.host);
    return own.length === 0 ? [] : [{ id: each.id, own }];
  });
  const isRewritten = (id: string): boolean => rewritten.some((each) => each.id === id);
  return {
    symbol: 'front',
    type: `${GATEWAY}@2024-05-01`,
    body: {
      name: ref('name'),
      location: ref('location'),
      identity: { type: 'UserAssigned', userAssignedIdentities: ref("{ '${identityId}': {} }") },
      properties: {
        sku: { name: 'WAF_v2', tier: 'WAF_v2' },
        autoscaleConfiguration: { minCapacity: 1, maxCapacity: ref('maxCapacity') },
        sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101' },
        firewallPolicy: { id: ref('firewallPolicyId') },
        gatewayIPConfigurations: [{ name: 'network', properties: { subnet: { id: ref('subnetId') } } }],
        frontendIPConfigurations: [{ name: 'public', properties: { publicIPAddress: { id: ref('address.id') } } }],
        frontendPorts: [{ name: 'https', properties: { port: 443 } }],
        backendAddressPools: [{ name: 'gateway', properties: { backendAddresses: [{ fqdn: ref('gatewayHost') }] } }],
        sslCertificates: hosts.map(({ host, id }) => ({
          name: id,
          properties: { keyVaultSecretId: ref(`certificateIds['${host}']`) },
        })),
        probes: hosts.map(({ host, id }) => ({ name: id, properties: probe(host) })),
        backendHttpSettingsCollection: hosts.map(({ host, id }) => ({ name: id, properties: backend(host, id) })),
        httpListeners: hosts.map(({ host, id }) => ({ name: id, properties: listener(host, id) })),
        rewriteRuleSets:
          rewritten.length === 0
            ? undefined
            : rewritten.map(({ id, own }) => ({ name: id, properties: { rewriteRules: own.map(rewriting) } })),
        requestRoutingRules: hosts.map(({ id }, index) => ({
          name: id,
          properties: rule(id, index, isRewritten(id)),
        })),
      },
    },
  };
}

const part = (collection: string, name: string): BicepValue => ({
  id: ref(`resourceId('${GATEWAY}/${collection}', name, '${name}')`),
});

const probe = (host: string): BicepValue => ({
  protocol: 'Https',
  host: isWildcard(host) ? ref('gatewayHost') : host,
  path: HEALTH_PATH,
  interval: 30,
  timeout: 30,
  unhealthyThreshold: 3,
});

/** A wildcard can be no host of a request to a backend, so that the caller's is passed on there. */
const backend = (host: string, id: string): BicepValue => ({
  protocol: 'Https',
  port: 443,
  // Longer than any integration of API Gateway that does not stream, which the gateway cuts off itself.
  requestTimeout: 300,
  hostName: isWildcard(host) ? undefined : host,
  probe: part('probes', id),
});

const listener = (host: string, id: string): BicepValue => ({
  protocol: 'Https',
  hostNames: [host],
  requireServerNameIndication: true,
  frontendIPConfiguration: part('frontendIPConfigurations', 'public'),
  frontendPort: part('frontendPorts', 'https'),
  sslCertificate: part('sslCertificates', id),
});

/** Calls of a base path go to where it stands at the service. */
const rewriting = ({ mapping, path }: MountedMapping, index: number): BicepValue => ({
  name: `base-path-${index + 1}`,
  ruleSequence: (index + 1) * 10,
  conditions: [
    {
      variable: 'var_uri_path',
      pattern:
        mapping.path === '' ? '^(/.*)$' : `^/${mapping.path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(/.*)?$`,
      ignoreCase: false,
    },
  ],
  actionSet: { urlConfiguration: { modifiedPath: `/${path ?? ''}{var_uri_path_1}`, reroute: false } },
});

const rule = (id: string, index: number, isRewritten: boolean): BicepValue => ({
  ruleType: 'Basic',
  priority: (index + 1) * 10,
  httpListener: part('httpListeners', id),
  backendAddressPool: part('backendAddressPools', 'gateway'),
  backendHttpSettings: part('backendHttpSettingsCollection', id),
  rewriteRuleSet: isRewritten ? part('rewriteRuleSets', id) : undefined,
});
