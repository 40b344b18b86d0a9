import { apiGatewayOrigin } from './api-gateway-origin.ts';
import { callerCertificates } from './caller-certificates.ts';
import { cors } from './cors.ts';
import type { AccountFeature } from './account-feature.ts';
import type { Feature } from './feature.ts';
import { endpointOff } from './endpoint-off.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { hostGate } from './host-gate.ts';
import { httpIntegration } from './http-integration.ts';
import { iamCallers } from './iam-callers.ts';
import { jwtAuthorizer } from './jwt-authorizer.ts';
import { keyGate } from './key-gate.ts';
import { lambdaAuthorizer } from './lambda-authorizer.ts';
import { logging } from './logging.ts';
import { lambdaIntegration } from './lambda-integration.ts';
import { apiCatalogue } from './account/api-catalogue.ts';
import { leftOut } from './account/left-out.ts';
import { webAcls } from './account/web-acls.ts';
import { edgeEndpoints } from './account/edge-endpoints.ts';
import { availabilityZones } from './account/availability-zones.ts';
import { cloudtrail } from './account/cloudtrail.ts';
import { metrics } from './account/metrics.ts';
import { alarms } from './account/alarms.ts';
import { eventRules } from './account/event-rules.ts';
import { logGroups } from './account/log-groups.ts';
import { accountThrottle } from './account/account-throttle.ts';
import { grpcBackends } from './account/grpc-backends.ts';
import { vpcLinks } from './account/vpc-links.ts';
import { privateBackends } from './account/private-backends.ts';
import { vpcEndpoints } from './account/vpc-endpoints.ts';
import { privateAccess } from './account/private-access.ts';
import { tlsPolicy } from './account/tls-policy.ts';
import { mutualTls } from './account/mutual-tls.ts';
import { payloads } from './account/payloads.ts';
import { deploymentDrift } from './account/deployment-drift.ts';
import { defaultEndpoint } from './account/default-endpoint.ts';
import { ipAddresses } from './account/ip-addresses.ts';
import { clientCertificates } from './account/client-certificates.ts';
import { userPools } from './account/user-pools.ts';
import { functions } from './account/functions.ts';
import { portals } from './account/portals.ts';
import { certificates } from './account/certificates.ts';
import { hostedZones } from './account/hosted-zones.ts';
import { usagePlanDetails } from './account/usage-plan-details.ts';
import { stageSettings } from './account/stage-settings.ts';
import { mappingTemplates } from './mapping-templates.ts';
import { models } from './models.ts';
import { mockIntegration } from './mock-integration.ts';
import { notCarried } from './not-carried.ts';
import { responseCache } from './response-cache.ts';
import { override } from './override.ts';
import { requestValidator } from './request-validator.ts';
import { resourcePolicy } from './resource-policy.ts';
import { routeChoices } from './route-choices.ts';
import { serviceIntegration } from './service-integration.ts';
import { stage } from './stage.ts';
import { surface } from './surface.ts';
import { tags } from './tags.ts';
import { throttle } from './throttle.ts';
import { tokenIssuer } from './token-issuer.ts';
import { tracing } from './tracing.ts';
import { websocket } from './websocket.ts';

/** All features that translate an API. A new one is one file and one line here. */
export const FEATURES: readonly Feature[] = [
  surface,
  routeChoices,
  cors,
  hostGate,
  resourcePolicy,
  callerCertificates,
  iamCallers,
  tokenIssuer,
  jwtAuthorizer,
  lambdaAuthorizer,
  keyGate,
  throttle,
  requestValidator,
  responseCache,
  httpIntegration,
  mockIntegration,
  lambdaIntegration,
  serviceIntegration,
  mappingTemplates,
  models,
  gatewayResponses,
  override,
  apiGatewayOrigin,
  endpointOff,
  stage,
  logging,
  tracing,
  tags,
  websocket,
  notCarried,
];

/** All features that speak of what stands around the APIs. A new one is one file and one line here. */
export const ACCOUNT_FEATURES: readonly AccountFeature[] = [
  leftOut,
  apiCatalogue,
  deploymentDrift,
  webAcls,
  edgeEndpoints,
  availabilityZones,
  cloudtrail,
  metrics,
  alarms,
  eventRules,
  logGroups,
  accountThrottle,
  grpcBackends,
  vpcLinks,
  privateBackends,
  vpcEndpoints,
  privateAccess,
  tlsPolicy,
  mutualTls,
  payloads,
  defaultEndpoint,
  ipAddresses,
  clientCertificates,
  userPools,
  functions,
  portals,
  certificates,
  hostedZones,
  usagePlanDetails,
  stageSettings,
];

/** What translates and what speaks of the account: the whole of it, unless a test leaves some out. */
export interface Features {
  readonly api: readonly Feature[];
  readonly account: readonly AccountFeature[];
}
export const ALL_FEATURES: Features = { api: FEATURES, account: ACCOUNT_FEATURES };
