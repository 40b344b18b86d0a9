import { ON_HANDSHAKE } from '../features/websocket.ts';
import type { Step } from '../model/plan.ts';
import { document, returnResponse, setStatus } from '../policy/build.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import type { Placement } from './placements.ts';
import { describedApi, gated, policyProperties, versionSetOf, type Put } from './resource-steps.ts';
import type { TranslatedApi } from './translate-api.ts';

/** Keys are API Gateway's to check: no caller has these names, so that `x-api-key` passes through as it came. */
const NO_KEY_NAMES = { header: 'crossgate-no-key-in-header', query: 'crossgate-no-key-in-query' } as const;

/** Refuses every handshake before anything else: its answer can have no body (policy/websocket.ts). */
function guarded(policy: PolicyDocument): PolicyDocument {
  return { ...policy, inbound: [returnResponse(setStatus(503, 'Service Unavailable')), ...policy.inbound] };
}

/**
 * The steps of a WebSocket API at one of its paths. Nothing is imported: the service makes `onHandshake` with the API, and takes
 * policies there only. The API connects to its backend as soon as it is there, so it is made closed, to subscriptions that
 * nobody has, until the guard stands on the operation; then the closed import of any API follows.
 */
export function webSocketSteps(translated: TranslatedApi, placement: Placement, put: Put): readonly Step[] {
  const { serviceUrl, operationPolicies, ofApi, shared } = translated;
  const [handshake] = operationPolicies;
  if (serviceUrl === undefined || handshake === undefined) return [];
  const policy = gated(handshake.document, placement, true);
  const path = `apis/${placement.apimId}`;
  const policyPath = `${path}/operations/${ON_HANDSHAKE}/policies/policy`;
  // API Gateway speaks TLS only, so that no caller comes by `ws`.
  const properties = {
    ...describedApi(translated, placement),
    type: 'websocket',
    protocols: ['wss'],
    serviceUrl,
    subscriptionKeyParameterNames: NO_KEY_NAMES,
  };
  const made = put('importing', path, { ...properties, subscriptionRequired: true }, versionSetOf(placement));
  const guard = put('importing', policyPath, policyProperties(guarded(document())), [made.id], `guard:${path}`);
  const below = ofApi.map(({ path: own, properties: its }) =>
    put('registering-backends', `${path}/${own}`, its, [guard.id, ...shared.map((each) => `put:${each.path}`)]),
  );
  const closed = put(
    'registering-backends',
    policyPath,
    policyProperties(guarded(policy)),
    [guard.id],
    `close:${path}`,
  );
  const admitted = put(
    'registering-backends',
    path,
    { ...properties, subscriptionRequired: false },
    [closed.id],
    `admit:${path}`,
  );
  const opening = put('opening', policyPath, policyProperties(policy), [admitted.id], `open:${path}`);
  return [made, guard, ...below, closed, admitted, opening];
}
