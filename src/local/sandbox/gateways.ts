import type { Authority } from './authority.ts';
import { apimConfiguration } from './azure/apim-configuration.ts';
import type { AzureState } from './azure/state.ts';
import type { Faults } from './faults.ts';
import { listen, type Listening } from './http-server.ts';
import type { Network } from './network.ts';
import type { GatewayWorld } from './source-gateway/call.ts';
import { admitsConnection } from './source-gateway/mutual-tls.ts';
import { sourceCertificates } from './source-gateway/certificates.ts';
import { sourceGateway } from './source-gateway/gateway.ts';
import { targetCertificates } from './target-gateway/certificates.ts';
import { networkConnect, networkEgress } from './target-gateway/network-egress.ts';
import { startTargetGateway } from './target-gateway/target-gateway.ts';

/** Where the gateways listen; DNS answers these addresses for the clouds' own names. */
export const SOURCE_ADDRESS = '127.0.0.2';
export const TARGET_ADDRESS = '127.0.0.3';

export interface GatewaysOptions {
  readonly source: GatewayWorld & { readonly network: Network };
  readonly target: AzureState;
  readonly authority: Authority;
  readonly faults: Faults;
}

export interface Gateways {
  /** One port for both, so that a caller needs an address from DNS and nothing else. */
  readonly port: number;
  close(): Promise<void>;
}

/** A port may be free on one address and taken on the other: then the next is tried. */
const ATTEMPTS = 20;

/** Starts both data planes with TLS and registers their own names (`*.execute-api…`, `*.azure-api.net`) in the network. */
export async function startGateways(options: GatewaysOptions): Promise<Gateways> {
  const { source, target, authority } = options;
  const sourceName = `*.execute-api.${source.state.region}.amazonaws.com`;
  const targetName = '*.azure-api.net';
  const [sourceOwn, targetOwn] = await Promise.all([
    authority.issue({ hostnames: [sourceName], key: 'p256' }),
    authority.issue({ hostnames: [`${target.service}.azure-api.net`], key: 'p256' }),
  ]);
  const startSource = (): Promise<Listening> => {
    const { answer, connect: onUpgrade } = sourceGateway(source);
    return listen(answer, {
      host: SOURCE_ADDRESS,
      tls: sourceCertificates(source.state, sourceOwn),
      admits: (name, certificate) => admitsConnection(source.state, name, certificate),
      onUpgrade,
    });
  };
  const startTarget = (port: number): Promise<Listening> =>
    startTargetGateway({
      configuration: () => apimConfiguration(target),
      state: target,
      faults: options.faults,
      egress: networkEgress(source.network),
      connect: networkConnect(source.network),
      host: TARGET_ADDRESS,
      port,
      tls: targetCertificates(target, targetOwn),
    });
  const [one, other] = await onOnePort(startSource, startTarget);
  source.network.register(sourceName, { address: SOURCE_ADDRESS, port: one.port, tls: true });
  source.network.register(targetName, { address: TARGET_ADDRESS, port: other.port, tls: true });
  return {
    port: one.port,
    async close() {
      await Promise.all([one.close(), other.close()]);
    },
  };
}

async function onOnePort(
  first: () => Promise<Listening>,
  second: (port: number) => Promise<Listening>,
): Promise<[Listening, Listening]> {
  for (let attempt = 1; ; attempt += 1) {
    const one = await first();
    try {
      return [one, await second(one.port)];
    } catch (error) {
      await one.close();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === ATTEMPTS) throw error;
    }
  }
}
