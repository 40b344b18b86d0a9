import type { Integration, Route } from '@aws-sdk/client-apigatewayv2';
import type { HttpApiState } from '../state.ts';
import { toWire } from './wire-shape.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.0 document ExportApi makes of an HTTP API. */
export function exportHttpApi(api: HttpApiState, region: string, stage: string | undefined, extensions: boolean): Json {
  const paths: Record<string, Json> = {};
  for (const route of api.routes) {
    const [verb, path] = splitKey(route.RouteKey ?? '');
    (paths[path] ??= {})[verb] = operation(api, route, extensions);
  }
  return {
    openapi: '3.0.1',
    info: { title: api.api.Name, version: api.api.Version ?? '1.0' },
    servers: [
      {
        url: `https://${api.api.ApiId}.execute-api.${region}.amazonaws.com/${stage === '$default' ? '' : (stage ?? '')}`,
      },
    ],
    paths,
    components: { securitySchemes: schemes(api, extensions) },
    ...(extensions && api.api.CorsConfiguration
      ? { 'x-amazon-apigateway-cors': toWire(api.api.CorsConfiguration) }
      : {}),
    ...(extensions ? { 'x-amazon-apigateway-importexport-version': '1.0' } : {}),
  };
}

function splitKey(key: string): [string, string] {
  if (key === '$default') return ['x-amazon-apigateway-any-method', '/$default'];
  const [verb = 'ANY', path = '/'] = key.split(' ');
  return [verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase(), path];
}

function operation(api: HttpApiState, route: Route, extensions: boolean): Json {
  const integration = api.integrations.find(({ IntegrationId }) => `integrations/${IntegrationId}` === route.Target);
  const authorizer = api.authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId);
  return {
    ...(route.OperationName === undefined ? {} : { operationId: route.OperationName }),
    responses: { default: { description: `Default response for ${route.RouteKey}` } },
    ...(route.RouteKey === '$default' ? { isDefaultRoute: true } : {}),
    ...(authorizer ? { security: [{ [authorizer.Name ?? '']: route.AuthorizationScopes ?? [] }] } : {}),
    ...(extensions && integration ? { 'x-amazon-apigateway-integration': integrationOf(integration) } : {}),
  };
}

function integrationOf(integration: Integration): Json {
  const {
    IntegrationId: _id,
    IntegrationType,
    IntegrationMethod,
    IntegrationUri,
    TimeoutInMillis,
    CredentialsArn,
    ...rest
  } = integration;
  return {
    ...(toWire(rest) as Json),
    type: IntegrationType?.toLowerCase(),
    httpMethod: IntegrationMethod,
    uri: IntegrationUri,
    ...(TimeoutInMillis === undefined ? {} : { timeoutInMillis: TimeoutInMillis }),
    // As the extension calls it (developer guide, x-amazon-apigateway-integration, 2026-11-25).
    ...(CredentialsArn === undefined ? {} : { credentials: CredentialsArn }),
  };
}

function schemes(api: HttpApiState, extensions: boolean): Json {
  return Object.fromEntries(
    api.authorizers.map((authorizer) => {
      const extension =
        authorizer.AuthorizerType === 'JWT'
          ? {
              type: 'jwt',
              identitySource: authorizer.IdentitySource?.[0],
              jwtConfiguration: toWire(authorizer.JwtConfiguration),
            }
          : {
              type: 'request',
              identitySource: authorizer.IdentitySource?.join(','),
              authorizerUri: authorizer.AuthorizerUri,
              authorizerCredentials: authorizer.AuthorizerCredentialsArn,
              authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
              authorizerResultTtlInSeconds: authorizer.AuthorizerResultTtlInSeconds,
              enableSimpleResponses: authorizer.EnableSimpleResponses,
            };
      return [
        authorizer.Name ?? '',
        {
          type: authorizer.AuthorizerType === 'JWT' ? 'oauth2' : 'apiKey',
          ...(extensions ? { 'x-amazon-apigateway-authorizer': extension } : {}),
        },
      ];
    }),
  );
}
