import type { Integration } from '@aws-sdk/client-api-gateway';
import { isBinary } from './binary-media.ts';
import { headerOf, type GatewayCall } from './call.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { templateScope } from './scope.ts';
import { renderTemplate } from './template.ts';

/**
 * The payload that a custom integration receives: the template of the request's media type (missing = application/json)
 * rendered, else the body itself where passthroughBehavior lets it through, else 415.
 */
export function integrationPayload(call: GatewayCall, integration: Integration): Buffer {
  if (!isPlainText(call, integration)) throw new Unsimulated('contentHandling of an integration');
  const templates = integration.requestTemplates ?? {};
  const mediaType = (headerOf(call, 'content-type') ?? 'application/json').split(';')[0]?.trim() ?? '';
  const template = templates[mediaType];
  if (template !== undefined)
    return Buffer.from(renderTemplate(template, templateScope(call, call.request.body.toString('utf8'))));
  const passthrough = integration.passthroughBehavior ?? 'WHEN_NO_MATCH';
  const hasTemplates = Object.keys(templates).length > 0;
  if (passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && hasTemplates))
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 415, 'Unsupported Media Type');
  return call.request.body;
}

/** A payload that is text already needs no conversion to text; other conversions are not simulated. */
function isPlainText(call: GatewayCall, { contentHandling }: Integration): boolean {
  if (contentHandling === undefined) return true;
  return contentHandling === 'CONVERT_TO_TEXT' && !isBinary(headerOf(call, 'content-type'), call.binaryMediaTypes);
}
