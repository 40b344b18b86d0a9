import type { SourceRef } from './source-ref.ts';

/** What an AWS account and region hold besides APIs at their stages: names, keys and plans, and what stands around an API. */

export interface AwsApiMapping {
  readonly at: SourceRef;
  /** Without slashes at the ends; empty for `(none)`. */
  readonly path: string;
  readonly apiId: string;
  readonly stage: string;
}

/** A rule of a domain name that routes by header or path, before or instead of its mappings. */
export interface AwsRoutingRule {
  readonly at: SourceRef;
  readonly priority: number;
  readonly basePaths: readonly string[];
  /** Header and glob, of which any must match. */
  readonly headers: readonly { readonly name: string; readonly valueGlob: string }[];
  readonly apiId: string;
  readonly stage: string;
  readonly stripBasePath: boolean;
}

export interface AwsDomainName {
  readonly at: SourceRef;
  readonly name: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly certificateArn?: string;
  readonly regionalDomainName?: string;
  /** CloudFront's name, of an edge-optimized domain name. */
  readonly distributionDomainName?: string;
  readonly securityPolicy?: string;
  readonly routingMode?: string;
  readonly mutualTlsTruststoreUri?: string;
  readonly mutualTlsTruststoreVersion?: string;
  readonly mutualTlsWarnings?: readonly string[];
  /** Of a private domain name, as JSON text. */
  readonly policy?: string;
  readonly mappings: readonly AwsApiMapping[];
  readonly routingRules: readonly AwsRoutingRule[];
  /** VPC endpoints that a private domain name may be called from. */
  readonly accessAssociations: readonly { readonly at: SourceRef; readonly source: string }[];
}

export interface AwsCertificate {
  readonly at: SourceRef;
  readonly arn: string;
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  readonly status: string;
  readonly type: string;
  readonly keyAlgorithm: string;
  /** ISO time. */
  readonly notAfter?: string;
  readonly exportable: boolean;
}

export interface AwsThrottle {
  /** Requests a second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export interface AwsUsagePlan {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly throttle?: AwsThrottle;
  readonly quota?: { readonly limit: number; readonly period: 'DAY' | 'WEEK' | 'MONTH'; readonly offset: number };
  readonly apiStages: readonly {
    readonly apiId: string;
    readonly stage: string;
    /** By `/path/METHOD`: throttles of one method within the plan. */
    readonly throttles?: Readonly<Record<string, AwsThrottle>>;
  }[];
  readonly keyIds: readonly string[];
  readonly productCode?: string;
}

/** A key without its value: values are secrets and are read only by the step that carries them over. */
export interface AwsApiKey {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly description?: string;
  readonly customerId?: string;
}

export interface AwsVpcLink {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  /** Network load balancers, of a REST API's link. */
  readonly targetArns: readonly string[];
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly status?: string;
}

export interface AwsTargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly protocol?: string;
  readonly port?: number;
  /** GRPC is served by a self-hosted gateway only (docs: mapping, B2). */
  readonly protocolVersion?: string;
}

export interface AwsLoadBalancer {
  readonly at: SourceRef;
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly scheme: string;
  readonly dnsName: string;
  readonly vpcId?: string;
  readonly listeners: readonly {
    readonly arn: string;
    readonly protocol: string;
    readonly port: number;
    readonly targetGroups: readonly AwsTargetGroup[];
  }[];
}

export interface AwsVpcEndpoint {
  readonly at: SourceRef;
  readonly id: string;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly privateDnsEnabled: boolean;
  readonly subnetIds: readonly string[];
  readonly dnsNames: readonly string[];
  /** JSON text. */
  readonly policy?: string;
}

/** A service of Cloud Map. */
export interface AwsDiscoveryService {
  readonly at: SourceRef;
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly instances: readonly { readonly id: string; readonly attributes: Readonly<Record<string, string>> }[];
}

