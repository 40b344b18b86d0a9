import type { Integration } from '@aws-sdk/client-api-gateway';
import type { Integration as HttpIntegration } from '@aws-sdk/client-apigatewayv2';

/** The status of stand-in backends and of the estate's functions' proxy results. */
const ANSWERED = 200;

/** What a REST integration answers over the estate's stand-ins; undefined when the sandbox has none for it. */
export function restAnswer(integration: Integration | undefined): number | undefined {
  if (integration === undefined || integration.contentHandling !== undefined) return undefined;
  const uri = integration.uri ?? '';
  switch (integration.type) {
    case 'HTTP_PROXY':
      return ANSWERED;
    case 'AWS_PROXY':
      return isFunction(uri) ? ANSWERED : undefined;
    case 'HTTP':
      return isTemplated(integration.requestTemplates) ? undefined : selected(integration, String(ANSWERED));
    case 'AWS':
      // A function's success is held to no pattern.
      return isFunction(uri) && !isTemplated(integration.requestTemplates)
        ? selected(integration, undefined)
        : undefined;
    case 'MOCK': {
      const template = integration.requestTemplates?.['application/json'] ?? '';
      const status = /^\s*\{\s*"?statusCode"?\s*:\s*(\d{3})\s*\}\s*$/.exec(template)?.[1];
      return status === undefined ? undefined : selected(integration, status);
    }
    default:
      return undefined;
  }
}

/** What an integration of an HTTP API answers. */
export function httpAnswer(integration: HttpIntegration | undefined): number | undefined {
  if (integration === undefined || integration.IntegrationSubtype !== undefined) return undefined;
  const uri = integration.IntegrationUri ?? '';
  if (integration.IntegrationType === 'AWS_PROXY') return isFunction(uri) ? ANSWERED : undefined;
  return uri === '' ? undefined : ANSWERED;
}

export const isFunction = (uri: string): boolean => uri.includes(':function:');

/** Templates that the source gateway may not be able to render. */
const isTemplated = (templates: Readonly<Record<string, string>> | undefined): boolean =>
  Object.values(templates ?? {}).some((template) => /[#$]/.test(template));

function selected({ integrationResponses = {} }: Integration, selector: string | undefined): number | undefined {
  const responses = Object.values(integrationResponses).toSorted((a, b) => Number(a.statusCode) - Number(b.statusCode));
  const matched = responses.find(
    ({ selectionPattern }) =>
      selector !== undefined && selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(selector),
  );
  const response = matched ?? responses.find(({ selectionPattern }) => !selectionPattern);
  return response === undefined || isTemplated(response.responseTemplates) || response.contentHandling !== undefined
    ? undefined
    : Number(response.statusCode);
}
