import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../http-server.ts';
import { json, Refusal } from './answers.ts';
import { certificateBundle, certificateItem, deletedBundle, deletedItem } from './certificate-answers.ts';
import { importCertificate } from './certificate-import.ts';
import { deletedSecret, secretBundle, secretItem, setSecret } from './secret-answers.ts';
import type { AzureState, VaultCertificate, VaultObject, VaultSecret } from './state.ts';
import { VaultStore } from './vault-store.ts';

/** A refusal whose `innererror` says why the name is in use. */
interface VaultError {
  readonly code: string;
  readonly message: string;
  readonly innererror?: { readonly code: string };
}

/** Key Vault's certificates and secrets (contract 7.5): a challenge without a bearer token, before any body is read. */
export function keyVaultHandler(state: AzureState, token: string, now: () => number, lagMs: number): SandboxHandler {
  const { certificates, deletedCertificates, secrets, deletedSecrets } = state;
  const ofCertificates = { noun: 'Certificate', present: certificates, deleted: deletedCertificates } as const;
  const ofSecrets = { noun: 'Secret', present: secrets, deleted: deletedSecrets } as const;
  const certificateStore = new VaultStore(state, ofCertificates, now, lagMs);
  const secretStore = new VaultStore(state, ofSecrets, now, lagMs);
  return (request) => {
    if (request.headers['authorization'] !== `Bearer ${token}`) return challenge(state, request);
    try {
      if (!request.url.searchParams.has('api-version'))
        throw new Refusal(400, 'BadParameter', 'api-version must be specified');
      const asked = askedFor(request);
      const answer = certificateAnswer(state, certificateStore, asked) ?? secretAnswer(state, secretStore, asked);
      if (!answer) throw unknown(request);
      return answer;
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  };
}

/** The client learns from the challenge where its token comes from and what for; its first request has no body. */
function challenge(state: AzureState, request: SandboxRequest): SandboxResponse {
  const message = request.headers['authorization']
    ? 'AKV10032: Invalid issuer or signature of the token.'
    : 'AKV10000: Request is missing a Bearer or PoP token.';
  const authorization = `https://login.microsoftonline.com/${state.tenantId}`;
  return json(
    401,
    { error: { code: 'Unauthorized', message } },
    { 'WWW-Authenticate': `Bearer authorization="${authorization}", resource="https://vault.azure.net"` },
  );
}

function refused(refusal: Refusal): SandboxResponse {
  const inner = refusal.details?.[0];
  const error: VaultError = {
    code: refusal.code,
    message: refusal.message,
    ...(inner && { innererror: { code: inner.code } }),
  };
  return json(refusal.status, { error });
}

/** A request as the routes know it: `call` is such as `GET certificates/NAME`, `rest` what follows the name. */
interface Asked {
  readonly request: SandboxRequest;
  readonly call: string;
  readonly name: string;
  readonly rest: string | undefined;
}

function askedFor(request: SandboxRequest): Asked {
  const [collection, name, rest] = decodeURIComponent(request.url.pathname).split('/').filter(Boolean);
  const call = `${request.method} ${collection}${name === undefined ? '' : '/NAME'}`;
  return { request, call, name: name ?? '', rest };
}

function certificateAnswer(
  { vault }: AzureState,
  store: VaultStore<VaultCertificate>,
  { request, call, name, rest }: Asked,
): SandboxResponse | undefined {
  if (call === 'GET certificates') return list(store.newest().map((one) => certificateItem(vault, one)));
  if (call === 'GET deletedcertificates') return list(store.deleted().map((one) => deletedItem(vault, one)));
  if (call === 'POST certificates/NAME' && rest === 'import')
    return json(200, certificateBundle(vault, importCertificate(store, name, request)));
  if (call === 'GET certificates/NAME' && rest === 'versions')
    return list(store.versions(name).map((one) => certificateItem(vault, one)));
  if (call === 'GET certificates/NAME') return json(200, certificateBundle(vault, store.get(name, rest)));
  if (call === 'DELETE certificates/NAME' && rest === undefined)
    return json(200, deletedBundle(vault, store.remove(name)));
  if (call === 'GET deletedcertificates/NAME' && rest === undefined)
    return json(200, deletedBundle(vault, store.getDeleted(name)));
  if (call === 'POST deletedcertificates/NAME' && rest === 'recover')
    return json(200, certificateBundle(vault, store.recover(name)));
  if (call === 'DELETE deletedcertificates/NAME' && rest === undefined) return purged(store, name);
  return undefined;
}

function secretAnswer(
  { vault }: AzureState,
  store: VaultStore<VaultSecret>,
  { request, call, name, rest }: Asked,
): SandboxResponse | undefined {
  if (call === 'GET secrets') return list(store.newest().map((one) => secretItem(vault, one, false)));
  if (call === 'GET deletedsecrets') return list(store.deleted().map((one) => deletedSecret(vault, one)));
  if (call === 'PUT secrets/NAME' && rest === undefined)
    return json(200, secretBundle(vault, setSecret(store, name, request)));
  if (call === 'GET secrets/NAME' && rest === 'versions')
    return list(store.versions(name).map((one) => secretItem(vault, one)));
  if (call === 'GET secrets/NAME') return json(200, secretBundle(vault, enabled(store.get(name, rest))));
  if (call === 'DELETE secrets/NAME' && rest === undefined) return json(200, deletedSecret(vault, store.remove(name)));
  if (call === 'GET deletedsecrets/NAME' && rest === undefined)
    return json(200, deletedSecret(vault, store.getDeleted(name)));
  if (call === 'POST deletedsecrets/NAME' && rest === 'recover')
    return json(200, secretItem(vault, store.recover(name)));
  if (call === 'DELETE deletedsecrets/NAME' && rest === undefined) return purged(store, name);
  return undefined;
}

/** The value of a disabled secret is not given out. */
function enabled(secret: VaultSecret): VaultSecret {
  if (secret.enabled) return secret;
  throw new Refusal(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', [
    { code: 'SecretDisabled', message: 'The secret is disabled.' },
  ]);
}

function purged<T extends VaultObject>(store: VaultStore<T>, name: string): SandboxResponse {
  store.purge(name);
  return json(204);
}

const list = (value: readonly unknown[]): SandboxResponse => json(200, { value, nextLink: null });

function unknown({ method, url }: SandboxRequest): Refusal {
  return new Refusal(405, 'MethodNotAllowed', `The sandbox's vault has no ${method} ${url.pathname}.`);
}
