import { isWildcard } from '../features/operations.ts';
import type { ApimOperation } from '../model/apim.ts';
import type { Step } from '../model/plan.ts';
import { document, returnResponse, setBody, setHeader, setStatus } from '../policy/build.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import { importable, openApiDocument } from './openapi-document.ts';
import type { Assignment, Placement } from './placements.ts';
import { describedApi, gated, policyProperties, putter, versionSetOf, type Put } from './resource-steps.ts';
import type { TranslatedApi } from './translate-api.ts';
import { webSocketSteps } from './websocket-steps.ts';

/** A header that no AWS API uses, and a query name that nobody guesses: keys come in the header only (edge case 18). */
const KEY_NAMES = { header: 'x-api-key', query: 'crossgate-no-key-in-query' } as const;

/** Refuses all callers, before anything else: an API is closed until its policies stand (docs: architecture, Closed import). */
export function guarded(policy: PolicyDocument): PolicyDocument {
  const refusal = returnResponse(
    setStatus(503, 'Service Unavailable'),
    setHeader('Content-Type', ['application/json']),
    setBody('{"message":"Service Unavailable"}'),
  );
  return { ...policy, inbound: [refusal, ...policy.inbound] };
}

/** The steps of one API at all its paths: closed import, backends, policies behind the guard, opening. */
export function apiSteps(translated: TranslatedApi, placed: readonly Placement[], at: Assignment): readonly Step[] {
  const put = putter(translated, at);
  const backends = translated.resources.map(({ path, properties, from, needs = [] }) => ({
    ...put(
      'registering-backends',
      path,
      properties,
      needs.map((each) => `put:${each}`),
    ),
    from,
  }));
  const needed = backends.map(({ id }) => id);
  if (translated.api.type === 'WEBSOCKET') return placed.flatMap((each) => webSocketSteps(translated, each, put));
  return [...backends, ...placed.flatMap((placement) => placementSteps(translated, placement, put, needed))];
}

function placementSteps(
  translated: TranslatedApi,
  placement: Placement,
  put: Put,
  needed: readonly string[],
): readonly Step[] {
  const { operations, operationPolicies, schemas, ofApi, shared } = translated;
  const apiPolicy = gated(translated.apiPolicy, placement, false);
  const path = `apis/${placement.apimId}`;
  const policyPath = `${path}/policies/policy`;
  const properties = apiProperties(translated, placement);
  const made = put('importing', path, properties, versionSetOf(placement));
  const guard = put('importing', policyPath, policyProperties(guarded(document())), [made.id], `guard:${path}`);
  const imported = importStep(guard, path, properties, operations, schemas);
  const before = imported === undefined ? guard : imported;
  const wildcards = operations
    .filter(({ urlTemplate }) => isWildcard(urlTemplate))
    .map((operation) =>
      put('importing', `${path}/operations/${operation.id}`, operationProperties(operation), [before.id]),
    );
  const ready = [before.id, ...wildcards.map(({ id }) => id), ...needed];
  const policies = operationPolicies.map(({ operationId, document: own }) =>
    put('registering-backends', `${path}/operations/${operationId}/policies/policy`, policyProperties(own), ready),
  );
  const below = ofApi.map(({ path: own, properties: its }) =>
    put('registering-backends', `${path}/${own}`, its, [before.id, ...shared.map((each) => `put:${each.path}`)]),
  );
  const closed = put('registering-backends', policyPath, policyProperties(guarded(apiPolicy)), ready, `close:${path}`);
  const opening = put(
    'opening',
    policyPath,
    policyProperties(apiPolicy),
    [closed.id, ...policies.map(({ id }) => id)],
    `open:${path}`,
  );
  return [
    made,
    guard,
    ...(imported === undefined ? [] : [imported]),
    ...wildcards,
    ...policies,
    ...below,
    closed,
    opening,
  ];
}

function apiProperties(translated: TranslatedApi, placement: Placement): Readonly<Record<string, unknown>> {
  return {
    ...describedApi(translated, placement),
    protocols: ['https'],
    subscriptionRequired: translated.isKeyed,
    subscriptionKeyParameterNames: KEY_NAMES,
  };
}

function importStep(
  guard: Step,
  path: string,
  properties: Readonly<Record<string, unknown>>,
  operations: readonly ApimOperation[],
  schemas: TranslatedApi['schemas'],
): Step | undefined {
  const carried = importable(operations);
  if (carried.length === 0) return undefined;
  const value = openApiDocument(String(properties['displayName']), operations, schemas);
  return {
    ...guard,
    id: `import:${path}`,
    kind: 'import-operations',
    summary: `import ${carried.length} operations into ${path}`,
    dependsOn: [guard.id],
    payload: {
      path,
      properties: { ...properties, format: 'openapi+json', value },
      operationIds: carried.map(({ id }) => id),
      guard: guard.payload,
    },
  };
}

function operationProperties(operation: ApimOperation): Readonly<Record<string, unknown>> {
  const { displayName, method, urlTemplate, templateParameters, description } = operation;
  return { displayName, method, urlTemplate, templateParameters, ...(description !== undefined && { description }) };
}
