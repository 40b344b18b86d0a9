import type { Integration } from '@aws-sdk/client-api-gateway';
import type { TemplateOverrides } from '../../../vtl/template.ts';
import { headerOf, INTERNAL_ERROR, type GatewayCall } from './call.ts';
import { requestPayload } from './content-handling.ts';
import { NEVER_SENT } from './forward.ts';
import { overrideRequest } from './overrides.ts';
import { mapParameters, type IntegrationKind, type MappedParameters } from './parameter-mapping.ts';
import { Refusal } from './refusal.ts';
import { templateInput } from './scope.ts';
import { render } from './template.ts';

/** What a custom integration receives as its body, and what the template that made it overrides. */
export interface IntegrationPayload {
  readonly body: Buffer;
  /** Undefined where no template was rendered. */
  readonly overrides: TemplateOverrides | undefined;
}

/**
 * The payload that a custom integration receives: the template of the request's media type (missing = application/json)
 * rendered, else the body itself where passthroughBehavior lets it through, else 415. A template on bytes breaks the call
 * (recorded 2025-03-17).
 */
export function integrationPayload(call: GatewayCall, integration: Integration): IntegrationPayload {
  const { contentHandling, requestTemplates: templates = {} } = integration;
  const contentType = headerOf(call, 'content-type');
  const payload = requestPayload(call.request.body, contentType, contentHandling, call.binaryMediaTypes);
  const mediaType = (contentType ?? 'application/json').split(';')[0]?.trim() ?? '';
  const template = templates[mediaType];
  if (template !== undefined) {
    if (!payload.isText) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
    const { output, overrides } = render(template, templateInput(call, payload.bytes.toString('utf8')));
    return { body: Buffer.from(output), overrides };
  }
  const passthrough = integration.passthroughBehavior ?? 'WHEN_NO_MATCH';
  const hasTemplates = Object.keys(templates).length > 0;
  if (passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && hasTemplates))
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 415, 'Unsupported Media Type');
  return { body: payload.bytes, overrides: undefined };
}

/** A custom integration's request: mapped parameters with what the template overrides of them, and the payload. */
export function integrationRequest(
  call: GatewayCall,
  integration: Integration,
  to: IntegrationKind,
): IntegrationPayload & { readonly parameters: MappedParameters } {
  const mapped = mapParameters(call, integration.requestParameters, to);
  const payload = integrationPayload(call, integration);
  const { overrides } = payload;
  return { ...payload, parameters: overrides === undefined ? mapped : overrideRequest(mapped, overrides, to) };
}

/** What is asked for, the body's type where there is one, and what mappings and templates set (recorded 2024-07-12 and 2024-12-11). */
export function headersOf(call: GatewayCall, body: Buffer, { headers }: MappedParameters): Record<string, string> {
  const all: Record<string, string> = {
    accept: 'application/json',
    ...(body.length > 0 ? { 'content-type': headerOf(call, 'content-type') ?? 'application/json' } : {}),
  };
  for (const [name, value] of Object.entries(headers))
    if (!NEVER_SENT.has(name.toLowerCase())) all[name.toLowerCase()] = value;
  return all;
}
