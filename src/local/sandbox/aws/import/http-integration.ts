import type { Integration, IntegrationType } from '@aws-sdk/client-apigatewayv2';
import { ImportRefused, isObject, objectAt, textOf, type Json } from './document.ts';
import { textMap } from './integration.ts';

/** An x-amazon-apigateway-integration as an HTTP API's import stores it. @throws ImportRefused @param key of the route */
export function httpIntegration(extension: Json, key: string, id: string): Integration {
  const type = (textOf(extension['type']) ?? '').toUpperCase() as IntegrationType;
  const optional: [keyof Integration, string][] = [
    ['IntegrationMethod', 'httpMethod'],
    ['IntegrationUri', 'uri'],
    ['IntegrationSubtype', 'integrationSubtype'],
    ['IntegrationSubtype', 'subtype'],
    ['ConnectionId', 'connectionId'],
    ['CredentialsArn', 'credentials'],
  ];
  const parameters = textMap(objectAt(extension, 'requestParameters'));
  const responses = Object.entries(objectAt(extension, 'responseParameters')).map(([status, of]) => [
    status,
    textMap(isObject(of) ? of : {}),
  ]);
  const serverName = textOf(objectAt(extension, 'tlsConfig')['serverNameToVerify']);
  const integration: Integration = {
    IntegrationId: id,
    IntegrationType: type,
    ConnectionType: textOf(extension['connectionType']) === 'VPC_LINK' ? 'VPC_LINK' : 'INTERNET',
    // Documents write it as a number too.
    PayloadFormatVersion: Number(extension['payloadFormatVersion'] ?? 1) === 2 ? '2.0' : '1.0',
    TimeoutInMillis: Number(extension['timeoutInMillis'] ?? 30_000) || 30_000,
    ...Object.fromEntries(
      optional.filter(([, key]) => extension[key] !== undefined).map(([name, key]) => [name, textOf(extension[key])]),
    ),
    ...(Object.keys(parameters).length > 0 ? { RequestParameters: parameters } : {}),
    ...(responses.length > 0
      ? { ResponseParameters: Object.fromEntries(responses) as Record<string, Record<string, string>> }
      : {}),
    ...(serverName === undefined ? {} : { TlsConfig: { ServerNameToVerify: serverName } }),
  };
  refuseInvalid(key, integration);
  return integration;
}

/** What CreateIntegration refuses (API Gateway v2 API reference): HTTP APIs have two types, and functions are named by ARN. */
function refuseInvalid(
  key: string,
  { IntegrationType: type, IntegrationSubtype: subtype, IntegrationUri }: Integration,
): void {
  const uri = IntegrationUri ?? '';
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY')
    throw new ImportRefused(`Unable to create the integration of ${key}: invalid integration type ${type ?? ''}`);
  if (type === 'HTTP_PROXY' && !/^(https?:\/\/[^/\s]+|arn:)/.test(uri))
    throw new ImportRefused(`Unable to create the integration of ${key}: invalid HTTP endpoint ${uri}`);
  if (type === 'AWS_PROXY' && subtype === undefined && !uri.includes(':lambda:'))
    throw new ImportRefused(`Unable to create the integration of ${key}: invalid function ARN or invalid uri ${uri}`);
}
