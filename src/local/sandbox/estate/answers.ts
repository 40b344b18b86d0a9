import type { GatewayResponse, GatewayResponseType, Integration } from '@aws-sdk/client-api-gateway';
import type { Integration as HttpIntegration } from '@aws-sdk/client-apigatewayv2';
import { Unsimulated } from '../source-gateway/refusal.ts';
import { serviceAddress, subtypeAddress } from '../source-gateway/service-host.ts';
import { renderTemplate } from '../source-gateway/template.ts';

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

/** What a REST integration answers; undefined when the sandbox has nothing that does. */
export function restAnswer(integration: Integration | undefined): Answer | undefined {
  if (integration === undefined) return undefined;
  const { type, uri = '' } = integration;
  if (type === 'HTTP_PROXY') return { status: ANSWERED };
  if (type === 'AWS_PROXY') return isFunction(uri) ? { status: ANSWERED } : undefined;
  const payload = payloadOf(integration);
  if (payload === undefined) return undefined;
  if (typeof payload === 'number') return { status: payload, contentType: OTHER_TYPE };
  const status = selected(integration, selectorOf(integration, payload.text));
  if (status === undefined || (type === 'AWS' && !isFunction(uri) && serviceAddress(uri) === undefined))
    return undefined;
  return payload.contentType === undefined ? { status } : { status, contentType: payload.contentType };
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
  readonly contentType?: string;
}

/** What reaches the backend: the template rendered or the body passed; a status when nothing may pass but what cannot be rendered. */
function payloadOf(integration: Integration): Payload | number | undefined {
  const {
    requestTemplates: templates = {},
    passthroughBehavior = 'WHEN_NO_MATCH',
    contentHandling,
    type,
  } = integration;
  if (contentHandling === 'CONVERT_TO_BINARY') return undefined;
  const template = templates['application/json'];
  if (template === undefined && Object.keys(templates).length === 0)
    return passthroughBehavior === 'NEVER' ? UNSUPPORTED_MEDIA_TYPE : { text: '{}' };
  const text = rendered(template ?? '#none');
  if (text !== undefined && (type !== 'AWS' || isJson(text))) return { text };
  if (templates[OTHER_TYPE] !== undefined || type === 'MOCK') return undefined;
  return passthroughBehavior === 'WHEN_NO_MATCH' ? { text: '{}', contentType: OTHER_TYPE } : UNSUPPORTED_MEDIA_TYPE;
}

/** What selection patterns are held to: a function's success to none. */
function selectorOf({ type, uri = '' }: Integration, payload: string): string | undefined {
  if (type === 'MOCK') return /(?:^|[{,\s])["']?statusCode["']?\s*:\s*(\d{3})\b/.exec(payload)?.[1] ?? 'none';
  return type === 'AWS' && isFunction(uri) ? undefined : String(ANSWERED);
}

function selected({ integrationResponses = {} }: Integration, selector: string | undefined): number | undefined {
  if (selector === 'none') return undefined;
  const responses = Object.values(integrationResponses).toSorted((a, b) => Number(a.statusCode) - Number(b.statusCode));
  const matched = responses.find(
    ({ selectionPattern }) =>
      selector !== undefined && selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(selector),
  );
  const response = matched ?? responses.find(({ selectionPattern }) => !selectionPattern);
  const isRendered = Object.values(response?.responseTemplates ?? {}).every((text) => rendered(text) !== undefined);
  return response === undefined || !isRendered || response.contentHandling !== undefined
    ? undefined
    : Number(response.statusCode);
}

/** As the source gateway renders it for a sample call; undefined when it cannot. */
function rendered(template: string): string | undefined {
  const sample = (): string => 'sample';
  try {
    return renderTemplate(template, { body: '{}', stageVariables: {}, parameter: sample, context: sample });
  } catch (error) {
    if (error instanceof Unsimulated) return undefined;
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
