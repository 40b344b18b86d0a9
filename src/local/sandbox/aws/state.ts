import type {
  Account,
  ApiKey,
  Authorizer,
  BasePathMapping,
  ClientCertificate,
  Deployment,
  DocumentationPart,
  DocumentationVersion,
  DomainName,
  DomainNameAccessAssociation,
  GatewayResponse,
  Model,
  RequestValidator,
  Resource,
  RestApi,
  Stage,
  UsagePlan,
  VpcLink,
} from '@aws-sdk/client-api-gateway';
import type {
  Api,
  ApiMapping,
  Authorizer as V2Authorizer,
  Deployment as V2Deployment,
  Integration as V2Integration,
  IntegrationResponse as V2IntegrationResponse,
  Model as V2Model,
  PortalSummary,
  Route,
  RouteResponse,
  RoutingRule,
  Stage as V2Stage,
  VpcLink as V2VpcLink,
} from '@aws-sdk/client-apigatewayv2';
import type { CertificateDetail, Tag } from '@aws-sdk/client-acm';
import type { HostedZone, ResourceRecordSet, VPC } from '@aws-sdk/client-route-53';
import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { IndexType } from '@aws-sdk/client-resource-explorer-2';
import { RecentSamples } from '../recent-samples.ts';
import type { AlarmsState } from './cloudwatch/state.ts';
import type { PastTraffic } from './cloudwatch/past-traffic.ts';
import type { UserPoolState } from './cognito/state.ts';
import { emptyNetworkState, type NetworkState } from './ec2/state.ts';
import { emptyLoadBalancingState, type LoadBalancingState } from './elbv2/state.ts';
import type { EventRuleState } from './events/state.ts';
import type { FunctionState } from './lambda/state.ts';
import type { BucketState } from './s3/state.ts';
import { emptyCloudMapState, type CloudMapState } from './servicediscovery/state.ts';
import { emptyWafState, type WafState } from './wafv2/state.ts';

/**
 * One REST API as the control plane stores it, in the SDK's own shapes. `resources` is the editable tree
 * (each with `resourceMethods`, their `methodIntegration` and responses inside); what a stage serves is the copy
 * in `deployments[stage.deploymentId]`.
 */
export interface RestApiState {
  readonly api: RestApi;
  resources: Resource[];
  models: Model[];
  requestValidators: RequestValidator[];
  authorizers: Authorizer[];
  gatewayResponses: GatewayResponse[];
  stages: Stage[];
  deployments: Map<string, RestApiSnapshot>;
  documentationParts?: DocumentationPart[];
  documentationVersions?: DocumentationVersion[];
}

/** What CreateDeployment froze. */
export interface RestApiSnapshot {
  readonly deployment: Deployment;
  /** With its policy and binary media types, which a deployment freezes too. */
  readonly api: RestApi;
  readonly resources: readonly Resource[];
  readonly models: readonly Model[];
  readonly requestValidators: readonly RequestValidator[];
  readonly authorizers: readonly Authorizer[];
  readonly gatewayResponses: readonly GatewayResponse[];
}

/** One HTTP or WebSocket API. What a stage serves is its deployment's snapshot; where there is none, the current routes. */
export interface HttpApiState {
  readonly api: Api;
  routes: Route[];
  integrations: V2Integration[];
  authorizers: V2Authorizer[];
  stages: V2Stage[];
  deployments: V2Deployment[];
  /** By deployment id: stages that do not deploy by themselves. */
  snapshots?: Map<string, HttpApiSnapshot>;
  /** Of WebSocket APIs, by route id. */
  routeResponses?: Map<string, readonly RouteResponse[]>;
  /** Of WebSocket APIs, by integration id. */
  integrationResponses?: Map<string, readonly V2IntegrationResponse[]>;
  models?: V2Model[];
}

export type HttpApiSnapshot = Pick<HttpApiState, 'routes' | 'integrations' | 'authorizers'>;

export interface UsagePlanState {
  readonly plan: UsagePlan;
  readonly keyIds: string[];
  /** What each key was used for on every day of the past, by the key's id. */
  readonly requestsPerDay?: Readonly<Record<string, number>>;
}

