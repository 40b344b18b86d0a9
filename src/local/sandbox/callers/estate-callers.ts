import type { AwsState } from '../aws/state.ts';
import type { IdentityProvider } from '../backends/identity-provider.ts';
import type { EstateCaller, EstateToken } from '../estate/sample-estate.ts';
import type { CallerScenario } from './callers.ts';

/** Tokens are good for an hour; a caller asks for a new one well before. */
const TOKEN_LIFE_MS = 30 * 60_000;

type Headers = Readonly<Record<string, string>>;

/**
 * The estate's callers with the credentials that they are to show. One whose token nobody issues, because a definition names
 * an issuer without an address, is left out. Throws for an API key that the account does not have.
 */
export function estateCallers(
  state: AwsState,
  callers: readonly EstateCaller[],
  providers: ReadonlyMap<string, IdentityProvider>,
): CallerScenario[] {
  return callers.flatMap(({ token, apiKeyId, headers, ...scenario }) => {
    const provider = token && providers.get(token.issuer);
    if (token && !provider) return [];
    const fixed = { ...headers, ...(apiKeyId !== undefined && { 'x-api-key': valueOfKey(state, apiKeyId) }) };
    const withToken = token && provider && bearer(token, provider);
    return [{ ...scenario, headers: async () => ({ ...fixed, ...(await withToken?.()) }) }];
  });
}

/** Signing is dear: one token serves many calls, as with real callers. */
function bearer({ use, clientId, scopes, header }: EstateToken, provider: IdentityProvider): () => Promise<Headers> {
  let current: { readonly token: Promise<string>; readonly until: number } | undefined;
  return async () => {
    if (current === undefined || current.until < Date.now()) {
      const token = use === 'id' ? provider.mintIdToken(clientId) : provider.mintAccessToken(clientId, scopes);
      current = { token, until: Date.now() + TOKEN_LIFE_MS };
    }
    return { [header.toLowerCase()]: `Bearer ${await current.token}` };
  };
}

function valueOfKey(state: AwsState, id: string): string {
  const value = state.apiKeys.get(id)?.value;
  if (value === undefined) throw new Error(`the estate has no API key ${id}`);
  return value;
}
