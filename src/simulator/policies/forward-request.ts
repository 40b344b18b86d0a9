import { GatewayFailure } from '../failure.ts';
import { headerValue, queryString, sameName, withoutNamed, type BackendRequest, type Entries } from '../message.ts';
import { count, flag, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

const DEFAULT_TIMEOUT_SECONDS = 300;
/** Of one connection only (RFC 9110, 7.6.1), and what the sender computes anew. */
const NOT_FORWARDED = [
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export const forwardRequest: PolicyExecutor = async (flow, element) => {
  const seconds = count(flow, element, 'timeout', DEFAULT_TIMEOUT_SECONDS);
  const request = backendRequest(flow, count(flow, element, 'timeout-ms', seconds * 1000));
  flow.sent.push(request);
  const answer = await flow.effects.send(request);
  if (!answer.ok) {
    const { reason, message } = answer;
    throw new GatewayFailure({ source: 'forward-request', reason, message, status: 500 });
  }
  flow.backendStatus = answer.response.status;
  if (flag(flow, element, 'fail-on-error-status-code', false) && answer.response.status >= 400)
    throw new GatewayFailure({
      source: 'forward-request',
      reason: 'BackendErrorStatusCode',
      message: `Backend returned ${answer.response.status}`,
      status: answer.response.status,
    });
  flow.response = answer.response;
};

/** What goes to the backend as things stand. */
export function backendRequest(flow: Flow, timeoutMs: number): BackendRequest {
  const backend = flow.configuration.backends.find(({ id }) => id === flow.backendId);
  const headers = withCredentials(
    flow.headers.filter(([name, value]) => !NOT_FORWARDED.includes(name.toLowerCase()) || isOwnHost(flow, name, value)),
    backend?.credentials?.header,
    flow,
  );
  const query = withCredentials(flow.query, backend?.credentials?.query, flow);
  const url = backendAddress(flow) + queryString(query);
  return { method: flow.method, url, headers, ...(flow.body?.length && { body: flow.body }), timeoutMs };
}

/** The host is that of the backend's address, unless a policy names another one. */
function isOwnHost(flow: Flow, name: string, value: string): boolean {
  return sameName(name, 'Host') && value !== headerValue(flow.original.headers, name);
}

function backendAddress(flow: Flow): string {
  const base = flow.backendUrl?.replace(/\/+$/, '');
  if (base !== undefined && URL.canParse(base)) return base + flow.path;
  throw new GatewayFailure({
    source: 'forward-request',
    reason: 'BackendConnectionFailure',
    message: 'the API has no backend address',
    status: 500,
  });
}

/** A backend entity's own headers or query parameters replace the caller's of the same name. */
function withCredentials(
  entries: Entries,
  credentials: Readonly<Record<string, readonly string[]>> | undefined,
  flow: Flow,
): Entries {
  return Object.entries(credentials ?? {}).reduce<Entries>(
    (others, [name, values]) => [
      ...withoutNamed(others, name),
      ...values.map((value) => [name, pasteNamedValues(value, flow)] as const),
    ],
    entries,
  );
}

function pasteNamedValues(text: string, flow: Flow): string {
  return text.replace(/\{\{([A-Za-z0-9\-._]+)\}\}/g, (_, name: string) => {
    const value = flow.configuration.namedValues.find(({ displayName }) => displayName === name)?.value;
    if (value !== undefined) return value;
    const message = `there is no named value ${name}`;
    throw new GatewayFailure({ source: 'forward-request', reason: 'BackendCredentials', message, status: 500 });
  });
}
