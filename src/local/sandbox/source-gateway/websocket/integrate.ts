import type { Integration, IntegrationResponse } from '@aws-sdk/client-apigatewayv2';
import { callBackend } from '../backend-call.ts';
import { INTERNAL_ERROR, substituteVariables } from '../call.ts';
import { isRecord } from '../execute-policy.ts';
import { gatewayHeaders } from '../forward.ts';
import { Refusal, Unsimulated } from '../refusal.ts';
import { templateInput } from '../scope.ts';
import { render } from '../template.ts';
import { contextTree, eventOf, selected, sessionContext, type Session, type SessionEvent } from './session.ts';

const TIMEOUT_MS = 29_000;

/** What an integration answered: its status decides on a handshake, its text is what a route response sends. */
export interface Integrated {
  readonly status: number;
  readonly body: string;
}

/** Calls what a route leads to. Throws {@link Refusal} where it fails. */
export async function integrate(session: Session, event: SessionEvent, integration: Integration): Promise<Integrated> {
  const type = integration.IntegrationType;
  if (type === 'AWS_PROXY') return functionAnswer(await invoke(session, event, integration, eventOf(session, event)));
  const payload = requestPayload(session, event, integration);
  if (type === 'MOCK') {
    const status = Number(/statusCode["']?\s*:\s*(\d{3})/.exec(payload)?.[1] ?? Number.NaN);
    if (Number.isNaN(status)) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
    return responseOf(session, event, integration, { status, body: '' });
  }
  if (type === 'AWS' && (integration.IntegrationUri ?? '').includes(':function:')) {
    const result = await invoke(session, event, integration, parsed(payload));
    return responseOf(session, event, integration, { status: 200, body: JSON.stringify(result ?? null) });
  }
  if (type !== 'HTTP' && type !== 'HTTP_PROXY')
    throw new Unsimulated(`integration ${type ?? 'none'} of ${event.routeKey}`);
  const answer = await callHttp(session, event, integration, payload);
  return type === 'HTTP_PROXY' ? answer : responseOf(session, event, integration, answer);
}

async function invoke(
  session: Session,
  event: SessionEvent,
  integration: Integration,
  payload: unknown,
): Promise<unknown> {
  const { call, world } = session;
  const uri = substituteVariables(integration.IntegrationUri ?? '', call.variables);
  if (uri === undefined) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  try {
    return await world.lambdas.invoke(uri, payload);
  } catch (error) {
    world.log(`source gateway: ${event.routeKey}: ${String(error)}`);
    throw new Refusal('INTEGRATION_FAILURE', 502, INTERNAL_ERROR, { cause: error });
  }
}

/** Without a status a function's answer is no answer of a proxy (docs/assumptions.md). */
function functionAnswer(result: unknown): Integrated {
  const { statusCode, body = '' } = isRecord(result) ? result : {};
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599)
    throw new Refusal('INTEGRATION_FAILURE', 502, INTERNAL_ERROR);
  return { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

async function callHttp(
  session: Session,
  event: SessionEvent,
  integration: Integration,
  payload: string,
): Promise<Integrated> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': `AmazonAPIGateway_${session.call.apiId}`,
    ...gatewayHeaders(session.call),
  };
  const query: [string, string][] = [];
  for (const [target, source] of Object.entries(integration.RequestParameters ?? {})) {
    const [, place, name = ''] = /^integration\.request\.(header|querystring)\.(.+)$/.exec(target) ?? [];
    if (place === undefined) throw new Unsimulated(`request parameter ${target}`);
    const value = mapped(session, event, source);
    if (value !== undefined && place === 'header') headers[name.toLowerCase()] = value;
    if (value !== undefined && place === 'querystring') query.push([name, value]);
  }
  const { status, body } = await callBackend(
    { ...session.call, kind: 'rest' },
    {
      method: integration.IntegrationMethod ?? 'POST',
      uri: integration.IntegrationUri ?? '',
      pathParameters: {},
      query,
      headers,
      body: Buffer.from(payload),
      timeoutMs: integration.TimeoutInMillis ?? TIMEOUT_MS,
    },
    session.world,
  );
  return { status, body: body.toString('utf8') };
}

function mapped(session: Session, event: SessionEvent, source: string): string | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return literal;
  const [root = '', ...rest] = source.split('.');
  if (root === 'stageVariables') return session.call.variables[rest.join('.')];
  if (root === 'context') return sessionContext(session, event, rest.join('.'));
  const [, place, name = ''] = /^route\.request\.(header|querystring|body)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return session.call.request.headers[name.toLowerCase()];
  if (place === 'querystring') return session.call.request.url.searchParams.getAll(name).at(-1);
  if (place === 'body') return selected(`\${request.body.${name}}`, event.body, () => undefined);
  throw new Unsimulated(`request parameter source ${source}`);
}

function rendered(session: Session, event: SessionEvent, template: string, body: string): string {
  return render(template, { ...templateInput(session.call, body), context: contextTree(session, event) }).output;
}

/** The template that the expression picks; without one the message passes, unless the integration takes none so. */
function requestPayload(session: Session, event: SessionEvent, integration: Integration): string {
  const templates = integration.RequestTemplates ?? {};
  const key = selected(integration.TemplateSelectionExpression ?? '\\$default', event.body, (name) =>
    sessionContext(session, event, name),
  );
  const template = templates[key ?? ''] ?? templates['$default'];
  if (template !== undefined) return rendered(session, event, template, event.body);
  const { PassthroughBehavior: passes = 'WHEN_NO_MATCH' } = integration;
  if (passes === 'NEVER' || (passes === 'WHEN_NO_TEMPLATES' && Object.keys(templates).length > 0))
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 415, 'Unsupported Media Type');
  return event.body;
}

/** The integration response that the expression picks, by a pattern between slashes, a key, or `$default`. */
function responseOf(session: Session, event: SessionEvent, integration: Integration, answer: Integrated): Integrated {
  const responses = session.target.served.integrationResponses?.get(integration.IntegrationId ?? '') ?? [];
  const expression = integration.IntegrationResponseSelectionExpression ?? '${integration.response.statuscode}';
  if (!/^\$\{?integration\.response\.statuscode\}?$/.test(expression))
    throw new Unsimulated(`integration response selection ${expression}`);
  const response =
    responses.find(({ IntegrationResponseKey: key }) => fits(key, String(answer.status))) ??
    responses.find(({ IntegrationResponseKey: key }) => key === '$default');
  const template = templateOf(response, answer.body);
  return template === undefined ? answer : { ...answer, body: rendered(session, event, template, answer.body) };
}

function fits(key: string | undefined, status: string): boolean {
  const pattern = /^\/(.*)\/$/s.exec(key ?? '')?.[1];
  return pattern === undefined ? key === status : new RegExp(`^(?:${pattern})$`).test(status);
}

function templateOf(response: IntegrationResponse | undefined, body: string): string | undefined {
  const templates = response?.ResponseTemplates ?? {};
  const key = selected(response?.TemplateSelectionExpression ?? '\\$default', body, () => undefined);
  return templates[key ?? ''] ?? templates['$default'];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
