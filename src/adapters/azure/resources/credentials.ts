import { entity } from './entity.ts';

/** The credential manager: who issues tokens, the connections that hold them, and who may use a connection. */
export const authorizationProviders = entity('authorizationProviders/{}', {
  operations: ({ authorizationProvider }) => authorizationProvider,
  list: (provider, ...args) => provider.listByService(...args),
});

/** The SDK calls the contract's `oauth2grantType` `oAuth2GrantType` (10.0.0, read in its mappers, 2026-11-29). */
export const authorizations = entity('authorizationProviders/{}/authorizations/{}', {
  operations: ({ authorization }) => authorization,
  list: (authorization, ...args) => authorization.listByAuthorizationProvider(...args),
  spelling: { oauth2grantType: 'oAuth2GrantType' },
});

export const authorizationAccess = entity('authorizationProviders/{}/authorizations/{}/accessPolicies/{}', {
  operations: ({ authorizationAccessPolicy }) => authorizationAccessPolicy,
  list: (access, ...args) => access.listByAuthorization(...args),
});
