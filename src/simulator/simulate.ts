import type { ApimConfiguration } from '../model/apim.ts';
import { elementsOf, SECTION_ELEMENTS, type PolicyElement, type Section } from '../policy/tree.ts';
import { effectivePolicy, type EffectivePolicy, type ScopedPolicy } from './compose.ts';
import type { SimulatorEffects } from './effects.ts';
import { answerOf, gatewayAnswer, GatewayFailure, SimulatorDefect } from './failure.ts';
import { headerValue, queryEntries, withoutNamed } from './message.ts';
import type { BackendRequest, SimulatedRequest, SimulatedResponse } from './message.ts';
import { EXECUTORS } from './policies/registry.ts';
import { selectApi, selectOperation, type SelectedApi, type SelectedOperation } from './select.ts';
import { Finished, type Flow } from './state.ts';
import { authorize } from './subscription.ts';
import type { Telemetry } from './telemetry.ts';

/** What a gateway answers to a request, and what it asked of backends for that. */
export interface Simulation {
  readonly response: SimulatedResponse;
  readonly backendRequests: readonly BackendRequest[];
  readonly apiId?: string;
  readonly operationId?: string;
  /** Status of the last answer of a backend. */
  readonly backendStatus?: number;
  /** What policies sent beside the answer, where they sent anything. */
  readonly telemetry?: readonly Telemetry[];
  /** Why the configuration could not be run faithfully; the answer is then 500. */
  readonly defect?: string;
}

/**
 * Runs one request through an API Management configuration. Never rejects because of the request or the configuration:
 * what cannot be run answers 500 and says why in `defect`.
 */
export async function simulate(
  configuration: ApimConfiguration,
  request: SimulatedRequest,
  effects: SimulatorEffects,
): Promise<Simulation> {
  const selected = selectApi(configuration, request);
  const matched = selected && selectOperation(selected.api, selected.rest, request.method);
  // A preflight without an OPTIONS operation is a matter of the operation that it asks for.
  const preflight = selected && !matched ? preflightOperation(selected, request) : undefined;
  const operation = matched ?? preflight;
  const flow = startFlow(configuration, request, effects, operation && selected, operation);
  let defect: string | undefined;
  try {
    await answer(flow, preflight !== undefined);
  } catch (error) {
    if (!(error instanceof SimulatorDefect)) throw error;
    defect = error.message;
    flow.response = gatewayAnswer(500, 'Internal server error');
  }
  return {
    response: withCors(flow),
    backendRequests: flow.sent,
    ...(selected && { apiId: selected.api.id }),
    ...(operation && { operationId: operation.operation.id }),
    ...(flow.backendStatus !== undefined && { backendStatus: flow.backendStatus }),
    ...(flow.telemetry.length > 0 && { telemetry: flow.telemetry }),
    ...(defect !== undefined && { defect }),
  };
}

function preflightOperation({ api, rest }: SelectedApi, request: SimulatedRequest): SelectedOperation | undefined {
  const asked = headerValue(request.headers, 'Access-Control-Request-Method');
  const isPreflight = request.method === 'OPTIONS' && headerValue(request.headers, 'Origin') !== undefined;
  return isPreflight && asked !== undefined ? selectOperation(api, rest, asked) : undefined;
}

function startFlow(
  configuration: ApimConfiguration,
  request: SimulatedRequest,
  effects: SimulatorEffects,
  selected: SelectedApi | undefined,
  operation: SelectedOperation | undefined,
): Flow {
  const url = new URL(request.url);
  return {
    configuration,
    effects,
    original: request,
    requestId: effects.newId(),
    api: selected?.api ?? null,
    operation: operation?.operation ?? null,
    access: { product: null, subscription: null },
    parameters: operation?.parameters ?? new Map(),
    variables: new Map(),
    section: 'inbound',
    scope: 'service',
    method: request.method,
    headers: request.headers,
    body: request.body,
    backendUrl: selected?.api.serviceUrl,
    backendId: undefined,
    path: selected === undefined ? '' : pathBelow(url.pathname, selected.taken),
    query: queryEntries(url.search),
    corsHeaders: [],
    cacheKey: undefined,
    response: undefined,
    lastError: null,
    sent: [],
    telemetry: [],
    backendStatus: undefined,
  };
}

