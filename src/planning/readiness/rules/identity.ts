import { LINKS, readsVault, type ReadinessRule } from '../readiness-rule.ts';

/** Certificates of names, and named values of a vault, are read by an identity of the service (Microsoft Learn, managed identities; read 2026-11-29). */
export const identity: ReadinessRule = ({ surroundings: { service }, steps }) =>
  service.principals.length > 0 || !steps.some(readsVault)
    ? []
    : [
        {
          code: 'TARGET-IDENTITY',
          message: 'The service has no managed identity.',
          needed: 'It reads certificates and secrets of the vault by its identity.',
          without: 'No host name can be bound, and no named value can refer to a secret.',
          remedy: "Switch on the service's system-assigned identity, then deploy bicep/key-vault-role.bicep.",
          owner: 'platform team',
          link: LINKS.identity,
          blocks: readsVault,
        },
      ];
