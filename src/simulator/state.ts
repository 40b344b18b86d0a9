import type { ContextLastError, ContextUrl, CsValue, PolicyContext } from '../csharp/context.ts';
import { evaluate } from '../csharp/evaluate.ts';
import { CSharpError } from '../csharp/expression.ts';
import { toText } from '../csharp/text.ts';
import type { ApimApi, ApimConfiguration, ApimOperation } from '../model/apim.ts';
import type { PolicyElement, PolicyValue, Section } from '../policy/tree.ts';
import type { SimulatorEffects } from './effects.ts';
import { GatewayFailure, SimulatorDefect } from './failure.ts';
import {
  queryEntries,
  type BackendRequest,
  type Entries,
  type SimulatedRequest,
  type SimulatedResponse,
} from './message.ts';
import type { Access } from './subscription.ts';
import type { Telemetry } from './telemetry.ts';

/** One request on its way through the policies: what they read and change. */
export interface Flow {
  readonly configuration: ApimConfiguration;
  readonly effects: SimulatorEffects;
  readonly original: SimulatedRequest;
  readonly requestId: string;
  readonly api: ApimApi | null;
  readonly operation: ApimOperation | null;
  access: Access;
  /** Parameters of the operation's template, still encoded. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly variables: Map<string, CsValue>;
  section: Section;
  scope: string;
  /** What will be sent to the backend. */
  method: string;
  headers: Entries;
  body: Uint8Array | undefined;
  /** Base address without query; undefined when no backend is known. */
  backendUrl: string | undefined;
  /** From `set-backend-service backend-id`: added as the request is sent. */
  backendId: string | undefined;
  /** Path after the base address, encoded. */
  path: string;
  query: Entries;
  /** Headers that `cors` adds to whatever is answered. */
  corsHeaders: Entries;
  /** Set by cache-lookup: where cache-store puts the answer. */
  cacheKey: string | undefined;
  response: SimulatedResponse | undefined;
  lastError: ContextLastError | null;
  readonly sent: BackendRequest[];
  readonly telemetry: Telemetry[];
  backendStatus: number | undefined;
}

/** Ends the pipeline with an answer: return-response, a cache hit, a preflight. */
export class Finished extends Error {
  override readonly name = 'Finished';
  readonly response: SimulatedResponse;

  constructor(response: SimulatedResponse) {
    super('the pipeline ended with an answer');
    this.response = response;
  }
}

export function contextUrl(url: URL): ContextUrl {
  const scheme = url.protocol.slice(0, -1);
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port);
  return {
    scheme,
    host: url.hostname,
    port,
    path: url.pathname,
    queryString: url.search,
    query: queryEntries(url.search),
  };
}

export function contextOf(flow: Flow): PolicyContext {
  const originalUrl = contextUrl(new URL(flow.original.url));
  const { api, operation, response, access } = flow;
  return {
    requestId: flow.requestId,
    request: {
      method: flow.method,
      url: { ...originalUrl, path: flow.path, query: flow.query },
      originalUrl,
      ipAddress: flow.original.ip,
      certificate: flow.original.certificate ?? null,
      headers: flow.headers,
      matchedParameters: new Map([...flow.parameters].map(([name, value]) => [name, decode(value)])),
      body: flow.body === undefined || flow.body.length === 0 ? null : flow.body,
    },
    ...(response && { response: contextResponse(response) }),
    api: { id: api?.id ?? '', name: api?.displayName ?? '', path: api?.path ?? '', version: api?.apiVersion ?? null },
    operation: operation && {
      id: operation.id,
      name: operation.displayName,
      method: operation.method,
      urlTemplate: operation.urlTemplate,
    },
    product: access.product && { id: access.product.id, name: access.product.displayName },
    subscription: access.subscription && {
      id: access.subscription.id,
      name: access.subscription.displayName,
      key: access.subscription.primaryKey ?? '',
    },
    serviceName: flow.configuration.serviceName,
    lastError: flow.lastError,
    variables: flow.variables,
    now: new Date(flow.effects.now()),
    newId: () => flow.effects.newId(),
  };
}

/** An answer as expressions read it: `context.Response`, or what send-request left in a variable. */
export function contextResponse({
  status,
  reason,
  headers,
  body,
}: SimulatedResponse): NonNullable<PolicyContext['response']> {
  return { statusCode: status, statusReason: reason, headers, body: body.length === 0 ? null : body };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The value as an expression gives it; a failing expression becomes API Management's failure. */
export function valueOf(flow: Flow, value: PolicyValue, policy: string): CsValue {
  if (value.kind === 'literal') return value.text;
  if (value.kind !== 'expression') throw new SimulatorDefect(`${policy}: ${value.text} cannot be run`);
  try {
    return evaluate(value.expression, contextOf(flow));
  } catch (error) {
    if (!(error instanceof CSharpError)) throw error;
    throw new GatewayFailure({
      source: policy,
      reason: 'ExpressionValueEvaluationFailure',
      message: `Expression evaluation failed. ${error.message}`,
      status: 500,
    });
  }
}

/** Text of an attribute; undefined when it is absent. */
export function attribute(flow: Flow, element: PolicyElement, name: string): string | undefined {
  const value = element.attributes[name];
  return value === undefined ? undefined : toText(valueOf(flow, value, element.name));
}

export function attributeOr(flow: Flow, element: PolicyElement, name: string, fallback: string): string {
  return attribute(flow, element, name) ?? fallback;
}

export function flag(flow: Flow, element: PolicyElement, name: string, fallback: boolean): boolean {
  return (attribute(flow, element, name)?.toLowerCase() ?? String(fallback)) === 'true';
}

export function count(flow: Flow, element: PolicyElement, name: string, fallback: number): number {
  const text = attribute(flow, element, name);
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value)) throw new SimulatorDefect(`${element.name}: ${name} is no whole number`);
  return value;
}

export function textOf(flow: Flow, element: PolicyElement): string {
  return element.text === undefined ? '' : toText(valueOf(flow, element.text, element.name));
}