/** What is left of a path as it was sent, doubled slashes included, once the API's own segments are off (docs/assumptions.md). */
function pathBelow(pathname: string, taken: number): string {
  const own = new RegExp(`^(?:/+[^/]+){${taken}}`).exec(pathname)?.[0] ?? '';
  const rest = pathname.slice(own.length);
  return rest === '/' ? '' : rest;
}

async function answer(flow: Flow, isPreflight: boolean): Promise<void> {
  const owner = { ...(flow.api && { apiId: flow.api.id }), ...(flow.operation && { operationId: flow.operation.id }) };
  let policy = effectivePolicy(flow.configuration, owner);
  try {
    if (flow.api === null) throw notFound();
    if (!isPreflight) {
      flow.access = authorize(flow.configuration, flow.api, flow.original);
      const product = flow.access.product;
      if (product !== null) policy = effectivePolicy(flow.configuration, { ...owner, productId: product.id });
    }
    refuseUnknown(policy);
    if (isPreflight) await runPreflight(flow, policy);
    else for (const section of ['inbound', 'backend', 'outbound'] as const) await runSection(flow, section, policy);
    flow.response ??= { status: 200, reason: 'OK', headers: [], body: new Uint8Array() };
  } catch (error) {
    if (error instanceof Finished) flow.response = error.response;
    else if (error instanceof GatewayFailure) await runOnError(flow, policy, error);
    else throw error;
  }
}

function notFound(): GatewayFailure {
  return new GatewayFailure({
    source: 'configuration',
    reason: 'OperationNotFound',
    message: 'Resource not found',
    status: 404,
  });
}

/** Only `cors` may answer a preflight; without one the path has no OPTIONS. */
async function runPreflight(flow: Flow, policy: EffectivePolicy): Promise<void> {
  for (const { element, scope } of policy.inbound) {
    flow.scope = scope;
    if (element.name === 'cors') await run(flow, [element]);
  }
  throw notFound();
}

async function runSection(flow: Flow, section: Section, policy: EffectivePolicy): Promise<void> {
  flow.section = section;
  for (const { element, scope } of policy[section]) {
    flow.scope = scope;
    await run(flow, [element]);
  }
}

async function run(flow: Flow, elements: readonly PolicyElement[]): Promise<void> {
  for (const element of elements) {
    const execute = Object.hasOwn(EXECUTORS, element.name) ? EXECUTORS[element.name] : undefined;
    if (execute === undefined) throw new SimulatorDefect(`${element.name} cannot be simulated`);
    await execute(flow, element, (children) => run(flow, children));
  }
}

/** A policy that cannot be simulated is refused wherever it stands, also in a branch that would not be taken. */
function refuseUnknown(policy: EffectivePolicy): void {
  for (const section of Object.values<readonly ScopedPolicy[]>(policy))
    for (const { element } of section) refuseUnknownIn(element);
}

function refuseUnknownIn(element: PolicyElement): void {
  if (!Object.hasOwn(EXECUTORS, element.name)) throw new SimulatorDefect(`${element.name} cannot be simulated`);
  if (element.name !== 'choose') return;
  for (const branch of elementsOf(element.children)) elementsOf(branch.children).forEach(refuseUnknownIn);
}

/** on-error sees context.LastError and the answer that will be given unless it changes it. */
async function runOnError(flow: Flow, policy: EffectivePolicy, failure: GatewayFailure): Promise<void> {
  refuseUnknown(policy);
  const { source, reason, message } = failure;
  flow.lastError = { source, reason, message, scope: flow.scope, section: SECTION_ELEMENTS[flow.section] };
  flow.response = answerOf(failure);
  try {
    await runSection(flow, 'onError', policy);
  } catch (error) {
    if (error instanceof Finished) flow.response = error.response;
    else if (error instanceof GatewayFailure) flow.response = gatewayAnswer(500, 'Internal server error');
    else throw error;
  }
}

function withCors(flow: Flow): SimulatedResponse {
  const response = flow.response ?? gatewayAnswer(500, 'Internal server error');
  const others = flow.corsHeaders.reduce((headers, [name]) => withoutNamed(headers, name), response.headers);
  return { ...response, headers: [...others, ...flow.corsHeaders] };
}
