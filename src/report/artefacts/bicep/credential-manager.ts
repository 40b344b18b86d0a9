import { resourceName } from '../../../planning/resource-name.ts';
import type { AwsUserPool } from '../../../model/aws-account.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, ref, SERVICE, SERVICE_NAME, type BicepParameter, type BicepResource } from './bicep-file.ts';

type Client = AwsUserPool['clients'][number];
interface Machine {
  readonly client: Client;
  readonly tokenUrl: string;
  readonly secret: string;
}

const FLOW = 'client_credentials';

/**
 * Credential manager for backends that take the tokens of a user pool's machine clients: API Gateway has nothing that fetches a token
 * for a backend, so that who did it so far was a function or the caller (docs: mapping, B2, OAuth to backends). None without such clients.
 */
export function credentialManagerFiles({ userPools }: AwsInventory): readonly ArtefactFile[] {
  const machines = userPools.flatMap(machinesOf).map((machine, index): Machine => ({
    ...machine,
    secret: `secret${index + 1}`,
  }));
  if (machines.length === 0) return [];
  return [
    bicepFile({
      name: 'credential-manager',
      about: [
        'Tokens of a user pool for backends that want one: get-authorization-context fetches and keeps them. Not in self-hosted gateways.',
        'Secrets are parameters and are stored nowhere; make a client of its own for API Management, and leave those of callers alone.',
      ],
      parameters: [
        SERVICE_NAME,
        {
          name: 'identityObjectId',
          type: 'string',
          about: "Object id of the service's managed identity, which may use the connections.",
        },
        ...machines.map(secretOf),
      ],
      resources: [SERVICE, ...machines.flatMap(connectionOf)],
    }),
  ];
}

/** Clients that get tokens by themselves, where the pool's address for tokens is known. */
function machinesOf({ at, clients, domain, customDomain }: AwsUserPool): readonly Omit<Machine, 'secret'>[] {
  const region = at.arn.split(':')[3] ?? '';
  const host = customDomain ?? (domain === undefined ? undefined : `${domain}.auth.${region}.amazoncognito.com`);
  if (host === undefined) return [];
  return clients
    .filter(({ flows, hasSecret }) => hasSecret && flows.includes(FLOW))
    .map((client) => ({ client, tokenUrl: `https://${host}/oauth2/token` }));
}

const secretOf = ({ client, secret }: Machine): BicepParameter => ({
  name: secret,
  type: 'string',
  about: `Secret of the client ${client.name} (${client.id}).`,
  isSecure: true,
});

function connectionOf({ client, tokenUrl, secret }: Machine, index: number): readonly BicepResource[] {
  const id = resourceName(client.name, client.id);
  const provider = `provider${index + 1}`;
  const connection = `connection${index + 1}`;
  return [
    {
      symbol: provider,
      type: 'Microsoft.ApiManagement/service/authorizationProviders@2024-05-01',
      body: {
        parent: ref('service'),
        name: id,
        properties: {
          displayName: client.name,
          identityProvider: 'oauth2',
          oauth2: {
            grantTypes: { clientCredentials: { tokenUrl, scopes: client.scopes.join(' ') } },
          },
        },
      },
    },
    {
      symbol: connection,
      type: 'Microsoft.ApiManagement/service/authorizationProviders/authorizations@2024-05-01',
      body: {
        parent: ref(provider),
        name: 'default',
        properties: {
          authorizationType: 'OAuth2',
          oauth2grantType: 'ClientCredentials',
          parameters: { clientId: client.id, clientSecret: ref(secret) },
        },
      },
    },
    {
      symbol: `access${index + 1}`,
      type: 'Microsoft.ApiManagement/service/authorizationProviders/authorizations/accessPolicies@2024-05-01',
      body: {
        parent: ref(connection),
        name: 'service',
        properties: { objectId: ref('identityObjectId'), tenantId: ref('subscription().tenantId') },
      },
    },
  ];
}
