import type { GatewayResponse, GatewayResponseType } from '@aws-sdk/client-api-gateway';

const DEFAULT_TYPES: Readonly<Partial<Record<GatewayResponseType, string>>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
};

/** Those that were set, then a default for each other type: what DEFAULT_4XX or DEFAULT_5XX sets, else AWS's own. */
export function allGatewayResponses(set: readonly GatewayResponse[]): GatewayResponse[] {
  const types = new Set(set.map(({ responseType }) => responseType));
  const unset = (Object.keys(DEFAULT_TYPES) as GatewayResponseType[]).filter((type) => !types.has(type));
  const defaults = unset.map((responseType): GatewayResponse => {
    const statusCode = DEFAULT_TYPES[responseType];
    const family = set.find(
      (item) => item.responseType === (statusCode?.startsWith('4') ? 'DEFAULT_4XX' : 'DEFAULT_5XX'),
    );
    return {
      responseType,
      statusCode: family?.statusCode ?? statusCode,
      responseParameters: family?.responseParameters ?? {},
      responseTemplates: family?.responseTemplates ?? {
        'application/json': '{"message":$context.error.messageString}',
      },
      defaultResponse: true,
    };
  });
  return [...set.map((item) => ({ ...item, defaultResponse: false })), ...defaults];
}