export interface AwsUserPool {
  readonly at: SourceRef;
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly domain?: string;
  readonly customDomain?: string;
  readonly mfa?: string;
  readonly clients: readonly {
    readonly id: string;
    readonly name: string;
    readonly hasSecret: boolean;
    readonly flows: readonly string[];
    readonly scopes: readonly string[];
  }[];
  readonly resourceServers: readonly { readonly identifier: string; readonly scopes: readonly string[] }[];
}

export interface AwsFunction {
  readonly at: SourceRef;
  /** As an integration or authorizer names it: with a version or an alias, if it does. */
  readonly arn: string;
  readonly name: string;
  readonly runtime?: string;
  readonly packageType?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly memoryMb?: number;
  readonly vpcId?: string;
  readonly urls: readonly { readonly url: string; readonly authType: string; readonly invokeMode?: string }[];
  /** Whom the function's own policy lets call it. */
  readonly invokers: readonly string[];
}

export interface AwsWebAcl {
  readonly at: SourceRef;
  readonly arn: string;
  readonly name: string;
  readonly defaultAction: string;
  readonly rules: readonly {
    readonly at: SourceRef;
    readonly name: string;
    readonly priority: number;
    readonly action: string;
    /** Kinds of statement in it, such as IPSetReferenceStatement, outermost first. */
    readonly statements: readonly string[];
    /** The rule as AWS gave it, as JSON text. */
    readonly source: string;
  }[];
  /** What rules refer to, by ARN: addresses of IP sets, patterns of regex sets, rules of groups. */
  readonly references: readonly {
    readonly arn: string;
    readonly name: string;
    readonly values: readonly string[];
    /** Of a rule group: its rules as AWS gave them, as JSON text. */
    readonly rules?: readonly string[];
  }[];
}

export interface AwsAlarm {
  readonly at: SourceRef;
  readonly name: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly missingData?: string;
  readonly actions: readonly string[];
}

export interface AwsLogGroup {
  readonly at: SourceRef;
  readonly arn: string;
  readonly name: string;
  readonly retentionDays?: number;
}

export interface AwsEventRule {
  readonly at: SourceRef;
  readonly name: string;
  /** JSON text. */
  readonly pattern: string;
  readonly state: string;
  readonly targets: readonly string[];
}

/** The public part; AWS gives no key of it. */
export interface AwsClientCertificate {
  readonly at: SourceRef;
  readonly id: string;
  /** ISO time. */
  readonly notAfter?: string;
  readonly pem?: string;
}

/** A mutual TLS trust store: public certificates of authorities. */
export interface AwsTrustStore {
  readonly at: SourceRef;
  readonly uri: string;
  readonly version?: string;
  readonly certificates: readonly {
    readonly subject: string;
    readonly fingerprint: string;
    readonly notAfter: string;
    readonly issuer?: string;
    readonly isSelfSigned?: boolean;
    readonly pem?: string;
  }[];
}

export interface AwsHostedZone {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly vpcIds: readonly string[];
  /** Records that lead to API Gateway: name, type and what they point at. */
  readonly records: readonly {
    readonly name: string;
    readonly type: string;
    readonly target: string;
    /** Seconds; an alias has none. */
    readonly ttl?: number;
    readonly setIdentifier?: string;
  }[];
}

export interface AwsAccountSettings {
  readonly at: SourceRef;
  readonly account: string;
  readonly region: string;
  readonly throttle?: AwsThrottle;
  readonly cloudWatchRoleArn?: string;
}

/** A developer portal of version 2. */
export interface AwsPortal {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
}

/** An account and region with APIs that the run leaves out. */
export interface AwsLeftOut {
  readonly at: SourceRef;
  readonly account: string;
  readonly region: string;
  readonly apis: number;
}

/** What discovery could not read, and what it needs to: named in the report, never a crash. */
export interface DiscoveryGap {
  readonly at: SourceRef;
  readonly call: string;
  readonly reason: string;
  readonly remedy: string;
  /** `review` where what is missing can change no access; default `blocker`. */
  readonly severity?: 'review' | 'blocker';
}
