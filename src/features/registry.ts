import { apiGatewayOrigin } from './api-gateway-origin.ts';
import { cors } from './cors.ts';
import type { AccountFeature } from './account-feature.ts';
import type { Feature } from './feature.ts';
import { httpIntegration } from './http-integration.ts';
import { jwtAuthorizer } from './jwt-authorizer.ts';
import { keyGate } from './key-gate.ts';
import { leftOut } from './left-out.ts';
import { mockIntegration } from './mock-integration.ts';
import { notCarried } from './not-carried.ts';
import { resourcePolicy } from './resource-policy.ts';
import { stage } from './stage.ts';
import { surface } from './surface.ts';
import { throttle } from './throttle.ts';

/** All features that translate an API. A new one is one file and one line here. */
export const FEATURES: readonly Feature[] = [
  surface,
  cors,
  resourcePolicy,
  jwtAuthorizer,
  keyGate,
  throttle,
  httpIntegration,
  mockIntegration,
  apiGatewayOrigin,
  stage,
  notCarried,
];

/** All features that speak of what stands around the APIs. A new one is one file and one line here. */
export const ACCOUNT_FEATURES: readonly AccountFeature[] = [leftOut];

/** What translates and what speaks of the account: the whole of it, unless a test leaves some out. */
export interface Features {
  readonly api: readonly Feature[];
  readonly account: readonly AccountFeature[];
}
export const ALL_FEATURES: Features = { api: FEATURES, account: ACCOUNT_FEATURES };
