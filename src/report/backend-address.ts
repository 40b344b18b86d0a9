import type { AwsApi, AwsIntegration } from '../model/aws.ts';

/** A call of a function, by the address of an integration or by its bare ARN. */
export const isFunction = (integration: Pick<AwsIntegration, 'type' | 'uri'> | undefined): boolean =>
  integration !== undefined &&
  (integration.type === 'AWS' || integration.type === 'AWS_PROXY') &&
  /:lambda:/.test(integration.uri ?? '');

const FUNCTION_ARN = /arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d*:function:[^/]+/;

/** What an integration calls, without path and query: what owners of backends know it by. */
export function backendAddress(integration: AwsIntegration): string {
  const { type, uri = '', integrationTarget, connectionId, subtype } = integration;
  if (type === 'MOCK') return 'answered by the gateway';
  const named = FUNCTION_ARN.exec(uri)?.[0];
  if (named !== undefined) return named;
  if (type === 'AWS' || type === 'AWS_PROXY') return subtype ?? (uri === '' ? 'an AWS service' : uri);
  const origin = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?([^/?#]+)/i.exec(uri);
  if (origin !== null) return `${origin[1] ?? ''}${origin[3] ?? ''}`;
  return uri !== '' ? uri : (integrationTarget ?? connectionId ?? 'not named');
}

/** The name that AWS gives an API, which no record of its owner's DNS leads to; a definition does not say the region. */
export const defaultHost = ({ id, region }: Pick<AwsApi, 'id' | 'region'>): string =>
  region === '' ? 'its execute-api address' : `${id}.execute-api.${region}.amazonaws.com`;
