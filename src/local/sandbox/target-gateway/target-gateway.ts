import type { ServerOptions } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApimConfiguration } from '../../../model/apim.ts';
import type { SimulatorEffects } from '../../../simulator/effects.ts';
import type { SimulatedResponse } from '../../../simulator/message.ts';
import { simulate, type Simulation } from '../../../simulator/simulate.ts';
import type { AzureState } from '../azure/state.ts';
import type { Faults } from '../faults.ts';
import {
  listen,
  type ExchangeListener,
  type Listening,
  type SandboxRequest,
  type SandboxResponse,
} from '../http-server.ts';
import { sendToBackend, type Egress } from './egress.ts';
import { FaultInjection } from './fault-injection.ts';
import { gatewayEffects } from './gateway-effects.ts';
import { JsonDocuments } from './json-documents.ts';

export interface TargetGatewayOptions {
  /** What ARM holds now; called again when `state.revision` has changed. */
  readonly configuration: () => ApimConfiguration;
  readonly state: AzureState;
  readonly faults: Faults;
  readonly egress: Egress;
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

  async answer(request: SandboxRequest): Promise<SandboxResponse> {
    const configuration = this.#configuration();
    const hostname = request.url.hostname.toLowerCase();
    if (!configuration.hostnames.some((name) => name.toLowerCase() === hostname)) return { status: 404 };
    const at = Date.now();
    await wait(this.#injection.delayMs());
    const simulation = await this.#simulate(configuration, request);
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

  async #simulate(configuration: ApimConfiguration, request: SandboxRequest): Promise<Simulation> {
    const { method, url, rawHeaders, body, remoteAddress } = request;
    const simulation = await simulate(
      configuration,
      { method, url: url.href, headers: rawHeaders, body, ip: remoteAddress },
      this.#effects,
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
