import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import type { AwsUserPool } from '../../model/aws-account.ts';

/** User pools whose tokens guard routes (docs: mapping, B3; the guide, Cognito user pools). */
export const userPools = defineAccountFeature({
  id: 'user-pools',
  fidelity: 'C',
  findings: {
    'USER-POOL': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Cognito signs its users in and issues their tokens.',
      apimBehaviour: 'validate-jwt takes the tokens of the pool as they are; Entra ID may issue them later.',
      remedy:
        'Decide who issues tokens after the migration by TOKEN-ISSUER at the authorizers of the pool: moving it gives users and clients registrations and roles in Entra ID. Where a backend wants tokens of a machine client, bicep/credential-manager.bicep gets them.',
    },
  },
  assess: (inventory) => inventory.userPools.map((pool) => report(userPools, 'USER-POOL', pool.at, wordsOf(pool))),
});

function wordsOf({ name, clients, resourceServers, domain, customDomain, mfa }: AwsUserPool): string {
  const signIn = customDomain ?? domain;
  const secrets = clients.filter(({ hasSecret }) => hasSecret).length;
  const flows = new Set(clients.flatMap((client) => client.flows));
  const scopes = new Set([...clients, ...resourceServers].flatMap((each) => each.scopes));
  const servers = resourceServers.map(({ identifier }) => identifier);
  return [
    `The user pool ${name} has ${clients.length} clients (${secrets} with a secret; flows: ${wordsIn(flows)})`,
    `resource servers ${wordsIn(servers)} with the scopes ${wordsIn(scopes)}, multi-factor ${mfa ?? 'OFF'}${signIn === undefined ? '' : `, sign-in at ${signIn}`}.`,
  ].join(', ');
}

const wordsIn = (words: Iterable<string>): string => [...words].join(', ') || 'none';
