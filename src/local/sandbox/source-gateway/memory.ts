import { AuthorizerCache } from './authorizer-cache.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { Throttles } from './throttle.ts';

/** What a gateway remembers between calls. */
export interface GatewayMemory {
  readonly throttles: Throttles;
  readonly authorizers: AuthorizerCache;
  readonly issuers: IssuerKeys;
}

export function createMemory(): GatewayMemory {
  return { throttles: new Throttles(), authorizers: new AuthorizerCache(), issuers: new IssuerKeys() };
}
