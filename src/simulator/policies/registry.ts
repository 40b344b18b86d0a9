import { authenticationManagedIdentity } from './authentication-managed-identity.ts';
import { cacheLookupValue } from './cache-lookup-value.ts';
import { cacheLookup } from './cache-lookup.ts';
import { cacheRemoveValue } from './cache-remove-value.ts';
import { cacheStoreValue } from './cache-store-value.ts';
import { cacheStore } from './cache-store.ts';
import { checkHeader } from './check-header.ts';
import { choose } from './choose.ts';
import { cors } from './cors.ts';
import { emitMetric } from './emit-metric.ts';
import { forwardRequest } from './forward-request.ts';
import { ipFilter } from './ip-filter.ts';
import { logToEventhub } from './log-to-eventhub.ts';
import type { PolicyExecutor } from './policy.ts';
import { quotaByKey } from './quota-by-key.ts';
import { quota } from './quota.ts';
import { rateLimitByKey } from './rate-limit-by-key.ts';
import { rateLimit } from './rate-limit.ts';
import { returnResponse } from './return-response.ts';
import { rewriteUri } from './rewrite-uri.ts';
import { sendRequest } from './send-request.ts';
import { setBackendService } from './set-backend-service.ts';
import { setBody } from './set-body.ts';
import { setHeader } from './set-header.ts';
import { setMethod } from './set-method.ts';
import { setQueryParameter } from './set-query-parameter.ts';
import { setStatus } from './set-status.ts';
import { setVariable } from './set-variable.ts';
import { validateAzureAdToken } from './validate-azure-ad-token.ts';
import { validateClientCertificate } from './validate-client-certificate.ts';
import { validateContent } from './validate-content.ts';
import { validateJwt } from './validate-jwt.ts';
import { validateParameters } from './validate-parameters.ts';

/** Every policy that can be executed. One that is absent makes the whole operation answer 500. */
export const EXECUTORS: Readonly<Record<string, PolicyExecutor>> = {
  'authentication-managed-identity': authenticationManagedIdentity,
  'cache-lookup': cacheLookup,
  'cache-lookup-value': cacheLookupValue,
  'cache-remove-value': cacheRemoveValue,
  'cache-store': cacheStore,
  'cache-store-value': cacheStoreValue,
  'check-header': checkHeader,
  choose,
  cors,
  'emit-metric': emitMetric,
  'forward-request': forwardRequest,
  'ip-filter': ipFilter,
  'log-to-eventhub': logToEventhub,
  quota,
  'quota-by-key': quotaByKey,
  'rate-limit': rateLimit,
  'rate-limit-by-key': rateLimitByKey,
  'return-response': returnResponse,
  'rewrite-uri': rewriteUri,
  'send-request': sendRequest,
  'set-backend-service': setBackendService,
  'set-body': setBody,
  'set-header': setHeader,
  'set-method': setMethod,
  'set-query-parameter': setQueryParameter,
  'set-status': setStatus,
  'set-variable': setVariable,
  'validate-azure-ad-token': validateAzureAdToken,
  'validate-client-certificate': validateClientCertificate,
  'validate-content': validateContent,
  'validate-jwt': validateJwt,
  'validate-parameters': validateParameters,
};
