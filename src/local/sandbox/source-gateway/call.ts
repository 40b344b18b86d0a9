import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import type { AwsState } from '../aws/state.ts';
import type { Lambdas } from '../backends/lambdas.ts';
import type { Network } from '../network.ts';

/** What the source gateway's data plane reads and calls. */
export interface GatewayWorld {
  readonly state: AwsState;
  /** The way out: every call of a backend goes through it. */
  readonly network: Pick<Network, 'request'>;
  readonly lambdas: Pick<Lambdas, 'invoke'>;
  /** Base URL behind each load balancer listener's ARN, for private integrations. */
  readonly listeners?: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch; the machine's clock when unset. */
  readonly now?: () => number;
  /** Told of what the sandbox cannot evaluate; the caller then gets a 500. */
  readonly log: (message: string) => void;
}

/** One request on its way through a stage. */
export interface GatewayCall {
  /** REST APIs and HTTP APIs word their refusals differently. */
  readonly kind: 'rest' | 'http';
  readonly request: SandboxRequest;
  readonly accountId: string;
  readonly apiId: string;
  readonly stageName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly deploymentId: string;
  readonly template: string;
  /** Of the resource in a REST API. */
  readonly resourceId: string;
  /** Of the route in an HTTP API. */
  readonly routeKey: string;
  /** What a custom domain's mapping took off the path, such as `/v1`; empty at the API's own host. */
  readonly basePath: string;
  /** Below the stage. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** When the request came, in milliseconds since the epoch. */
  readonly at: number;
  /** Of a REST API. */
  readonly binaryMediaTypes: readonly string[];
  /** What the authorizer handed over: claims or context. */
  readonly authorizer: Readonly<Record<string, unknown>>;
  /** Of a method that asks for one. */
  readonly apiKey?: { readonly id: string; readonly value: string };
}

/** Set S: neither templates, mappings, functions nor proxied backends see them (recorded 2026-11-23). */
export const HOP_HEADERS: ReadonlySet<string> = new Set(
  (
    'connection content-length content-md5 expect max-forwards proxy-authenticate server te trailer ' +
    'transfer-encoding upgrade www-authenticate'
  ).split(' '),
);

/** A header of the caller as mappings and templates see it. */
export function headerOf(call: GatewayCall, name: string): string | undefined {
  const key = name.toLowerCase();
  return HOP_HEADERS.has(key) ? undefined : call.request.headers[key];
}

/** A default gateway response: its status and `{"message":...}`. */
export function gatewayResponse(status: number, message: string): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

export const INTERNAL_ERROR = 'Internal server error';

/** Replaces `${stageVariables.x}`; undefined when one is not set, which an URI answers with 500 (recorded 2026-11-23). */
export function substituteVariables(text: string, variables: Readonly<Record<string, string>>): string | undefined {
  let isComplete = true;
  const result = text.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? result : undefined;
}

/** The ARN of the method or route that a call reaches, as authorizers and their policies spell it. */
export function methodArnOf(call: GatewayCall, { state }: GatewayWorld): string {
  const path = call.path.replace(/^\/+/, '');
  return `arn:aws:execute-api:${state.region}:${state.accountId}:${call.apiId}/${call.stageName}/${call.request.method}/${path}`;
}
