import { contextResponse } from '../state.ts';
import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { GatewayFailure, SimulatorDefect } from '../failure.ts';
import { withoutNamed, type BackendRequest } from '../message.ts';
import { attribute, attributeOr, count, flag, textOf, type Flow } from '../state.ts';
import { identityToken } from './authentication-managed-identity.ts';
import { backendRequest } from './forward-request.ts';
import type { PolicyExecutor } from './policy.ts';
import { bodyOf } from './set-body.ts';
import { withValues } from './set-header.ts';

const DEFAULT_TIMEOUT_SECONDS = 60;

/** A request beside the caller's own. Its answer stands in a variable, as an IResponse; null when it failed and that is ignored. */
export const sendRequest: PolicyExecutor = async (flow, element) => {
  const request = await requestOf(flow, element);
  flow.sent.push(request);
  const answer = await flow.effects.send(request);
  const isIgnored = flag(flow, element, 'ignore-error', false);
  if (!answer.ok && !isIgnored) fail(answer.reason, answer.message);
  if (answer.ok && flag(flow, element, 'fail-on-error-status-code', false) && answer.response.status >= 400)
    fail('BackendErrorStatusCode', `${request.url} answered ${answer.response.status}`);
  const variable = attribute(flow, element, 'response-variable-name');
  if (variable === undefined) return;
  flow.variables.set(variable, answer.ok ? { type: 'IResponse', value: contextResponse(answer.response) } : null);
};

function fail(reason: string, message: string): never {
  throw new GatewayFailure({ source: 'send-request', reason, message, status: 500 });
}

async function requestOf(flow: Flow, element: PolicyElement): Promise<BackendRequest> {
  const seconds = count(flow, element, 'timeout', DEFAULT_TIMEOUT_SECONDS);
  const timeoutMs = count(flow, element, 'timeout-ms', seconds * 1000);
  const isCopy = attributeOr(flow, element, 'mode', 'new') === 'copy';
  let request: BackendRequest = isCopy
    ? backendRequest(flow, timeoutMs)
    : { method: 'GET', url: '', headers: [], timeoutMs };
  // Expressions read the caller's request and answer, so the new request is built beside them.
  for (const child of elementsOf(element.children)) request = await changed(flow, child, request);
  if (!URL.canParse(request.url)) throw new SimulatorDefect('send-request: set-url gives no absolute address');
  return request;
}

async function changed(flow: Flow, child: PolicyElement, request: BackendRequest): Promise<BackendRequest> {
  switch (child.name) {
    case 'set-url':
      return { ...request, url: textOf(flow, child).trim() };
    case 'set-method':
      return { ...request, method: textOf(flow, child).trim() };
    case 'set-header':
      return { ...request, headers: withValues(flow, child, request.headers) };
    case 'set-body':
      return { ...request, body: bodyOf(flow, child) };
    default: {
      const token = await identityToken(flow, child);
      if (token === undefined) return request;
      const others = withoutNamed(request.headers, 'Authorization');
      return { ...request, headers: [...others, ['Authorization', `Bearer ${token}`]] };
    }
  }
}
