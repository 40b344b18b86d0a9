import type { Integration } from '@aws-sdk/client-api-gateway';
import { headerOf, INTERNAL_ERROR, type GatewayCall } from './call.ts';
import { requestPayload } from './content-handling.ts';
import { Refusal } from './refusal.ts';
import { templateScope } from './scope.ts';
import { renderTemplate } from './template.ts';

/**
 * The payload that a custom integration receives: the template of the request's media type (missing = application/json)
 * rendered, else the body itself where passthroughBehavior lets it through, else 415. A template on bytes breaks the call
 * (recorded 2025-03-17).
 */
export function integrationPayload(call: GatewayCall, integration: Integration): Buffer {
  const { contentHandling, requestTemplates: templates = {} } = integration;
  const contentType = headerOf(call, 'content-type');
  const payload = requestPayload(call.request.body, contentType, contentHandling, call.binaryMediaTypes);
  const mediaType = (contentType ?? 'application/json').split(';')[0]?.trim() ?? '';
  const template = templates[mediaType];
  if (template !== undefined) {
    if (!payload.isText) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
    return Buffer.from(renderTemplate(template, templateScope(call, payload.bytes.toString('utf8'))));
  }
  const passthrough = integration.passthroughBehavior ?? 'WHEN_NO_MATCH';
  const hasTemplates = Object.keys(templates).length > 0;
  if (passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && hasTemplates))
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 415, 'Unsupported Media Type');
  return payload.bytes;
}
