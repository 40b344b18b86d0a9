import type { Integration } from '@aws-sdk/client-api-gateway';
import { ImportRefused } from './document.ts';
import type { Place } from './integration.ts';

const TYPES = ['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY', 'MOCK'];
const VARIABLE = '${stageVariables.';

/** Names and addresses that PutIntegration and PutIntegrationResponse refuse, and with them the whole import (API Gateway API reference). */
export function refuseInvalidIntegration(integration: Integration, { path, verb }: Place): void {
  const refuse = (why: string): never => {
    throw new ImportRefused(`Unable to put integration on '${verb}' for resource at path '${path}': ${why}`);
  };
  const { type = '', httpMethod, uri = '' } = integration;
  if (!TYPES.includes(type)) refuse('Enumeration value for Integration type must be non-empty');
  if (type === 'MOCK') return refuseInvalidMappings(integration, refuse);
  if (httpMethod === undefined) refuse('Enumeration value for HttpMethod must be non-empty');
  if (type.startsWith('HTTP') && !/^https?:\/\/[^/\s]+/.test(uri)) refuse('Invalid HTTP endpoint specified for URI');
  if (type.startsWith('AWS') && !isServiceArn(uri)) refuse(`Invalid ARN specified in the request: ${uri}`);
  refuseInvalidMappings(integration, refuse);
}

/** `arn:aws:apigateway:{region}:{service}:path|action/{api}`; a function's invocation names a function. */
function isServiceArn(uri: string): boolean {
  if (!/^arn:aws[\w-]*:apigateway:[^:]+:[^:]+:(path|action)\/./.test(uri)) return false;
  return !uri.includes(':lambda:path/') || isInvocation(uri);
}

/** The address that calls a Lambda function; its name may come from a stage variable. */
export function isInvocation(uri: string): boolean {
  const [, name = ''] =
    /^arn:aws[\w-]*:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  return name.includes(':function:') || name.includes(VARIABLE);
}

/** A mapping's source is text in single quotes or a place (API Gateway guide, parameter mapping reference). */
function refuseInvalidMappings(
  { requestParameters = {}, integrationResponses = {} }: Integration,
  refuse: (why: string) => never,
): void {
  const sources = [
    ...Object.values(requestParameters).map((source) => ({
      source,
      place: /^(method\.request|stageVariables|context)\./,
    })),
    ...Object.values(integrationResponses).flatMap(({ responseParameters = {} }) =>
      Object.values(responseParameters).map((source) => ({
        source,
        place: /^(integration\.response|stageVariables|context)\./,
      })),
    ),
  ];
  const wrong = sources.find(({ source, place }) => !/^'.*'$/s.test(source) && !place.test(source));
  if (wrong) refuse(`Invalid mapping expression specified: ${wrong.source}`);
}
