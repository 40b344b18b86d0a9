import { isIP } from 'node:net';
import type { Authority } from '../authority.ts';
import { echoFunction } from '../estate/echo-function.ts';
import type { SampleEstate } from '../estate/sample-estate.ts';
import { listen, type SandboxHandler } from '../http-server.ts';
import { isHostName, type Network } from '../network.ts';
import { echoBackend } from './echo.ts';
import { createIdentityProvider, type IdentityProvider } from './identity-provider.ts';
import { Lambdas } from './lambdas.ts';

/** What stands behind an estate's APIs. */
export interface StandIns {
  readonly lambdas: Lambdas;
  /** Base URL behind each listener that a private integration names, by ARN. */
  readonly listeners: ReadonlyMap<string, string>;
  /** Who issues the tokens that the estate's authorizers accept, by issuer. */
  readonly identityProviders: ReadonlyMap<string, IdentityProvider>;
  close(): Promise<void>;
}

/** Starts backends and identity providers on two sockets, one of them with TLS, and makes the network find them by name. */
export async function startStandIns(estate: SampleEstate, authority: Authority, network: Network): Promise<StandIns> {
  const hosts = new Map<string, SandboxHandler>();
  for (const { host } of estate.backends) hosts.set(host.toLowerCase(), echoBackend(host));
  const identityProviders = await startIdentityProviders(estate.issuers ?? [], hosts);
  const names = [...hosts.keys()].filter(isHostName);
  const certificate = await authority.issue({
    hostnames: names.filter((name) => isIP(name) === 0),
    addresses: names.filter((name) => isIP(name) !== 0),
    commonName: 'stand-ins',
    key: 'p256',
  });
  const serve: SandboxHandler = (request) =>
    hosts.get(request.url.hostname)?.(request) ?? { status: 421, body: `nobody is called ${request.url.hostname}` };
  const plain = await listen(serve);
  const tls = { key: certificate.keyPem, cert: certificate.certPem + certificate.chainPem };
  const secure = await listen(serve, { tls });
  for (const name of names) {
    network.register(name, { address: plain.host, port: plain.port, tls: false });
    network.register(name, { address: secure.host, port: secure.port, tls: true });
  }
  return {
    lambdas: functionsOf(estate),
    listeners: new Map(estate.listeners?.map(({ arn, url }) => [arn, url])),
    identityProviders,
    async close() {
      await Promise.all([plain.close(), secure.close()]);
    },
  };
}

/** Several issuers may share a host, each below a path of its own. */
async function startIdentityProviders(
  issuers: readonly string[],
  hosts: Map<string, SandboxHandler>,
): Promise<Map<string, IdentityProvider>> {
  const providers = new Map<string, IdentityProvider>();
  for (const issuer of issuers.filter(isWebAddress)) {
    const provider = await createIdentityProvider(issuer);
    providers.set(issuer, provider);
    const { hostname, pathname } = new URL(issuer);
    const own = `${pathname.replace(/\/$/, '')}/.well-known/`;
    const others = hosts.get(hostname);
    hosts.set(hostname, (request) =>
      request.url.pathname.startsWith(own) || !others ? provider.handler(request) : others(request),
    );
  }
  return providers;
}

/** A definition may hold any text for an issuer; no token of such a one is ever good. */
const isWebAddress = (issuer: string): boolean => URL.canParse(issuer) && /^https?:$/.test(new URL(issuer).protocol);

function functionsOf(estate: SampleEstate): Lambdas {
  const lambdas = new Lambdas();
  for (const { arn } of estate.lambdas) {
    const name = /:function:([\w-]+)/.exec(arn)?.[1];
    if (name !== undefined) lambdas.define(name, echoFunction);
  }
  return lambdas;
}