/** A custom domain name; v1 and v2 control planes show the same one. `mappings` holds v2's multi-level keys too. */
export interface DomainNameState {
  readonly domain: DomainName;
  mappings: ApiMapping[];
  /** v1's view of those mappings that have one level. */
  basePathMappings: BasePathMapping[];
  routingRules?: RoutingRule[];
}

/** An ACM certificate. PEM texts; the key is plain here and leaves only encrypted by ExportCertificate's passphrase. */
export interface CertificateState {
  readonly detail: CertificateDetail;
  readonly certificatePem: string;
  readonly chainPem: string;
  readonly privateKeyPem: string;
  readonly tags?: readonly Tag[];
}

/** A hosted zone and its record sets, SOA and NS included, as Route 53 lists them (names with a trailing dot). */
export interface HostedZoneState {
  readonly zone: HostedZone;
  readonly nameServers: readonly string[];
  /** Where a private zone is known; the public ones are known everywhere. */
  readonly vpcs?: readonly VPC[];
  recordSets: ResourceRecordSet[];
  /** When each version of the zone was written, newest last: the DNS servers answer from it, a lagging one from an older. */
  history: { readonly at: number; readonly recordSets: readonly ResourceRecordSet[] }[];
}

/** One CloudWatch sample of a stage. Counted by the source gateway, one a request. */
export interface GatewayMetric {
  readonly apiName: string;
  readonly apiId: string;
  readonly stage: string;
  readonly at: number;
  readonly status: number;
  readonly latencyMs: number;
  /** Of the answer's body. */
  readonly bytes?: number;
}

/** Everything the simulated AWS account holds. Its control planes write it, the source gateway and DNS read it. */
export interface AwsState {
  readonly accountId: string;
  readonly region: string;
  restApis: Map<string, RestApiState>;
  httpApis: Map<string, HttpApiState>;
  usagePlans: Map<string, UsagePlanState>;
  apiKeys: Map<string, ApiKey>;
  vpcLinks: Map<string, VpcLink>;
  v2VpcLinks: Map<string, V2VpcLink>;
  /** API Gateway's settings of the account in this region. */
  gatewayAccount: Account;
  clientCertificates: Map<string, ClientCertificate>;
  domainNameAccessAssociations: DomainNameAccessAssociation[];
  portals: PortalSummary[];
  domainNames: Map<string, DomainNameState>;
  certificates: Map<string, CertificateState>;
  hostedZones: Map<string, HostedZoneState>;
  readonly metrics: RecentSamples<GatewayMetric>;
  /** By id. */
  readonly userPools: Map<string, UserPoolState>;
  /** By name. */
  readonly functions: Map<string, FunctionState>;
  readonly waf: WafState;
  readonly loadBalancing: LoadBalancingState;
  readonly network: NetworkState;
  readonly alarms: AlarmsState;
  readonly pastTraffic: PastTraffic[];
  readonly logGroups: LogGroup[];
  readonly eventRules: EventRuleState[];
  readonly cloudMap: CloudMapState;
  /** By name. */
  readonly buckets: Map<string, BucketState>;
  /** Of Resource Explorer in this region; absent where it was never turned on. */
  resourceIndex?: IndexType;
}

export function emptyAwsState(accountId = '111122223333', region = 'us-east-1'): AwsState {
  return {
    accountId,
    region,
    restApis: new Map(),
    httpApis: new Map(),
    usagePlans: new Map(),
    apiKeys: new Map(),
    vpcLinks: new Map(),
    v2VpcLinks: new Map(),
    gatewayAccount: {
      throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
      features: ['UsagePlans'],
      apiKeyVersion: '4',
    },
    clientCertificates: new Map(),
    domainNameAccessAssociations: [],
    portals: [],
    domainNames: new Map(),
    certificates: new Map(),
    hostedZones: new Map(),
    metrics: new RecentSamples(),
    userPools: new Map(),
    functions: new Map(),
    waf: emptyWafState(),
    loadBalancing: emptyLoadBalancingState(),
    network: emptyNetworkState(),
    alarms: { metric: [], composite: [] },
    pastTraffic: [],
    logGroups: [],
    eventRules: [],
    cloudMap: emptyCloudMapState(),
    buckets: new Map(),
  };
}
