import type { ServerOptions } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApimConfiguration } from '../../../model/apim.ts';
import type { SimulatorEffects } from '../../../simulator/effects.ts';
import type { BackendAnswer, BackendRequest, SimulatedResponse } from '../../../simulator/message.ts';
import { simulate, type Simulation } from '../../../simulator/simulate.ts';
import type { AzureState } from '../azure/state.ts';
import type { Faults } from '../faults.ts';
import {
  listen,
  type ExchangeListener,
  type Listening,
  type SandboxRequest,
  type SandboxResponse,
  type Upgrade,
} from '../http-server.ts';
import { negotiates } from './certificates.ts';
import { acceptUpgrade, pipeBoth, refuseUpgrade } from '../upgrade.ts';
import { sendToBackend, type ConnectEgress, type Egress, type EgressTunnel } from './egress.ts';
import { FaultInjection } from './fault-injection.ts';
import { gatewayEffects } from './gateway-effects.ts';
import { JsonDocuments } from './json-documents.ts';

export interface TargetGatewayOptions {
  /** What ARM holds now; called again when `state.revision` has changed. */
  readonly configuration: () => ApimConfiguration;
  readonly state: AzureState;
  readonly faults: Faults;
  readonly egress: Egress;
  /** For WebSocket APIs; without it no handshake is taken. */
  readonly connect?: ConnectEgress;
  /** Default 127.0.0.3. */
  readonly host?: string;
  readonly port?: number;
  /** With an `SNICallback` that gives each hostname's certificate; without it plain HTTP is spoken. */
  readonly tls?: ServerOptions;
  readonly onExchange?: ExchangeListener;
}

/** Serves the simulated API Management's data plane: only its hostnames are answered, and each answer is a sample. */
export function startTargetGateway(options: TargetGatewayOptions): Promise<Listening> {
  const gateway = new TargetGateway(options);
  return listen((request) => gateway.answer(request), {
    ...(options.connect && { onUpgrade: (upgrade: Upgrade) => gateway.connect(upgrade) }),
    host: options.host ?? '127.0.0.3',
    ...(options.port !== undefined && { port: options.port }),
    ...(options.tls && { tls: options.tls }),
    ...(options.onExchange && { onExchange: options.onExchange }),
  });
}

class TargetGateway {
  readonly #options: TargetGatewayOptions;
  readonly #injection: FaultInjection;
  readonly #effects: SimulatorEffects;
  #read: { readonly revision: number; readonly configuration: ApimConfiguration } | undefined;

  constructor(options: TargetGatewayOptions) {
    this.#options = options;
    this.#injection = new FaultInjection(options.faults);
    const documents = new JsonDocuments(options.egress);
    this.#effects = gatewayEffects({
      send: (request) => sendToBackend(options.egress, request),
      fetchJson: (url) => documents.fetch(url, Date.now()),
    });
  }

  /** A handshake: its policies run, and what the backend accepts is piped both ways. No policy sees a message. */
  async connect({ request, socket, head }: Upgrade): Promise<void> {
    let tunnel: EgressTunnel | undefined;
    const connect: Egress = async (asked) => {
      const answer = await this.#options.connect?.(asked);
      if (answer === undefined) throw new Error('this gateway takes no WebSockets');
      tunnel = answer.tunnel;
      return answer;
    };
    const send = (asked: BackendRequest): Promise<BackendAnswer> => sendToBackend(connect, asked);
    const response = await this.answer(request, { ...this.#effects, send });
    if (response.status !== 101 || tunnel === undefined) {
      tunnel?.socket.destroy();
      return refuseUpgrade(socket, response);
    }
    acceptUpgrade(socket, response.headers ?? {});
    if (tunnel.head.length > 0) socket.write(tunnel.head);
    if (head.length > 0) tunnel.socket.write(head);
    pipeBoth(socket, tunnel.socket);
  }

  async answer(request: SandboxRequest, effects: SimulatorEffects = this.#effects): Promise<SandboxResponse> {
    const configuration = this.#configuration();
    const hostname = request.url.hostname.toLowerCase();
    if (!configuration.hostnames.some((name) => name.toLowerCase() === hostname)) return { status: 404 };
    const at = Date.now();
    await wait(this.#injection.delayMs());
    const simulation = await this.#simulate(configuration, request, effects);
    const response = this.#injection.answer() ?? toSandbox(simulation.response);
    this.#options.state.samples.add({
      at,
      apiId: simulation.apiId ?? '',
      hostname,
      status: response.status,
      ...(simulation.backendStatus !== undefined && { backendStatus: simulation.backendStatus }),
      durationMs: Date.now() - at,
    });
    return response;
  }

  #configuration(): ApimConfiguration {
    const { revision } = this.#options.state;
    if (this.#read?.revision !== revision) this.#read = { revision, configuration: this.#options.configuration() };
    return this.#read.configuration;
  }

  async #simulate(
    configuration: ApimConfiguration,
    request: SandboxRequest,
    effects: SimulatorEffects,
  ): Promise<Simulation> {
    const { method, url, rawHeaders, body, remoteAddress, certificate } = request;
    const isShown = certificate !== undefined && negotiates(this.#options.state, url.hostname);
    const simulation = await simulate(
      configuration,
      { method, url: url.href, headers: rawHeaders, body, ip: remoteAddress, ...(isShown && { certificate }) },
      effects,
    );
    if (simulation.defect !== undefined)
      process.stderr.write(`sandbox: target gateway: ${method} ${url.pathname}: ${simulation.defect}\n`);
    return simulation;
  }
}

function toSandbox({ status, headers, body }: SimulatedResponse): SandboxResponse {
  const grouped: Record<string, string[]> = {};
  for (const [name, value] of headers) (grouped[name.toLowerCase()] ??= []).push(value);
  return { status, headers: grouped, ...(body.length > 0 && { body: Buffer.from(body) }) };
}
