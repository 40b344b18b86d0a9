import type { Faults } from '../faults.ts';
import { acm } from './acm.ts';
import { apiGatewayV1 } from './api-gateway-v1/routes.ts';
import { apiGatewayV2 } from './api-gateway-v2/routes.ts';
import type { Credentials } from './authentication.ts';
import { cloudWatch } from './cloudwatch.ts';
import type { Route53Changes } from './route53/changes.ts';
import { route53 } from './route53/routes.ts';
import type { AwsService } from './service.ts';
import type { AwsState } from './state.ts';
import { sts } from './sts.ts';

/** What the services of all regions share. */
export interface AccountContext {
  readonly faults: Faults;
  readonly credentials: Credentials;
  readonly changes: Route53Changes;
  /** How late metrics appear, in milliseconds. */
  readonly metricsDelayMs: number;
}

/** The services that every region has for itself. */
export function regionalServices(state: AwsState, { faults, metricsDelayMs }: AccountContext): AwsService[] {
  return [apiGatewayV2(state), apiGatewayV1(state), acm(state, faults), cloudWatch(state, metricsDelayMs)];
}

/** The services that know no region. */
export function globalServices(state: AwsState, { faults, credentials, changes }: AccountContext): AwsService[] {
  return [route53(state, faults, changes), sts(state, credentials)];
}
