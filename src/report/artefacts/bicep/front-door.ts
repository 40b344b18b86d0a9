import { resourceName } from '../../../planning/resource-name.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, ref, type BicepParameter, type BicepResource } from './bicep-file.ts';

/** API Management answers here without asking for anything (Microsoft Learn, status endpoint, checked 2026-11-29). */
export const HEALTH_PATH = '/status-0123456789abcdef';

const PARAMETERS: readonly BicepParameter[] = [
  {
    name: 'gatewayHost',
    type: 'string',
    about: 'Host name of the gateway, such as contoso.azure-api.net.',
  },
  {
    name: 'profileName',
    type: 'string',
    about: 'Name of the profile.',
    value: ref("'afd-${uniqueString(resourceGroup().id)}'"),
  },
  {
    name: 'firewallPolicyId',
    type: 'string',
    about: "Resource id of a policy of Front Door's firewall; empty: none guards the names.",
    value: '',
  },
];

/** Edge-optimized endpoints as a profile of Front Door before the service (docs: mapping, B9). None without such endpoints. */
export function frontDoorFiles({ apis, domainNames }: AwsInventory): readonly ArtefactFile[] {
  const edge = domainNames.filter(({ endpointType }) => endpointType === 'EDGE').map(({ name }) => name);
  // Front Door makes no certificate for a wildcard.
  const names = edge.filter((name) => !name.startsWith('*'));
  const wildcards = edge.filter((name) => name.startsWith('*'));
  if (edge.length === 0 && !apis.some(({ endpointType }) => endpointType === 'EDGE')) return [];
  const domains = names.map(domainOf);
  return [
    bicepFile({
      name: 'front-door',
      about: [
        'Edge-optimized endpoints: Front Door takes requests near the caller and passes them to the gateway.',
        'Premium, because only it has managed rules and private origins. Prove each name by its TXT record _dnsauth before DNS moves.',
        ...(wildcards.length === 0
          ? []
          : [`Add with a certificate of your own, which Front Door makes for no wildcard: ${wildcards.join(', ')}.`]),
        'Close the other way in: let the service take only requests whose X-Azure-FDID is the output frontDoorId.',
      ],
      parameters: PARAMETERS,
      resources: [...profile(domains.length > 0), ...domains, route(domains), ...firewall(domains)],
      outputs: { endpointHost: 'endpoint.properties.hostName', frontDoorId: 'profile.properties.frontDoorId' },
    }),
  ];
}

const profile = (hasNames: boolean): readonly BicepResource[] => [
  {
    symbol: 'profile',
    type: 'Microsoft.Cdn/profiles@2024-02-01',
    body: { name: ref('profileName'), location: 'global', sku: { name: 'Premium_AzureFrontDoor' } },
  },
  {
    symbol: 'endpoint',
    type: 'Microsoft.Cdn/profiles/afdEndpoints@2024-02-01',
    body: { parent: ref('profile'), name: 'apis', location: 'global', properties: { enabledState: 'Enabled' } },
  },
  {
    symbol: 'origins',
    type: 'Microsoft.Cdn/profiles/originGroups@2024-02-01',
    body: {
      parent: ref('profile'),
      name: 'gateways',
      properties: {
        loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 },
        healthProbeSettings: {
          probePath: HEALTH_PATH,
          probeRequestType: 'GET',
          probeProtocol: 'Https',
          probeIntervalInSeconds: 30,
        },
      },
    },
  },
  {
    symbol: 'gateway',
    ...(hasNames && { about: "The caller's host name is passed on, which the service must answer to." }),
    type: 'Microsoft.Cdn/profiles/originGroups/origins@2024-02-01',
    body: {
      parent: ref('origins'),
      name: 'gateway',
      properties: {
        hostName: ref('gatewayHost'),
        originHostHeader: hasNames ? undefined : ref('gatewayHost'),
        httpsPort: 443,
        priority: 1,
        weight: 1000,
        enforceCertificateNameCheck: true,
      },
    },
  },
];

function domainOf(name: string, index: number): BicepResource {
  return {
    symbol: `domain${index + 1}`,
    type: 'Microsoft.Cdn/profiles/customDomains@2024-02-01',
    body: {
      parent: ref('profile'),
      name: resourceName(name),
      properties: {
        hostName: name,
        tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' },
      },
    },
  };
}

function route(domains: readonly BicepResource[]): BicepResource {
  return {
    symbol: 'route',
    type: 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01',
    about: 'Nothing is cached: API Gateway has a cache of its own, which the plan carries.',
    body: {
      parent: ref('endpoint'),
      name: 'apis',
      properties: {
        customDomains: domains.map(({ symbol }) => ({ id: ref(`${symbol}.id`) })),
        originGroup: { id: ref('origins.id') },
        patternsToMatch: ['/*'],
        supportedProtocols: ['Https'],
        forwardingProtocol: 'HttpsOnly',
        httpsRedirect: 'Disabled',
        linkToDefaultDomain: domains.length > 0 ? 'Disabled' : 'Enabled',
        enabledState: 'Enabled',
      },
      dependsOn: [ref('gateway')],
    },
  };
}

function firewall(domains: readonly BicepResource[]): readonly BicepResource[] {
  const names = domains.map(({ symbol }) => ref(`${symbol}.id`));
  const guarded = names.length > 0 ? names : [ref('endpoint.id')];
  return [
    {
      symbol: 'guard',
      type: 'Microsoft.Cdn/profiles/securityPolicies@2024-02-01',
      when: '!empty(firewallPolicyId)',
      body: {
        parent: ref('profile'),
        name: 'firewall',
        properties: {
          parameters: {
            type: 'WebApplicationFirewall',
            wafPolicy: { id: ref('firewallPolicyId') },
            associations: [{ domains: guarded.map((id) => ({ id })), patternsToMatch: ['/*'] }],
          },
        },
      },
    },
  ];
}
