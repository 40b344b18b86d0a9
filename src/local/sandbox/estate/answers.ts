import type { GatewayResponse, GatewayResponseType, Integration } from '@aws-sdk/client-api-gateway';
import type { Integration as HttpIntegration } from '@aws-sdk/client-apigatewayv2';
import type { Rendered, TemplateOverrides } from '../../../vtl/template.ts';
import { responseTemplate, selectResponse } from '../source-gateway/integration-answer.ts';
import { mockStatus } from '../source-gateway/mock.ts';
import { overrideAnswer } from '../source-gateway/overrides.ts';
import { Refusal, Unsimulated } from '../source-gateway/refusal.ts';
import { serviceAddress, subtypeAddress } from '../source-gateway/service-host.ts';
import { render } from '../source-gateway/template.ts';
import { echoFunction } from './echo-function.ts';

type Texts = Readonly<Record<string, string>>;

/** What a caller sends. */
export interface SampleCall {
  readonly method: string;
  readonly path: Texts;
  readonly query: Texts;
  readonly headers: Texts;
  readonly body: string;
}

/** What a call is answered over the estate's stand-ins, and the content type that it has to be sent in. */
export interface Answer {
  readonly status: number;
  /** JSON unless set. */
  readonly contentType?: string;
}

/** The status of stand-in backends and of the estate's functions' proxy results. */
const ANSWERED = 200;
const UNSUPPORTED_MEDIA_TYPE = 415;

/** A type that no template is for: the body passes as it is, where the integration lets it. */
const OTHER_TYPE = 'text/plain';

/** What a REST integration answers a call; undefined when the sandbox has nothing that does. */
export function restAnswer(integration: Integration | undefined, call: SampleCall): Answer | undefined {
  if (integration === undefined) return undefined;
  const { type, uri = '' } = integration;
  if (type === 'HTTP_PROXY') return { status: ANSWERED };
  if (type === 'AWS_PROXY') return isFunction(uri) ? { status: ANSWERED } : undefined;
  if (type === 'AWS' && !isFunction(uri) && serviceAddress(uri) === undefined) return undefined;
  try {
    const payload = payloadOf(integration, call);
    if (payload === undefined) return undefined;
    if (typeof payload === 'number') return { status: payload, contentType: OTHER_TYPE };
    const status = answered(integration, call, payload);
    if (status === undefined) return undefined;
    return payload.contentType === undefined ? { status } : { status, contentType: payload.contentType };
  } catch (error) {
    if (error instanceof Unsimulated || error instanceof Refusal) return undefined;
    throw error;
  }
}

/** What an integration of an HTTP API answers. */
export function httpAnswer(integration: HttpIntegration | undefined, region: string): Answer | undefined {
  const { IntegrationUri: uri = '', IntegrationSubtype: subtype, IntegrationType: type } = integration ?? {};
  const isKnown =
    subtype === undefined
      ? type === 'AWS_PROXY'
        ? isFunction(uri)
        : uri !== ''
      : subtypeAddress(subtype, region) !== undefined;
  return isKnown ? { status: ANSWERED } : undefined;
}

/** The status of a gateway response: the one of its type, else the default's, else API Gateway's own. */
export function refusalStatus(responses: readonly GatewayResponse[], type: GatewayResponseType, own: number): number {
  const isSet = (name: GatewayResponseType) => responses.find(({ responseType }) => responseType === name);
  return Number((isSet(type) ?? isSet('DEFAULT_4XX'))?.statusCode ?? own);
}

const isFunction = (uri: string): boolean => uri.includes(':function:');

interface Payload {
  readonly text: string;
  readonly overrides?: TemplateOverrides;
  readonly contentType?: string;
}

/** What reaches the backend: the template rendered or the body passed; a status when nothing may pass but what cannot be rendered. */
function payloadOf(integration: Integration, call: SampleCall): Payload | number | undefined {
  const {
    requestTemplates: templates = {},
    passthroughBehavior = 'WHEN_NO_MATCH',
    contentHandling,
    type,
  } = integration;
  if (contentHandling === 'CONVERT_TO_BINARY') return undefined;
  const template = templates['application/json'];
  if (template === undefined && Object.keys(templates).length === 0)
    return passthroughBehavior === 'NEVER' ? UNSUPPORTED_MEDIA_TYPE : { text: call.body };
  const made = template === undefined ? undefined : rendered(template, call, call.body);
  if (made !== undefined && (type !== 'AWS' || isJson(made.output)))
    return { text: made.output, overrides: made.overrides };
  if (templates[OTHER_TYPE] !== undefined || type === 'MOCK') return undefined;
  return passthroughBehavior === 'WHEN_NO_MATCH' ? { text: '{}', contentType: OTHER_TYPE } : UNSUPPORTED_MEDIA_TYPE;
}

/** The status of the integration response that a stand-in's answer selects, unless a template overrides it. */
function answered(integration: Integration, call: SampleCall, { text, overrides }: Payload): number | undefined {
  const answer = standInAnswer(integration, call, text);
  if (answer === undefined) return undefined;
  const response = selectResponse(Object.values(integration.integrationResponses ?? {}), answer.selector);
  if (response === undefined || response.contentHandling !== undefined) return undefined;
  const template = responseTemplate(response, undefined);
  const made = template === undefined ? undefined : rendered(template, call, answer.body, overrides);
  if (template !== undefined && made === undefined) return undefined;
  const status = Number(response.statusCode);
  const set = made?.overrides ?? overrides;
  return set === undefined ? status : overrideAnswer({ status }, set).status;
}

/** What selection patterns are held to, a function's success to none, and what the response's template reads. */
function standInAnswer(
  { type, uri = '' }: Integration,
  call: SampleCall,
  payload: string,
): { readonly selector: string | undefined; readonly body: string } | undefined {
  if (type === 'MOCK') {
    const status = mockStatus(payload);
    return status === undefined ? undefined : { selector: String(status), body: '' };
  }
  if (type === 'AWS' && isFunction(uri))
    return { selector: undefined, body: JSON.stringify(echoFunction(JSON.parse(payload || '{}'))) };
  const { method, query, headers } = call;
  return {
    selector: String(ANSWERED),
    body: JSON.stringify({ backend: SAMPLE, method, path: `/${SAMPLE}`, query, headers, body: payload }),
  };
}

const SAMPLE = 'sample';

/** As the source gateway renders it for a call; undefined when it cannot. */
function rendered(
  template: string,
  { method, path, query, headers }: SampleCall,
  body: string,
  overrides?: TemplateOverrides,
): Rendered | undefined {
  const context = {
    accountId: '000000000000',
    apiId: SAMPLE,
    httpMethod: method,
    identity: { sourceIp: '127.0.0.1', userAgent: SAMPLE },
    requestId: SAMPLE,
    requestTimeEpoch: 1,
    stage: SAMPLE,
    ...overrides,
  };
  const params = { path, querystring: query, header: headers };
  try {
    return render(template, { body, params, stageVariables: {}, context });
  } catch (error) {
    if (error instanceof Unsimulated || error instanceof Refusal) return undefined;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
