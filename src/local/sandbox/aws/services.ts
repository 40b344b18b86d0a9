import type { Faults } from '../faults.ts';
import { acm } from './acm.ts';
import { apiGatewayV1 } from './api-gateway-v1/routes.ts';
import { apiGatewayV2 } from './api-gateway-v2/routes.ts';
import type { Credentials } from './authentication.ts';
import { cloudWatch } from './cloudwatch/service.ts';
import { cognito } from './cognito/service.ts';
import { ec2 } from './ec2/service.ts';
import { loadBalancing } from './elbv2/service.ts';
import { events } from './events/service.ts';
import { lambda } from './lambda/service.ts';
import { logs } from './logs/service.ts';
import { resourceExplorer } from './resource-explorer/service.ts';
import type { Route53Changes } from './route53/changes.ts';
import { route53 } from './route53/routes.ts';
import { s3 } from './s3/service.ts';
import type { AwsService } from './service.ts';
import { serviceDiscovery } from './servicediscovery/service.ts';
import type { AwsState } from './state.ts';
import { sts } from './sts.ts';
import { waf } from './wafv2/service.ts';

/** What the services of all accounts share. */
export interface SharedContext {
  readonly faults: Faults;
  readonly credentials: Credentials;
  readonly accountIds: ReadonlySet<string>;
  readonly changes: Route53Changes;
  /** How late metrics appear, in milliseconds. */
  readonly metricsDelayMs: number;
}

/** What the services of one account share. */
export interface AccountContext extends SharedContext {
  /** The account in every region where it holds anything. */
  readonly regions: readonly AwsState[];
  /** All accounts, in every region. */
  readonly organisation: readonly AwsState[];
}

/** The services that every region has for itself. */
export function regionalServices(
  state: AwsState,
  { faults, metricsDelayMs, regions, organisation }: AccountContext,
): AwsService[] {
  return [
    apiGatewayV2(state),
    apiGatewayV1(state),
    acm(state, faults),
    cloudWatch(state, metricsDelayMs),
    cognito(state),
    ec2(state),
    events(state),
    lambda(state),
    loadBalancing(state),
    logs(state),
    resourceExplorer(state, regions, organisation),
    s3(state, regions),
    serviceDiscovery(state),
    waf(state),
  ];
}

/** The services that know no region. */
export function globalServices(
  state: AwsState,
  { faults, credentials, accountIds, changes }: SharedContext,
): AwsService[] {
  return [route53(state, faults, changes), sts(credentials, accountIds)];
}
