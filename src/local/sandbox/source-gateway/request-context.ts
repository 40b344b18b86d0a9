import type { GatewayCall } from './call.ts';
import { requestTimeText } from './request-time.ts';

type RequestContext = Readonly<Record<string, unknown>> & { readonly identity: Readonly<Record<string, unknown>> };

/**
 * The members that `requestContext` of an event and `$context` of a template have in common; those of `identity` are there without a
 * value where nobody signed (recorded 2025-05-20).
 */
export function requestContext(call: GatewayCall): RequestContext {
  const { request } = call;
  return {
    accountId: call.accountId,
    apiId: call.apiId,
    ...(Object.keys(call.authorizer).length === 0 ? {} : { authorizer: call.authorizer }),
    deploymentId: call.deploymentId,
    domainName: request.url.hostname,
    domainPrefix: request.url.hostname.split('.')[0],
    extendedRequestId: call.requestId,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.remoteAddress,
      user: null,
      userAgent: request.headers['user-agent'] ?? null,
      userArn: null,
    },
    path: request.url.pathname,
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTime: requestTimeText(call.at),
    requestTimeEpoch: call.at,
    resourceId: call.resourceId,
    resourcePath: call.template,
    stage: call.stageName,
  };
}
