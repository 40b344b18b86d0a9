import type { Integration, IntegrationResponse, IntegrationType } from '@aws-sdk/client-api-gateway';
import { isObject, listAt, objectAt, textOf, type Json } from './document.ts';

/** Where warnings go and what they name. */
export interface Place {
  readonly path: string;
  readonly verb: string;
  readonly warnings: string[];
}

export function textMap(value: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const text = textOf(item);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

/** Mappings must be text; another value is left out with a warning (recorded 2025-07-02 of requestParameters). */
function mappings(
  value: Json,
  member: 'requestParameters' | 'responseParameters',
  place: Place,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (typeof item === 'string') return [[key, item]];
      place.warnings.push(
        `Invalid format for '${member}'. Expected type string for property '${key}' of resource '${place.path}' and method '${place.verb}' but got '${textOf(item)}'`,
      );
      return [];
    }),
  );
}

/** An x-amazon-apigateway-integration as a REST API's import stores it. */
export function restIntegration(extension: Json, place: Place, id: string): Integration {
  const type = (textOf(extension['type']) ?? '').toUpperCase() as IntegrationType;
  const parameters = mappings(objectAt(extension, 'requestParameters'), 'requestParameters', place);
  const templates = textMap(objectAt(extension, 'requestTemplates'));
  const responses =
    type.endsWith('_PROXY') && type !== 'AWS_PROXY'
      ? {}
      : integrationResponses(objectAt(extension, 'responses'), place);
  const texts: [keyof Integration, unknown][] = [
    ['httpMethod', type === 'MOCK' ? undefined : textOf(extension['httpMethod'])?.toUpperCase()],
    ['uri', type === 'MOCK' ? undefined : extension['uri']],
    ['credentials', extension['credentials']],
    ['contentHandling', extension['contentHandling']],
    ['connectionId', extension['connectionId']],
    ['connectionType', extension['connectionType'] ?? (type.startsWith('HTTP') ? 'INTERNET' : undefined)],
  ];
  return {
    type,
    ...Object.fromEntries(texts.filter(([, value]) => value !== undefined).map(([key, value]) => [key, textOf(value)])),
    passthroughBehavior: (textOf(extension['passthroughBehavior']) ?? 'WHEN_NO_MATCH').toUpperCase(),
    timeoutInMillis: Number(extension['timeoutInMillis'] ?? 29_000) || 29_000,
    cacheNamespace: textOf(extension['cacheNamespace']) ?? id,
    cacheKeyParameters: listAt(extension, 'cacheKeyParameters').map(String),
    ...(Object.keys(parameters).length > 0 ? { requestParameters: parameters } : {}),
    ...(Object.keys(templates).length > 0 ? { requestTemplates: templates } : {}),
    ...(Object.keys(responses).length > 0 ? { integrationResponses: responses } : {}),
  };
}

/** Keyed by pattern in the document, by status in the API; `default` is the one without a pattern. */
function integrationResponses(responses: Json, place: Place): Record<string, IntegrationResponse> {
  const stored: Record<string, IntegrationResponse> = {};
  for (const [pattern, response] of Object.entries(responses)) {
    if (!isObject(response)) continue;
    const statusCode = textOf(response['statusCode']) ?? '200';
    const parameters = mappings(objectAt(response, 'responseParameters'), 'responseParameters', place);
    const templates = textMap(objectAt(response, 'responseTemplates'));
    const contentHandling = textOf(response['contentHandling']) as IntegrationResponse['contentHandling'];
    stored[statusCode] = {
      statusCode,
      ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
      ...(Object.keys(parameters).length > 0 ? { responseParameters: parameters } : {}),
      ...(Object.keys(templates).length > 0 ? { responseTemplates: templates } : {}),
      ...(contentHandling === undefined ? {} : { contentHandling }),
    };
  }
  return stored;
}
