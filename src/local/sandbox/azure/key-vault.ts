import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../http-server.ts';
import { json, Refusal } from './answers.ts';
import { CertificateStore } from './certificate-store.ts';
import { certificateBundle, certificateItem, deletedBundle, deletedItem } from './certificate-answers.ts';
import { importCertificate } from './certificate-import.ts';
import type { AzureState } from './state.ts';

/** A refusal whose `innererror` says why the name is in use. */
interface VaultError {
  readonly code: string;
  readonly message: string;
  readonly innererror?: { readonly code: string };
}

/** Key Vault's certificates, api-version 7.5: a challenge without a bearer token, before any body is read. */
export function keyVaultHandler(state: AzureState, token: string, now: () => number, lagMs: number): SandboxHandler {
  const store = new CertificateStore(state, now, lagMs);
  return (request) => {
    if (request.headers['authorization'] !== `Bearer ${token}`) return challenge(state, request);
    try {
      if (!request.url.searchParams.has('api-version'))
        throw new Refusal(400, 'BadParameter', 'api-version must be specified');
      return route(state, store, request);
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

function route(state: AzureState, store: CertificateStore, request: SandboxRequest): SandboxResponse {
  const [collection, name, rest] = decodeURIComponent(request.url.pathname).split('/').filter(Boolean);
  const call = `${request.method} ${collection}${name === undefined ? '' : '/NAME'}`;
  const { vault } = state;
  if (call === 'GET certificates') return list(store.newest().map((one) => certificateItem(vault, one)));
  if (call === 'GET deletedcertificates') return list(store.deleted().map((one) => deletedItem(vault, one)));
  if (name === undefined) throw unknown(request);
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
  if (call === 'DELETE deletedcertificates/NAME' && rest === undefined) {
    store.purge(name);
    return json(204);
  }
  throw unknown(request);
}

const list = (value: readonly unknown[]): SandboxResponse => json(200, { value, nextLink: null });

function unknown({ method, url }: SandboxRequest): Refusal {
  return new Refusal(405, 'MethodNotAllowed', `The sandbox's vault has no ${method} ${url.pathname}.`);
}
