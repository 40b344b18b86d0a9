import { createDeployment, createStage } from '../../../src/local/sandbox/aws/api-gateway-v1/deploy.ts';
import { importHttpApi, importRestApi } from '../../../src/local/sandbox/aws/import-definition.ts';
import { emptyAwsState, type AwsState } from '../../../src/local/sandbox/aws/state.ts';
import { echoBackend } from '../../../src/local/sandbox/backends/echo.ts';
import { Lambdas } from '../../../src/local/sandbox/backends/lambdas.ts';
import { listen, type Listening, type SandboxHandler } from '../../../src/local/sandbox/http-server.ts';
import { Network, type NetworkResponse } from '../../../src/local/sandbox/network.ts';
import { sourceGateway } from '../../../src/local/sandbox/source-gateway/gateway.ts';

type Json = Readonly<Record<string, unknown>>;

/** A source gateway on a socket with a backend at `http://backend.test`, for APIs made from definitions. */
export interface SourceGatewayBench {
  readonly state: AwsState;
  readonly lambdas: Lambdas;
  readonly listeners: Map<string, string>;
  readonly logged: string[];
  /** Imports and deploys a REST API to the stage `test`; returns its id. */
  rest(definition: Json): string;
  /** Imports an HTTP API with a `$default` stage; returns its id. */
  http(definition: Json): string;
  call(apiId: string, method: string, path: string, init?: CallInit): Promise<NetworkResponse>;
  /** Where the gateway listens, as `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

export interface CallInit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export async function openBench(backend: SandboxHandler = echoBackend('backend')): Promise<SourceGatewayBench> {
  const state = emptyAwsState();
  const network = new Network();
  const lambdas = new Lambdas();
  const listeners = new Map<string, string>();
  const logged: string[] = [];
  const gateway = sourceGateway({ state, network, lambdas, listeners, log: (message) => logged.push(message) });
  const servers: Listening[] = [await listen(backend), await listen(gateway.answer, { onUpgrade: gateway.connect })];
  for (const [index, name] of ['backend.test', '*.execute-api.us-east-1.amazonaws.com'].entries())
    network.register(name, { address: '127.0.0.1', port: servers[index]?.port ?? 0, tls: false });
  return {
    state,
    lambdas,
    listeners,
    logged,
    address: `${servers[1]?.host}:${servers[1]?.port}`,
    rest(definition) {
      const { api } = importRestApi(JSON.stringify(definition));
      createStage(api, 'test', createDeployment(api).deployment.id ?? '', {});
      state.restApis.set(api.api.id ?? '', api);
      return api.api.id ?? '';
    },
    http(definition) {
      const { api } = importHttpApi(JSON.stringify(definition));
      api.stages.push({ StageName: '$default', AutoDeploy: true });
      state.httpApis.set(api.api.ApiId ?? '', api);
      return api.api.ApiId ?? '';
    },
    call: (apiId, method, path, init = {}) =>
      network.request({
        method,
        url: `http://${apiId}.execute-api.us-east-1.amazonaws.com${path}`,
        timeoutMs: 5000,
        ...init,
      }),
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** A definition of operations, each given as `VERB /path` and what stands in it. */
export function definitionOf(operations: Readonly<Record<string, Json>>, more: Json = {}): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [key, operation] of Object.entries(operations)) {
    const [verb = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [verb.toLowerCase()]: { responses: {}, ...operation } };
  }
  return { openapi: '3.0.1', info: { title: 'bench', version: '1' }, paths, ...more };
}

export const integration = (value: Json): Json => ({ 'x-amazon-apigateway-integration': value });
